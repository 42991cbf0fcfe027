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
    var json = JSONObject()
    json.append("schemas", record.json["schemas"] ?? [])
    json.append("id", .string(shelf.identifiers.id(slot)))
    for member in record.json.object?.members ?? [] where member.key != "schemas" {
      json.append(member.key, completed(member.key, member.value, base: base))
    }
    if shelf.kind.hasMembers, withMembers {
      let members = rosters.members(of: slot)
      if !members.isEmpty { json.append("members", .array(members.map { render($0, base: base) })) }
    }
    if shelf.kind.name == "User", let groups = groups(ofUser: slot, base: base) {
      json.append("groups", groups)
    }
    json.append("meta", meta(shelf, slot, record, number, base: base))
    return .object(json)
  }

  func location(_ number: Int, _ slot: Int, base: String) -> String {
    let shelf = shelves[number]
    return base + shelf.kind.endpoint + "/"
      + PercentEncoding.pathSegment(shelf.identifiers.id(slot))
  }

  private func meta(
    _ shelf: Shelf, _ slot: Int, _ record: Record, _ number: Int, base: String
  ) -> JSON {
    var meta = JSONObject()
    meta.append("resourceType", .string(shelf.kind.name))
    meta.append("created", .string(SCIMDate.print(record.created)))
    meta.append("lastModified", .string(SCIMDate.print(record.modified)))
    meta.append("location", .string(location(number, slot, base: base)))
    if dialect.entityTags != .absent {
      let tag = EntityTag.tag(
        slot: slot, version: record.version, seed: seed ^ UInt64(number))
      meta.append("version", .string(tag))
    }
    return .object(meta)
  }

  private func render(_ member: Rosters.Member, base: String) -> JSON {
    let isUser = member.userSlot != nil
    let type = isUser ? "User" : "Group"
    guard let number = shelfIndex(named: type), let slot = member.userSlot ?? member.groupSlot
    else { return [:] }
    var json = JSONObject()
    json.append("value", .string(shelves[number].identifiers.id(slot)))
    json.append("$ref", .string(location(number, slot, base: base)))
    json.append("type", .string(type))
    if let display = shelves[number].display(slot) { json.append("display", .string(display)) }
    return .object(json)
  }

  private func groups(ofUser slot: Int, base: String) -> JSON? {
    guard let number = shelfIndex(named: "Group") else { return nil }
    let groups = rosters.groups(ofUser: slot)
    guard !groups.isEmpty else { return nil }
    return .array(
      groups.sorted().map { group in
        var json = JSONObject()
        json.append("value", .string(shelves[number].identifiers.id(group)))
        json.append("$ref", .string(location(number, group, base: base)))
        json.append("type", "direct")
        if let name = shelves[number].display(group) { json.append("display", .string(name)) }
        return .object(json)
      })
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
