import Foundation

/// What an approver said about a request's open items.
public enum DecisionOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  case approved, denied
}

/// One approver's word on one request, bound to the plan that they were shown (design, section 4).
public struct Decision: Hashable, Sendable, Codable {
  public var request: RequestID
  public var outcome: DecisionOutcome
  /// For whom the decision counts.
  public var authority: PersonReference
  /// Who pressed the key; the same as the authority unless it was delegated.
  public var hand: PersonReference
  public var comment: String
  public var decided: Date
  /// SHA-256 of the canonical plan, in lowercase hexadecimal. A denial is bound to it too.
  public var planDigest: String

  public init(
    request: RequestID, outcome: DecisionOutcome, authority: PersonReference,
    hand: PersonReference, comment: String, decided: Date, planDigest: String
  ) {
    self.request = request
    self.outcome = outcome
    self.authority = authority
    self.hand = hand
    self.comment = comment
    self.decided = decided
    self.planDigest = planDigest
  }
}
