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
      if let members = members(of: slot, base: base) { json.append("members", members) }
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

  private func members(of group: Int, base: String) -> JSON? {
    let members = rosters.members(of: group)
    let strangers = rosters.strangers(in: group)
    guard !members.isEmpty || !strangers.isEmpty else { return nil }
    let users = shelfIndex(named: "User").map { shelves[$0] }
    let groups = shelfIndex(named: "Group").map { shelves[$0] }
    let nameless = rosters.nameless(in: group)
    return .array(
      members.map { member in
        guard let slot = member.userSlot ?? member.groupSlot,
          let shelf = member.userSlot == nil ? groups : users
        else { return [:] }
        let name = nameless.contains(member) ? nil : shelf.display(slot)
        return Self.reference(
          to: slot, on: shelf, type: shelf.kind.name, name: name, base: base)
      } + strangers.map { ["value": .string($0)] })
  }

  private func groups(ofUser slot: Int, base: String) -> JSON? {
    guard let number = shelfIndex(named: "Group") else { return nil }
    let groups = rosters.groups(ofUser: slot)
    guard !groups.isEmpty else { return nil }
    let shelf = shelves[number]
    return .array(
      groups.sorted().map { group in
        Self.reference(
          to: group, on: shelf, type: "direct", name: shelf.display(group), base: base)
      })
  }

  private static func reference(
    to slot: Int, on shelf: Shelf, type: String, name: String?, base: String
  ) -> JSON {
    let id = shelf.identifiers.id(slot)
    var members: [JSONObject.Member] = []
    members.reserveCapacity(4)
    members.append(.init(key: "value", value: .string(id)))
    members.append(.init(key: "$ref", value: .string(location(shelf.kind, id, base: base))))
    members.append(.init(key: "type", value: .string(type)))
    if let name {
      members.append(.init(key: "display", value: .string(name)))
    }
    return .object(JSONObject(members))
  }

  /// Adds addresses to references to accounts, and to those of requests the names that they lack.
  private func completed(_ key: String, _ value: JSON, base: String) -> JSON {
    switch key {
    case SchemaURN.enterpriseUser:
      guard let manager = value["manager"] else { return value }
      var changed = value
      changed["manager"] = addressed(manager, base: base)
      return changed
    case Schema.stewardship.id:
      guard let owner = value["owner"] else { return value }
      var changed = value
      changed["owner"] = addressed(owner, base: base)
      return changed
    case "requester", "beneficiary": return named(value, base: base)
    case "decisions":
      return .array(
        (value.array ?? []).map { decision in
          var changed = decision
          for part in ["authority", "hand"] {
            changed[part] = decision[part].map { named($0, base: base) }
          }
          return changed
        })
    default: return value
    }
  }

  private func named(_ value: JSON, base: String) -> JSON {
    var json = addressed(value, base: base)
    if json["display"] == nil, let number = shelfIndex(named: "User"),
      let slot = value["value"]?.string.flatMap(shelves[number].slot),
      let name = shelves[number].display(slot)
    {
      json["display"] = .string(name)
    }
    return json
  }

  private func addressed(_ value: JSON, base: String) -> JSON {
    guard let id = value["value"]?.string, let number = shelfIndex(named: "User"),
      shelves[number].slot(id) != nil
    else { return value }
    var json = JSONObject()
    json.append("value", .string(id))
    json.append("$ref", .string(Self.location(shelves[number].kind, id, base: base)))
    for member in value.object?.members ?? [] where member.key != "value" {
      json.append(member.key, member.value)
    }
    return .object(json)
  }
}
