import Foundation

/// Where an action stands (design, section 3).
public enum ActionStatus: String, Hashable, Sendable, Codable, CaseIterable {
  case queued, sending, applied, satisfied, waiting, conflicted, failed
}

/// One operation of an approved plan in the outbox.
public struct Action: Hashable, Sendable, Codable {
  /// The outbox's row; grows, and is the order of sending within a request.
  public var id: Int64
  public var request: RequestID
  public var operation: PlannedOperation
  /// The digest of the plan that the decision accepted.
  public var planDigest: String
  public var status: ActionStatus
  public var attempts: Int
  /// Not to be sent before; nil for at once.
  public var due: Date?
  /// The id that the server gave to what was created; nil for other operations.
  public var createdID: String?
  /// What the server answered last, in its own words; nil before the first answer.
  public var answer: ServerAnswer?
  /// What the operator should do about a failure; nil when there is nothing to do.
  public var advice: String?
  public var updated: Date
  /// Where its server was when this was decided, as ``ServerAddress`` writes it; nil for what was
  /// decided before that was kept.
  public var address: String?
  /// What was sent last, when it was not the planned call: the same change in a form that the server
  /// takes. A PUT's body stands there by its digest.
  public var sent: Call?
  /// A group's members as a JSON array, while a call is under way that may empty it.
  public var savedMembers: String?
  /// An attempt may have worked without its answer having been seen.
  public var isInDoubt: Bool

  public init(
    id: Int64, request: RequestID, operation: PlannedOperation, planDigest: String,
    status: ActionStatus, attempts: Int = 0, due: Date? = nil, createdID: String? = nil,
    answer: ServerAnswer? = nil, advice: String? = nil, updated: Date, address: String? = nil,
    sent: Call? = nil, savedMembers: String? = nil, isInDoubt: Bool = false
  ) {
    self.id = id
    self.request = request
    self.operation = operation
    self.planDigest = planDigest
    self.status = status
    self.attempts = attempts
    self.due = due
    self.createdID = createdID
    self.answer = answer
    self.advice = advice
    self.updated = updated
    self.address = address
    self.sent = sent
    self.savedMembers = savedMembers
    self.isInDoubt = isInDoubt
  }
}

/// What a server said to one call.
public struct ServerAnswer: Hashable, Sendable, Codable {
  /// The HTTP status; 0 when there was no answer at all.
  public var status: Int
  /// The error's `detail`, or the start of the raw text, or the transport's error.
  public var text: String

  public init(status: Int, text: String) {
    self.status = status
    self.text = text
  }
}
