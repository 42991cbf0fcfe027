import Governance
import SCIM

/// The User resource that a plan creates, from what the servers know of the person already.
struct AccountDocument: Hashable, Sendable {
  var userName: String
  /// Marks the account as the one that this plan made, so that it is found after a crash.
  var externalID: String
  var json: JSON

  /// Builds the document.
  ///
  /// - Parameters:
  ///   - person: whom it is for.
  ///   - accounts: their User resources on other servers. Order: the best source first.
  ///   - takesEnterprise: the server offers the enterprise extension.
  /// - Returns: nil when nothing is known that could name the account.
  init?(person: PersonReference, accounts: [JSON], takesEnterprise: Bool) {
    let address = Self.address(of: person.key)
    guard let userName = Self.text("userName", in: accounts) ?? address else { return nil }
    self.userName = userName
    externalID = Self.text("externalId", in: accounts) ?? person.key.rawValue
    let enterprise = takesEnterprise ? Self.enterprise(accounts) : nil
    var schemas: [JSON] = [.string(SchemaURN.user)]
    if enterprise != nil { schemas.append(.string(SchemaURN.enterpriseUser)) }
    var object = JSONObject()
    object.append("schemas", .array(schemas))
    object.append("userName", .string(userName))
    object.append("externalId", .string(externalID))
    if let name = Self.name(accounts) { object.append("name", name) }
    object.append(
      "displayName", .string(Self.text("displayName", in: accounts) ?? person.name))
    if let title = Self.text("title", in: accounts) { object.append("title", .string(title)) }
    if let emails = Self.emails(accounts) ?? address.map({ Self.email($0) }) {
      object.append("emails", emails)
    }
    object.append("active", true)
    if let enterprise { object.append(SchemaURN.enterpriseUser, enterprise) }
    json = .object(object)
  }

  private static func address(of key: IdentityKey) -> String? {
    let prefix = "mail:"
    guard key.rawValue.hasPrefix(prefix) else { return nil }
    return String(key.rawValue.dropFirst(prefix.count))
  }

  private static func text(_ attribute: String, in accounts: [JSON]) -> String? {
    for account in accounts {
      if let text = account[attribute]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  private static func name(_ accounts: [JSON]) -> JSON? {
    for account in accounts {
      let parts = picked(["formatted", "familyName", "givenName"], from: account["name"])
      if let parts { return parts }
    }
    return nil
  }

  private static func enterprise(_ accounts: [JSON]) -> JSON? {
    let wanted = ["employeeNumber", "costCenter", "organization", "division", "department"]
    for account in accounts {
      if let parts = picked(wanted, from: account[SchemaURN.enterpriseUser]) { return parts }
    }
    return nil
  }

  /// The named texts of an object that are there; nil when none is.
  private static func picked(_ names: [String], from json: JSON?) -> JSON? {
    var object = JSONObject()
    for name in names {
      if let text = json?[name]?.string, !text.isEmpty { object.append(name, .string(text)) }
    }
    return object.isEmpty ? nil : .object(object)
  }

  /// The one address that matters: primary, else for work, else the first.
  private static func emails(_ accounts: [JSON]) -> JSON? {
    for account in accounts {
      let emails = account["emails"]?.array ?? []
      let best =
        emails.first { $0["primary"]?.bool == true }
        ?? emails.first { $0["type"]?.string?.lowercased() == "work" } ?? emails.first
      if let address = best?["value"]?.string, !address.isEmpty { return email(address) }
    }
    return nil
  }

  private static func email(_ address: String) -> JSON {
    [["value": .string(address), "type": "work", "primary": true]]
  }
}
