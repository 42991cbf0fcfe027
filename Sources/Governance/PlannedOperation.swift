/// One operation of a plan: the call, what it takes for granted, what it does, and the way back.
public struct PlannedOperation: Hashable, Sendable, Codable {
  /// Its place in the plan, 1 for the first; names it within its request.
  public var number: Int
  /// The item of the request that wants it.
  public var item: String
  public var server: String
  /// What is sent; nil for what a person does by hand.
  public var call: Call?
  public var presumes: [PresumedFact]
  /// What is true on the server once the operation worked: reading it back is the proof.
  public var establishes: [PresumedFact]
  /// The resource whose state proves the effect. Shape: `/Groups/9f2c`; nil for a creation and for
  /// what is done by hand.
  public var target: String?
  /// What the operation does, for people: "add Ada Okafor to platform-admins".
  public var effect: String
  public var before: String
  public var after: String
  /// The call that takes it back; nil when nothing does.
  public var inverse: Call?
  /// The operations of the same plan, by number, that must have worked first.
  public var needs: [Int]
  /// The operation whose created id stands in this one's call for ``createdPlaceholder(_:)``.
  public var usesIDCreatedBy: Int?
  /// The operation that this one ends, by number; nil for one that ends nothing.
  public var ends: Int?
  /// When to send it. Shape: an ISO 8601 duration counted from the moment that the operation
  /// which it ends took effect; nil for at once.
  public var delay: String?

  public init(
    number: Int = 1, item: String, server: String, call: Call?, presumes: [PresumedFact],
    establishes: [PresumedFact] = [], target: String?, effect: String, before: String,
    after: String, inverse: Call?, needs: [Int] = [], usesIDCreatedBy: Int? = nil,
    ends: Int? = nil, delay: String? = nil
  ) {
    self.number = number
    self.item = item
    self.server = server
    self.call = call
    self.presumes = presumes
    self.establishes = establishes
    self.target = target
    self.effect = effect
    self.before = before
    self.after = after
    self.inverse = inverse
    self.needs = needs
    self.usesIDCreatedBy = usesIDCreatedBy
    self.ends = ends
    self.delay = delay
  }

  /// Stands in a call for an id that no one knows before the server has created the resource.
  ///
  /// It needs no encoding in a path or a body, and is part of the digest; the dispatcher replaces
  /// exactly this text, and nothing else, by the id that the operation `number` brought.
  public static func createdPlaceholder(_ number: Int) -> String {
    placeholderPrefix + "\(number)"
  }

  /// What every placeholder of a created id begins with.
  public static let placeholderPrefix = "countersign-created-"

  /// The effect with the time that it waits for.
  /// Shape: `after 7d, by itself: remove Ada Okafor from platform-admins`.
  public var timedEffect: String {
    guard let delay else { return effect }
    return "after \(ISODuration(iso: delay)?.human ?? delay), by itself: \(effect)"
  }

  /// True for an operation that a person does, and reports done.
  public var isManual: Bool { call == nil }
}
