import Foundation

/// An access request of the sample, before anybody gave it an id.
struct SampleRequest: Sendable {
  struct Item: Sendable {
    enum Target: Sendable {
      /// By the slug of a group on the service.
      case group(String)
      case role(AssignmentSeed)
      case licence(AssignmentSeed)
      case account
    }
    let isGrant: Bool
    let server: TenantName
    let target: Target
    /// Shape: an ISO 8601 duration; nil for no end.
    let duration: String?
  }

  struct Verdict: Sendable {
    /// Index of the person who decided.
    let approver: Int
    let isApproval: Bool
    let comment: String
    let decided: Date
  }

  /// Index of the person who asks.
  let requester: Int
  /// Index of the person who would receive or lose.
  let beneficiary: Int
  let items: [Item]
  let justification: String
  let ticket: String?
  let submitted: Date
  let neededBy: Date?
  let expires: Date?
  let verdict: Verdict?
}
