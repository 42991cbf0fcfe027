import Foundation
import GRDB
import Governance
import SCIM

/// Reads the devices of a person, each from its JSON.
struct DeviceReader {
  private let database: Database

  init(_ database: Database) { self.database = database }

  // Nobody has more; a shared account may, and then nobody reads them all.
  private static let most = 200

  /// Order: as the accounts come, then by name.
  func devices(of accounts: [AccountRecord]) throws -> [Device] {
    try accounts.flatMap { account in
      try Row.fetchAll(
        database,
        sql: """
          SELECT r.*, c.confirmed_at FROM mirror_device d JOIN mirror_resource r ON r.rid = d.rid
          JOIN mirror_collection c ON c.id = r.collection
          WHERE d.owner_ref = ? AND d.server = ? LIMIT ?
          """, arguments: [account.ref, account.serverID, Self.most]
      ).compactMap { try device($0, server: account.server) }
        .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
  }

  private func device(_ row: Row, server: String) throws -> Device? {
    let bytes: Data = row["json"]
    let json: JSON
    do { json = try JSON(parsing: [UInt8](bytes)) } catch { return nil }
    let id: String = row["id"]
    let name = json["displayName"]?.string ?? ""
    return Device(
      server: server, id: id, name: name.isEmpty ? id : name, isActive: json["active"]?.bool,
      identifiers: identifiers(json, server: server), lastModified: row.date("last_modified"),
      readAt: MirroredRows.readAt(row, confirmedAt: row["confirmed_at"]))
  }

  /// The simple texts of extensions, but for whom they name.
  private func identifiers(_ json: JSON, server: String) -> [Device.Identifier] {
    ExtraFields(schemas: []).values(in: json, beside: .none).filter { value in
      value.path.schema.map { !$0.lowercased().contains(":core:") } ?? false
        && value.path.subAttribute == nil && Self.isIdentifier(value.path.attribute)
    }.map { Device.Identifier(name: $0.path.attribute, value: $0.text) }
  }

  /// The identifiers of RFC 9944 §7 and what vendors call theirs.
  private static func isIdentifier(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["address", "serial", "imei", "uuid", "identifier", "voucher", "assettag"].contains {
      name.contains($0)
    }
  }
}
