import Foundation

/// When what happens to a request that nobody decides.
public struct Deadlines: Hashable, Sendable {
  public var due: Date?
  public var remind: Date?
  /// Order: as they come.
  public var escalations: [Date]

  // No chain of managers is longer.
  private static let mostEscalations = 20

  /// - Parameter pauseSeconds: how long the clock of the request stood still. What the request says
  ///   itself has moved by as much already.
  public init(
    of request: AccessRequest, _ rules: TimeRules, hours: WorkingTime?,
    pauseSeconds: TimeInterval = 0
  ) {
    let due =
      request.neededBy
      ?? rules.dueSeconds.flatMap {
        rules.moment(after: $0, from: request.submitted, hours: hours)?
          .addingTimeInterval(pauseSeconds)
      }
    self.due = due
    remind = nil
    escalations = []
    guard let due else { return }
    // Reminders count plainly: working time has no way back.
    remind = rules.remindSeconds.map { due.addingTimeInterval(-Double($0)) }
    guard let span = rules.escalateSeconds else { return }
    var moment = due
    for _ in 0..<(rules.isChain ? Self.mostEscalations : 1) {
      guard let next = rules.moment(after: span, from: moment, hours: hours) else { return }
      escalations.append(next)
      moment = next
    }
  }
}

/// What has happened to a request by the clock.
public struct RequestClock: Hashable, Sendable, Codable {
  public var due: Date?
  public var remindedAt: Date?
  /// Order: as they came.
  public var escalatedAt: [Date]

  public init(due: Date? = nil, remindedAt: Date? = nil, escalatedAt: [Date] = []) {
    self.due = due
    self.remindedAt = remindedAt
    self.escalatedAt = escalatedAt
  }
}

/// Something that the clock did to a request, to be told once.
public struct ClockNotice: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case reminded, escalated, expired, breakglass
  }

  public var request: AccessRequest
  public var kind: Kind
  public var at: Date
  public var due: Date?

  public init(request: AccessRequest, kind: Kind, at: Date, due: Date?) {
    self.request = request
    self.kind = kind
    self.at = at
    self.due = due
  }
}

extension RequestDraft {
  /// The draft with what a policy says where it says nothing: until when, and for how long.
  public func completed(by policy: Policy, now: Date) -> RequestDraft {
    guard let rules = policy.time else { return self }
    var draft = self
    func after(_ seconds: Int) -> Date? {
      rules.moment(after: seconds, from: now, hours: policy.hours)
    }
    draft.expires = expires ?? rules.expireSeconds.flatMap(after)
    draft.neededBy = neededBy ?? rules.dueSeconds.flatMap(after)
    if neededBy == nil, let due = draft.neededBy, let end = draft.expires {
      draft.neededBy = min(due, end)
    }
    for index in draft.items.indices where draft.items[index].operation == .grant {
      draft.items[index].duration = draft.items[index].duration ?? rules.defaultDuration
    }
    return draft
  }

  /// What a policy says against the lengths of its grants.
  public func problems(with policy: Policy, now: Date) -> [RequestProblem] {
    guard let rules = policy.time else { return [] }
    return items.enumerated().compactMap { index, item in
      rules.excess(of: item, now: now).map { most in
        RequestProblem(
          field: "items[\(index)].duration",
          sentence: "“\(item.display)” is given for \(most) at most: ask for that or less.")
      }
    }
  }
}
