import GRDB
import Governance
import SCIM

/// The values of an account that the history keeps, by attribute path: those that a profile shows.
struct AccountValues {
  private let schemas: [Schema]

  /// - Parameter server: whose schemas say what is secret.
  init(_ database: Database, server: String) throws {
    schemas = try SchemaRows.schemas(database, server: server)
  }

  static let active = "active"
  /// The manager's id on the same server.
  static let manager = "enterprise.manager"

  /// Empty for bytes that cannot be read: what is not known did not change.
  func values(_ bytes: [UInt8], server: String, id: String) -> [String: String] {
    let account: ScannedAccount
    let json: JSON
    do {
      account = try ScannedAccount(server: server, id: id, bytes: bytes)
      json = try JSON(parsing: bytes)
    } catch { return [:] }
    var values: [String: String] = [:]
    for extra in ExtraFields(schemas: schemas).values(
      in: json, beside: SchemaSet([.user, .enterpriseUser]))
    {
      values[extra.path.description] = extra.text
    }
    values.merge(SourcedFields.values(of: account)) { _, standard in standard }
    values[Self.active] = account.columns.active.map { $0 ? "true" : "false" }
    values[Self.manager] = account.columns.managerValue.flatMap { $0.isEmpty ? nil : $0 }
    return values
  }

  /// The columns as these values had them, and what of the values is no column.
  static func columns(
    _ values: [String: String], id: String
  ) -> (columns: ResourceScanner.UserColumns, extras: [String: String]) {
    var columns = ResourceScanner.UserColumns()
    var extras = values
    columns.id = id
    for (name, path) in SourcedFields.columns {
      columns[keyPath: path] = extras.removeValue(forKey: name)
    }
    columns.active = extras.removeValue(forKey: active).map { $0 == "true" }
    columns.managerValue = extras.removeValue(forKey: manager)
    return (columns, extras)
  }
}
