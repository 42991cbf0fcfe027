import Foundation

/// One approver's word on one step of a request, bound to the plan that they were shown.
public struct Vote: Hashable, Sendable, Codable {
  /// The step's name.
  public var step: String
  public var outcome: DecisionOutcome
  /// For whom it counts.
  public var authority: PersonReference
  /// Who pressed the key.
  public var hand: PersonReference
  public var comment: String
  public var decided: Date
  /// Only votes for the plan that is sent in the end count.
  public var planDigest: String

  public init(
    step: String, outcome: DecisionOutcome, authority: PersonReference, hand: PersonReference,
    comment: String, decided: Date, planDigest: String
  ) {
    self.step = step
    self.outcome = outcome
    self.authority = authority
    self.hand = hand
    self.comment = comment
    self.decided = decided
    self.planDigest = planDigest
  }

  public init(_ decision: Decision, step: String) {
    self.init(
      step: step, outcome: decision.outcome, authority: decision.authority, hand: decision.hand,
      comment: decision.comment, decided: decision.decided, planDigest: decision.planDigest)
  }
}
