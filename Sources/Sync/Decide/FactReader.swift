import Governance
import SCIM
import Store

/// Takes the snapshot that a plan is made from out of the mirror.
struct FactReader {
  let store: Store
  /// The names of the configured servers; nil takes every server that was synced.
  let servers: Set<String>?
  let memory: JudgingMemory

  func facts(for request: AccessRequest) throws(StoreError) -> PlanFacts {
    var servers: [String: ServerFacts] = [:]
    var facts = PlanFacts(items: [:])
    for item in request.items where item.entitlement.type != .manual {
      let name = item.entitlement.server
      let server: ServerFacts
      if let known = servers[name] {
        server = known
      } else {
        server = try read(name, request.beneficiary)
        servers[name] = server
      }
      facts.items[item.id] = try read(item, server, request.beneficiary)
    }
    return facts
  }

  /// What several items of one server share.
  private struct ServerFacts {
    var isConfigured: Bool
    var isKnown: Bool
    var capabilities: Capabilities?
    var accounts: [Account]
  }

  private func read(
    _ server: String, _ person: PersonReference
  ) throws(StoreError) -> ServerFacts {
    let state = try memory.server(server)
    return ServerFacts(
      isConfigured: servers?.contains(server) ?? (state != nil),
      isKnown: state?.isSynced ?? false, capabilities: state?.capabilities,
      accounts: try store.accounts(of: person.key, on: server))
  }

  private func read(
    _ item: RequestItem, _ server: ServerFacts, _ person: PersonReference
  ) throws(StoreError) -> ItemFacts {
    let reference = item.entitlement
    // An active account is meant before an inactive one; the store's order decides among equals.
    let account = server.accounts.first { $0.isActive != false } ?? server.accounts.first
    var facts = ItemFacts(
      isServerConfigured: server.isConfigured, isServerKnown: server.isKnown,
      capabilities: server.capabilities, account: account,
      otherAccountCount: max(0, server.accounts.count - 1))
    facts.entitlement = try memory.entitlement(reference)
    facts.endsAt = try store.ending(of: reference, for: person.key)
    switch reference.type {
    case .group:
      facts.membership = try store.membership(
        server: reference.server, group: reference.value, user: account?.id ?? "")
    case .role, .entitlement:
      if let account {
        facts.values = try store.values(
          reference.type, server: reference.server, user: account.id)
      }
    case .account:
      if account == nil { try readDocument(for: person, on: reference.server, into: &facts) }
    case .manual: break
    }
    return facts
  }

  private func readDocument(
    for person: PersonReference, on server: String, into facts: inout ItemFacts
  ) throws(StoreError) {
    var sources: [JSON] = []
    for account in try store.accounts(of: person.key) {
      let resource = try store.resource(server: account.server, type: "User", id: account.id)
      guard let bytes = resource?.bytes else { continue }
      // What the mirror holds was read once already; what cannot be read again is no source.
      if case .success(let json) = Result(catching: { () throws(JSONError) in
        try JSON(parsing: bytes)
      }) {
        sources.append(json)
      }
    }
    let userType = facts.capabilities?.resourceTypes.first { $0.name == "User" }
    facts.document = AccountDocument(
      person: person, accounts: sources,
      takesEnterprise: userType?.extensions.contains(SchemaURN.enterpriseUser) ?? false)
    guard let name = facts.document?.userName,
      let holder = try store.user(server: server, userName: name)
    else { return }
    facts.userNameHolder = try store.identity(server: server, userID: holder.id)?.name ?? name
  }
}
