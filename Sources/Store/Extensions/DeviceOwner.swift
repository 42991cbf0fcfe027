import Foundation
import GRDB
import SCIM

/// Finds whose device a Device resource is: RFC 9944 has no owner, servers add one in a schema of
/// their own.
struct DeviceOwner {
  let schemas: [Schema]

  /// The id of the User that the device names; nil for nobody.
  func userID(in json: JSON) -> String? {
    for path in announced {
      for value in path.values(in: json) {
        if let id = Self.userID(value) { return id }
      }
    }
    return schemas.isEmpty ? Self.referenced(json, level: 0) : nil
  }

  /// The attributes whose described schema says that they lead to a User. Order: as described.
  private var announced: [AttributePath] {
    schemas.flatMap { schema in
      schema.attributes.filter(Self.leadsToUser).map { AttributePath(schema: schema.id, $0.name) }
    }
  }

  private static func leadsToUser(_ attribute: SchemaAttribute) -> Bool {
    let names = attribute.referenceTypes + attribute.subAttributes.flatMap(\.referenceTypes)
    return names.contains { $0.lowercased() == "user" }
  }

  /// An id, a URI that ends with one, or a complex value that has either.
  private static func userID(_ value: JSON) -> String? {
    if let text = value.string { return lastPart(text) }
    if let id = value["value"]?.string, !id.isEmpty {
      return id.lowercased().contains("/users/") ? lastPart(id) : id
    }
    return value["$ref"]?.string.flatMap(lastPart)
  }

  private static func lastPart(_ text: String) -> String? {
    guard let marker = text.range(of: "/Users/", options: .caseInsensitive) else {
      return text.isEmpty || text.contains("/") ? nil : text
    }
    let rest = text[marker.upperBound...].prefix { $0 != "/" && $0 != "?" }
    let id = String(rest).removingPercentEncoding ?? String(rest)
    return id.isEmpty ? nil : id
  }

  /// Without any description: the first reference to a User.
  private static func referenced(_ json: JSON, level: Int) -> String? {
    guard level < 4, let object = json.object else { return nil }
    for member in object.members where member.key != "meta" && member.key != "groups" {
      if let ref = member.value["$ref"]?.string, ref.lowercased().contains("/users/") {
        return lastPart(ref)
      }
      if let found = referenced(member.value, level: level + 1) { return found }
    }
    return nil
  }
}

/// Keeps whose devices are whose.
struct DeviceWriter {
  private let database: Database
  private let collection: Collection
  private let owner: DeviceOwner

  init(_ database: Database, collection: Collection) throws {
    self.database = database
    self.collection = collection
    owner = DeviceOwner(
      schemas: try SchemaRows.schemas(database, server: collection.serverName))
  }

  func save(_ rid: Int64, _ json: JSON) throws {
    // The owner's account may be read later, or never: its number is known all the same.
    let users = try Collection.make(
      database, server: collection.serverName, type: Collection.users)
    try database.execute(
      sql: "INSERT OR REPLACE INTO mirror_device VALUES (?, ?, ?)",
      arguments: [rid, collection.server, owner.userID(in: json).map(users.ref)])
  }

  func remove(_ rid: Int64) throws {
    try database.execute(sql: "DELETE FROM mirror_device WHERE rid = ?", arguments: [rid])
  }
}
