import Foundation

/// What a policy says about time: until when a request should be decided, what happens when it is
/// not, and how long a grant may last.
public struct TimeRules: Hashable, Sendable, Codable {
  /// A request that does not say when it is needed is due this long after it came in. Units: seconds.
  public var dueSeconds: Int?
  /// Who is asked is reminded this long before it is due. Units: seconds.
  public var remindSeconds: Int?
  /// A request that does not say when it lapses does so this long after it came in. Units: seconds.
  public var expireSeconds: Int?
  /// How long a question to who asked stops the clock at most. Units: seconds; nil for
  /// ``usualAnswerSeconds``.
  public var answerSeconds: Int?
  /// How long after it was due somebody else may decide too. Units: seconds; nil for never.
  public var escalateSeconds: Int?
  /// Who that is; nobody where it goes up the beneficiary's chain of managers.
  public var escalateTo: [Approver]
  /// Once more after each such span, one manager further up.
  public var isChain: Bool
  /// Whether the spans count working time alone.
  public var countsWorkingTime: Bool
  /// No grant lasts longer. Shape: an ISO 8601 duration; nil for no limit.
  public var maximumDuration: String?
  /// How long a grant lasts that does not say so. Shape: an ISO 8601 duration; nil for no end.
  public var defaultDuration: String?

  /// A week: what counts where a policy does not say how long a question may wait.
  public static let usualAnswerSeconds = 7 * 86_400

  public init(
    dueSeconds: Int? = nil, remindSeconds: Int? = nil, expireSeconds: Int? = nil,
    escalateSeconds: Int? = nil, escalateTo: [Approver] = [], isChain: Bool = false,
    countsWorkingTime: Bool = false, maximumDuration: String? = nil, defaultDuration: String? = nil,
    answerSeconds: Int? = nil
  ) {
    self.answerSeconds = answerSeconds
    self.dueSeconds = dueSeconds
    self.remindSeconds = remindSeconds
    self.expireSeconds = expireSeconds
    self.escalateSeconds = escalateSeconds
    self.escalateTo = escalateTo
    self.isChain = isChain
    self.countsWorkingTime = countsWorkingTime
    self.maximumDuration = maximumDuration
    self.defaultDuration = defaultDuration
  }

  var canonical: CanonicalJSON {
    // A policy that does not say it keeps the digest that it had before it could.
    let answer = answerSeconds.map {
      [CanonicalJSON.Member("answerWithin", .number(.init($0)))]
    }
    let rules: [CanonicalJSON.Member] = [
      .init("due", .optional(dueSeconds)), .init("remind", .optional(remindSeconds)),
      .init("expire", .optional(expireSeconds)), .init("escalateAfter", .optional(escalateSeconds)),
      .init("escalateTo", .array(escalateTo.map { .string($0.text) })),
      .init("isChain", .bool(isChain)), .init("countsWorkingTime", .bool(countsWorkingTime)),
      .init("maximumDuration", .optional(maximumDuration)),
      .init("defaultDuration", .optional(defaultDuration)),
    ]
    return .object(rules + (answer ?? []))
  }
}

extension TimeRules {
  /// Why a grant of this length is too long; nil where it is not.
  ///
  /// Lengths are compared by where they end when they begin now: a month has no length of its own.
  public func excess(of item: RequestItem, now: Date) -> String? {
    guard item.operation == .grant, let maximumDuration,
      let most = ISODuration(iso: maximumDuration), let latest = most.end(from: now)
    else { return nil }
    guard let duration = item.duration else { return most.human }
    guard let end = ISODuration(iso: duration)?.end(from: now) else { return most.human }
    return end > latest ? most.human : nil
  }

  /// What it says, one sentence each.
  public var words: [String] {
    func span(_ seconds: Int) -> String {
      let length = ISODuration(seconds: seconds)?.human ?? "\(seconds)s"
      return length + (countsWorkingTime ? " of working time" : "")
    }
    var words: [String] = []
    if let dueSeconds { words.append("A request is due \(span(dueSeconds)) after it came in.") }
    if let remindSeconds { words.append("Who is asked is reminded \(span(remindSeconds)) before.") }
    if let escalateSeconds {
      let who =
        isChain
        ? "the next manager up may decide too, again after each such span"
        : "\(escalateTo.map(\.words).joined(separator: " or ")) may decide too"
      words.append("\(span(escalateSeconds)) after it was due, \(who).")
    }
    if let expireSeconds {
      words.append("A request that nobody decides lapses \(span(expireSeconds)) after it came in.")
    }
    words.append(
      "A question to who asked stops the clock for "
        + "\(span(answerSeconds ?? Self.usualAnswerSeconds)) at most.")
    if let defaultDuration {
      let length = ISODuration(iso: defaultDuration)?.human ?? defaultDuration
      words.append("A grant that names no length lasts \(length).")
    }
    if let maximumDuration {
      let length = ISODuration(iso: maximumDuration)?.human ?? maximumDuration
      words.append("No grant lasts longer than \(length).")
    }
    return words
  }
}

extension TimeRules {
  /// The moment some time after another: in working hours where the policy counts them and says
  /// which they are. nil where no hours come in which anybody works.
  func moment(after seconds: Int, from date: Date, hours: WorkingTime?) -> Date? {
    guard countsWorkingTime, let hours else { return date.addingTimeInterval(Double(seconds)) }
    return hours.moment(after: Double(seconds), from: date)
  }
}
