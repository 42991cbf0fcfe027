import Foundation
import GRDB
import Governance
import SCIM

/// A request as the filter language sees it: one JSON document with what people ask about.
struct QueueDocument {
  let json: JSON
  /// All its texts in one, folded: what bare words search.
  let text: String

  /// The names that a limit may use. Order: as help shows them.
  static let names = [
    "id", "status", "risk", "age", "justification", "submitted", "due", "neededBy", "expires",
    "externalReference", "origin", "server", "beneficiary.name", "beneficiary.department",
    "beneficiary.title", "beneficiary.userName", "beneficiary.mail", "requester.name",
    "requester.department", "requester.title", "requester.userName", "requester.mail",
    "item.operation", "item.server", "item.type", "item.value", "item.display", "item.duration",
    "item.privileged",
  ]

  // Other spellings of the same.
  private static let known = Set(
    (names + names.filter { $0.hasPrefix("item.") }.map { "items." + $0.dropFirst(5) }
      + ["item", "items", "beneficiary", "requester", "beneficiary.key", "requester.key"])
      .map { $0.lowercased() })

  static func isKnown(_ path: AttributePath) -> Bool {
    path.schema == nil && known.contains(path.description.lowercased())
  }

  init(_ entry: QueueEntry, people: PersonFacts, now: Date, privileges: EntitlementReader) {
    let request = entry.request
    let items = JSON.array(request.items.map { Self.item($0, privileges) })
    let age = Int(now.timeIntervalSince(request.submitted) / 86_400)
    var json: JSON = [
      "id": .string(request.id.rawValue), "status": .string(request.status.rawValue),
      "risk": .number(JSONNumber(entry.riskScore)), "age": .number(JSONNumber(age)),
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
    text = Self.text(request, json)
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

  private static func text(_ request: AccessRequest, _ json: JSON) -> String {
    var parts = [
      request.id.rawValue, request.status.rawValue, request.justification,
      request.externalReference ?? "",
    ]
    for role in ["beneficiary", "requester"] {
      for name in ["name", "department", "title", "userName", "mail"] {
        parts.append(json[role]?[name]?.string ?? "")
      }
    }
    for item in request.items {
      parts += [item.display, item.entitlement.server, item.entitlement.type.rawValue]
    }
    return TextFolding.folded(parts.joined(separator: "\n"))
  }
}

/// What limits ask about people, read once for each.
struct PersonFacts {
  private var known: [IdentityKey: JSON] = [:]

  init(_ database: Database, _ entries: [QueueEntry]) throws {
    let statement = try database.cachedStatement(
      sql: """
        SELECT department, title, user_name, mail FROM mirror_person
        WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND key = ?
        """)
    for person in entries.flatMap({ [$0.request.beneficiary, $0.request.requester] })
    where known[person.key] == nil {
      let key = person.key.rawValue
      var json: JSON = ["key": .string(key)]
      let row = try Row.fetchOne(statement, arguments: [ContentHash.of(key), key])
      if let row {
        json["department"] = .string(row["department"])
        json["title"] = .string(row["title"])
        json["userName"] = .string(row["user_name"])
        json["mail"] = .string(row["mail"])
      }
      known[person.key] = json
    }
  }

  func json(of person: PersonReference) -> JSON {
    var json = known[person.key] ?? [:]
    json["name"] = .string(person.name)
    json["value"] = .string(person.name)
    return json
  }
}
