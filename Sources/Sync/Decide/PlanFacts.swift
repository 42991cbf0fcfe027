import Foundation
import Governance
import SCIM
import Store

/// All that a plan is made from besides the request: a snapshot, so that planning is a function.
struct PlanFacts: Hashable, Sendable {
  /// By item id.
  var items: [String: ItemFacts]
}

/// What is known of one item's server, and of the beneficiary there.
struct ItemFacts: Hashable, Sendable {
  var isServerConfigured = true
  /// False until the server was read for the first time.
  var isServerKnown = true
  var capabilities: Capabilities?
  /// The beneficiary's account that is meant; nil when they have none there.
  var account: Account?
  /// How many accounts they have there besides.
  var otherAccountCount = 0
  /// The entitlement as the mirror has it; nil when it does not.
  var entitlement: Entitlement?
  /// For a group: whether the account is a member; nil when the mirror has no such group.
  var membership: KnownFact<Bool>?
  /// For a role or an entitlement: the account's values.
  var values: KnownFact<[AccountValue]>?
  /// When an earlier decision takes it away by itself; nil for never.
  var endsAt: Date?
  /// The User to create, where the beneficiary has no account.
  var document: AccountDocument?
  /// Who has the document's `userName` on the server already.
  var userNameHolder: String?
}
