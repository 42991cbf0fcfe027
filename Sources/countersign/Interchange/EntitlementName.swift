import Governance
import Store

/// `server:type:value` as people write it, where the value may be the name that they know.
struct EntitlementName: Hashable, Sendable {
  var server: String
  var type: EntitlementType
  /// Empty for an account.
  var value: String

  /// Shape: `idp:group:engineers`, `idp:account`. nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts[0].isEmpty,
      let type = EntitlementType(rawValue: String(parts[1]))
    else { return nil }
    self.init(server: String(parts[0]), type: type, value: parts.count == 3 ? String(parts[2]) : "")
    guard (type == .account) == value.isEmpty else { return nil }
  }

  init(server: String, type: EntitlementType, value: String) {
    self.server = server
    self.type = type
    self.value = value
  }

  var reference: EntitlementReference {
    EntitlementReference(server: server, type: type, value: value)
  }

  /// The entitlement that the mirror has under this value, or else under this name alone.
  ///
  /// Throws: ``Failure`` for none and for several, or `StoreError`.
  func resolve(in store: Store) throws -> Entitlement {
    if type == .account { return Entitlement(reference: reference, display: "account") }
    if type == .manual { return Entitlement(reference: reference, display: value) }
    if let exact = try store.entitlement(reference) { return exact }
    let found = try store.entitlements(search: value, server: server, count: 200).rows
      .filter { $0.reference.type == type }
    let named = found.filter { $0.display.lowercased() == value.lowercased() }
    if let only = named.first, named.count == 1 { return only }
    guard named.isEmpty else {
      throw Failure(
        .refused, code: "entitlement.ambiguous",
        "\(server) has \(named.count) of the type \(type.rawValue) named “\(value)”.",
        advice: "Give the value: \(named.map(\.reference.value).joined(separator: ", ")).")
    }
    let near = found.prefix(3).map(\.display)
    throw Failure(
      .refused, code: "entitlement.unknown", "\(server) has no \(type.rawValue) “\(value)”.",
      advice: near.isEmpty
        ? "Check the spelling, or run `countersign sync \(server)`."
        : "Did you mean \(near.joined(separator: ", "))?")
  }
}
