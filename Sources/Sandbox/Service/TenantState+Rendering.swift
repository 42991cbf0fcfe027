import Foundation
import SCIM

extension TenantState {
  /// The whole resource as a client sees it, what follows from elsewhere included.
  ///
  /// `withMembers` false leaves out the members of groups, which can be many.
  func resource(
    _ number: Int, _ slot: Int, base: String, withMembers: Bool = true
  ) -> JSON {
    let shelf = shelves[number]
    let record = shelf.record(slot)
    let id = shelf.identifiers.id(slot)
    var json = JSONObject()
    json.append("schemas", record.json["schemas"] ?? [])
    json.append("id", .string(id))
    for member in record.json.object?.members ?? [] where member.key != "schemas" {
      json.append(member.key, completed(member.key, member.value, base: base))
    }
    if shelf.kind.hasMembers, withMembers {
      let members = rosters.members(of: slot)
      if !members.isEmpty { json.append("members", render(members, base: base)) }
    }
    if shelf.kind.name == "User", let groups = groups(ofUser: slot, base: base) {
      json.append("groups", groups)
    }
    json.append("meta", meta(shelf, slot, id, record, number, base: base))
    return .object(json)
  }

  func location(_ number: Int, _ slot: Int, base: String) -> String {
    Self.location(shelves[number].kind, shelves[number].identifiers.id(slot), base: base)
  }

  /// Our ids are letters, digits and dashes: nothing in them has to be escaped.
  private static func location(_ kind: ResourceKind, _ id: String, base: String) -> String {
    var text = base
    text += kind.endpoint
    text += "/"
    text += id
    return text
  }

  private func meta(
    _ shelf: Shelf, _ slot: Int, _ id: String, _ record: Record, _ number: Int, base: String
  ) -> JSON {
    var meta = JSONObject()
    meta.append("resourceType", .string(shelf.kind.name))
    meta.append("created", .string(SCIMDate.print(record.created)))
    meta.append("lastModified", .string(SCIMDate.print(record.modified)))
    meta.append("location", .string(Self.location(shelf.kind, id, base: base)))
    if dialect.entityTags != .absent {
      let tag = EntityTag.tag(
        slot: slot, version: record.version, seed: seed ^ UInt64(number))
      meta.append("version", .string(tag))
    }
    return .object(meta)
  }

  private func render(_ members: [Rosters.Member], base: String) -> JSON {
    let users = shelfIndex(named: "User").map { shelves[$0] }
    let groups = shelfIndex(named: "Group").map { shelves[$0] }
    return .array(
      members.map { member in
        guard let slot = member.userSlot ?? member.groupSlot,
          let shelf = member.userSlot == nil ? groups : users
        else { return [:] }
        return Self.reference(to: slot, on: shelf, type: shelf.kind.name, base: base)
      })
  }

  private func groups(ofUser slot: Int, base: String) -> JSON? {
    guard let number = shelfIndex(named: "Group") else { return nil }
    let groups = rosters.groups(ofUser: slot)
    guard !groups.isEmpty else { return nil }
    let shelf = shelves[number]
    return .array(
      groups.sorted().map { Self.reference(to: $0, on: shelf, type: "direct", base: base) })
  }

  private static func reference(
    to slot: Int, on shelf: Shelf, type: String, base: String
  ) -> JSON {
    let id = shelf.identifiers.id(slot)
    var members: [JSONObject.Member] = []
    members.reserveCapacity(4)
    members.append(.init(key: "value", value: .string(id)))
    members.append(.init(key: "$ref", value: .string(location(shelf.kind, id, base: base))))
    members.append(.init(key: "type", value: .string(type)))
    if let name = shelf.display(slot) {
      members.append(.init(key: "display", value: .string(name)))
    }
    return .object(JSONObject(members))
  }

  /// Adds addresses and names to references to accounts.
  private func completed(_ key: String, _ value: JSON, base: String) -> JSON {
    switch key {
    case SchemaURN.enterpriseUser:
      guard let manager = value["manager"] else { return value }
      var changed = value
      changed["manager"] = reference(manager, nameKey: "displayName", base: base)
      return changed
    case Schema.stewardship.id:
      guard let owners = value["owners"]?.array else { return value }
      var changed = value
      changed["owners"] = .array(owners.map { reference($0, nameKey: "display", base: base) })
      return changed
    case "requester", "beneficiary":
      return reference(value, nameKey: "display", base: base)
    case "decisions":
      return .array(
        (value.array ?? []).map { decision in
          var changed = decision
          for part in ["authority", "hand"] {
            changed[part] = decision[part].map { reference($0, nameKey: "display", base: base) }
          }
          return changed
        })
    default: return value
    }
  }

  private func reference(_ value: JSON, nameKey: String, base: String) -> JSON {
    guard let id = value["value"]?.string, let number = shelfIndex(named: "User"),
      let slot = shelves[number].slot(id)
    else { return value }
    var json = JSONObject()
    json.append("value", .string(id))
    json.append("$ref", .string(location(number, slot, base: base)))
    if let name = shelves[number].display(slot) { json.append(nameKey, .string(name)) }
    return .object(json)
  }
}
