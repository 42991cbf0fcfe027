import Governance
import Store

/// What judging many requests finds out once: servers, entitlements, how common they are.
///
/// It is of one moment, and of one thread.
final class JudgingMemory {
  private struct Place: Hashable {
    var entitlement: EntitlementReference
    var unit: String
  }

  private let store: Store
  private var servers: [String: (isSynced: Bool, capabilities: Capabilities?)?] = [:]
  private var entitlements: [EntitlementReference: Entitlement?] = [:]
  private var holders: [Place: PeerCount] = [:]

  init(_ store: Store) { self.store = store }

  /// nil for a server that was never read.
  func server(
    _ name: String
  ) throws(StoreError) -> (isSynced: Bool, capabilities: Capabilities?)? {
    if let known = servers[name] { return known }
    let found = try store.syncState(server: name).map {
      (isSynced: $0.lastSync != nil, capabilities: Capabilities(remembered: $0))
    }
    servers[name] = .some(found)
    return found
  }

  /// Its holders are not counted.
  func entitlement(_ reference: EntitlementReference) throws(StoreError) -> Entitlement? {
    if let known = entitlements[reference] { return known }
    let found = try store.entitlement(reference, counts: false)
    entitlements[reference] = .some(found)
    return found
  }

  func peers(
    of key: IdentityKey, holding reference: EntitlementReference
  ) throws(StoreError) -> PeerCount? {
    guard let unit = try store.department(of: key) else { return nil }
    let place = Place(entitlement: reference, unit: unit)
    let all: PeerCount
    if let known = holders[place] {
      all = known
    } else {
      all = try store.holders(of: reference, in: unit)
      holders[place] = all
    }
    return try store.peers(of: key, holding: reference, among: all)
  }
}
