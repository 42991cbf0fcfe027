/// What became of an event: a new status, or a refusal that a screen shows.
public enum Transition<Status: Hashable & Sendable>: Hashable, Sendable {
  case moved(to: Status)
  case refused(TransitionRefusal)

  /// The new status; nil when the event was refused.
  public var status: Status? {
    if case .moved(let status) = self { status } else { nil }
  }
}

/// Why a status does not move.
public struct TransitionRefusal: Hashable, Sendable, Codable {
  public var sentence: String

  public init(sentence: String) { self.sentence = sentence }
}

/// A status that moves by a table (design, section 3).
public protocol TransitionTable: Hashable, Sendable, CaseIterable, RawRepresentable<String> {
  associatedtype Event: Hashable, Sendable, CaseIterable, RawRepresentable<String>

  /// What "a request", "an item" or "an action" is called in a sentence.
  static var subject: String { get }
  /// Every move that there is; what is not here is refused.
  static var moves: [Self: [Event: Self]] { get }
}

extension TransitionTable {
  /// True when no event moves it.
  public var isTerminal: Bool { Self.moves[self, default: [:]].isEmpty }

  /// Where the event leads from here.
  public func applying(_ event: Event) -> Transition<Self> {
    if let next = Self.moves[self]?[event] { return .moved(to: next) }
    let why =
      isTerminal ? "and that is final" : "and “\(event.rawValue)” does not follow from there"
    return .refused(TransitionRefusal(sentence: "\(Self.subject) is \(rawValue) \(why)."))
  }
}

/// What happens to a request.
public enum RequestEvent: String, Hashable, Sendable, Codable, CaseIterable {
  case submit, approve, deny, cancel, expire
}

extension RequestStatus: TransitionTable {
  public typealias Event = RequestEvent
  public static let subject = "The request"
  public static let moves: [RequestStatus: [RequestEvent: RequestStatus]] = [
    .draft: [.submit: .pending, .cancel: .cancelled],
    .pending: [
      .approve: .approved, .deny: .denied, .cancel: .cancelled, .expire: .expired,
    ],
  ]
}

/// What happens to an item of a request.
public enum ItemEvent: String, Hashable, Sendable, Codable, CaseIterable {
  case approve, deny, withdraw
}

extension ItemStatus: TransitionTable {
  public typealias Event = ItemEvent
  public static let subject = "The item"
  public static let moves: [ItemStatus: [ItemEvent: ItemStatus]] = [
    .open: [.approve: .approved, .deny: .denied, .withdraw: .withdrawn]
  ]
}

/// What happens to an action of the outbox.
public enum ActionEvent: String, Hashable, Sendable, Codable, CaseIterable {
  /// It is about to be sent.
  case send
  /// Reading back showed its effect.
  case confirm
  /// It was so before anything was sent.
  case findSatisfied
  /// The server wants it later, or could not be reached.
  case postpone
  /// A fact that it presumes is false.
  case conflict
  /// The server refuses it; an operator must look.
  case fail
  /// After a crash, or by the operator's wish: it is not in effect and may be sent again.
  case requeue
}

extension ActionEvent {
  /// What brings an action to a status.
  public init(leadingTo status: ActionStatus) {
    switch status {
    case .queued: self = .requeue
    case .sending: self = .send
    case .applied: self = .confirm
    case .satisfied: self = .findSatisfied
    case .waiting: self = .postpone
    case .conflicted: self = .conflict
    case .failed: self = .fail
    }
  }
}

extension ActionStatus: TransitionTable {
  public typealias Event = ActionEvent
  public static let subject = "The action"
  public static let moves: [ActionStatus: [ActionEvent: ActionStatus]] = [
    .queued: unsent,
    .waiting: unsent,
    .sending: [
      .send: .sending, .confirm: .applied, .findSatisfied: .satisfied, .postpone: .waiting,
      .conflict: .conflicted, .fail: .failed, .requeue: .queued,
    ],
    // What needs an action that will never be carried out will not be either.
    .failed: [.requeue: .queued, .conflict: .conflicted],
  ]

  // A person who does it by hand confirms it without any sending; so does a re-read that finds the
  // effect of an attempt whose answer was lost.
  private static let unsent: [ActionEvent: ActionStatus] = [
    .send: .sending, .confirm: .applied, .findSatisfied: .satisfied, .postpone: .waiting,
    .conflict: .conflicted, .fail: .failed,
  ]

  /// True when the effect that the operation wants is on the server.
  public var isDone: Bool { self == .applied || self == .satisfied }
}
