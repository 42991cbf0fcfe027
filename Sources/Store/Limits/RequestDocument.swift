import Foundation
import GRDB
import Governance
import SCIM

/// A request as the filter language sees it: one JSON document with all that limits may name.
struct RequestDocument {
  let json: JSON

  init(
    _ request: AccessRequest, risk: Int, people: PersonFacts, now: Date,
    privileges: EntitlementReader
  ) {
    let items = JSON.array(request.items.map { Self.item($0, privileges) })
    let age = Int(now.timeIntervalSince(request.submitted) / 86_400)
    var json: JSON = [
      "id": .string(request.id.rawValue), "status": .string(request.status.rawValue),
      "risk": .number(JSONNumber(risk)), "age": .number(JSONNumber(age)),
      "justification": .string(request.justification),
      "submitted": .string(SCIMDate.print(request.submitted)),
      "origin": .string(request.origin.name),
      "beneficiary": people.json(of: request.beneficiary),
      "requester": people.json(of: request.requester), "item": items, "items": items,
    ]
    if let due = request.neededBy {
      json["due"] = .string(SCIMDate.print(due))
      json["neededBy"] = .string(SCIMDate.print(due))
    }
    if let expires = request.expires { json["expires"] = .string(SCIMDate.print(expires)) }
    if let reference = request.externalReference { json["externalReference"] = .string(reference) }
    if let server = request.origin.server { json["server"] = .string(server) }
    self.json = json
  }

  private static func item(_ item: RequestItem, _ privileges: EntitlementReader) -> JSON {
    var json: JSON = [
      "id": .string(item.id), "operation": .string(item.operation.rawValue),
      "server": .string(item.entitlement.server),
      "type": .string(item.entitlement.type.rawValue), "value": .string(item.entitlement.value),
      "display": .string(item.display),
      "privileged": .bool(
        privileges.isPrivileged(
          display: item.display, value: item.entitlement.value, type: item.entitlement.type)),
    ]
    if let duration = item.duration { json["duration"] = .string(duration) }
    return json
  }
}

/// What limits ask about people, read once for each from where lists read it, too.
struct PersonFacts {
  private var known: [IdentityKey: JSON] = [:]

  private static let sources = PersonSources.all(pid: ":pid")

  /// - Parameter names: what is asked for, in lower case; nil for all that there is.
  init(_ database: Database, _ people: [PersonReference], names: Set<String>? = nil) throws {
    let attributes = LimitAttribute.people.filter {
      $0.name != "name" && $0.name != "key" && names?.contains($0.name.lowercased()) ?? true
    }
    for person in people where known[person.key] == nil {
      var json: JSON = ["key": .string(person.key.rawValue)]
      if !attributes.isEmpty, let pid = try PersonFinder(database).pid(person.key) {
        for attribute in attributes {
          json[attribute.name] = try Self.value(database, attribute, pid)
        }
      }
      known[person.key] = json
    }
  }

  /// nil for none. Order of several: by themselves, so that a document is the same each time.
  private static func value(
    _ database: Database, _ attribute: LimitAttribute, _ pid: Int64
  ) throws -> JSON? {
    guard let source = sources[attribute.name.lowercased()] else { return nil }
    guard let rows = source.rows else {
      return try values(database, "SELECT \(source.expression)", source.kind, pid).first
    }
    let found = try values(
      database, "SELECT DISTINCT \(source.expression) FROM \(rows) ORDER BY 1", source.kind, pid)
    if found.isEmpty { return nil }
    return .array(found)
  }

  private static func values(
    _ database: Database, _ sql: String, _ kind: LimitAttribute.Kind, _ pid: Int64
  ) throws -> [JSON] {
    let statement = try database.cachedStatement(sql: sql)
    if kind == .flag {
      let flags = try Optional<Bool>.fetchAll(statement, arguments: ["pid": pid])
      return flags.compactMap { $0.map { .bool($0) } }
    }
    let texts = try Optional<String>.fetchAll(statement, arguments: ["pid": pid])
    return texts.compactMap { $0.map { .string($0) } }
  }

  func json(of person: PersonReference) -> JSON {
    var json = known[person.key] ?? [:]
    json["name"] = .string(person.name)
    json["value"] = .string(person.name)
    return json
  }
}
