import Foundation
import GRDB
import SCIM

/// What limits need of SQLite beyond its own functions.
enum LimitFunctions {
  static let all = [hash, folded, lowered, field]

  /// `person_hash(key)`: how `mirror_person.key_hash` is made.
  private static let hash = DatabaseFunction("person_hash", argumentCount: 1, pure: true) {
    String.fromDatabaseValue($0[0]).map { ContentHash.of($0) }
  }

  /// `folded(text)`: small letters without marks, as bare words are compared.
  private static let folded = DatabaseFunction("folded", argumentCount: 1, pure: true) {
    String.fromDatabaseValue($0[0]).map(TextFolding.folded)
  }

  /// `lowered(text)`: small letters of every script, as the filter language compares.
  private static let lowered = DatabaseFunction("lowered", argumentCount: 1, pure: true) {
    String.fromDatabaseValue($0[0]).map { $0.lowercased() }
  }

  /// `user_field(json, name)`: an attribute of a User resource that has no column of its own.
  private static let field = DatabaseFunction("user_field", argumentCount: 2, pure: true) {
    values in
    guard let json = Data.fromDatabaseValue(values[0]),
      let name = String.fromDatabaseValue(values[1]), let read = fields[name]
    else { return nil }
    let bytes = [UInt8](json)
    do { return read(try ResourceScanner.user(bytes, 0..<bytes.count)) } catch {
      // Bytes that today's scanner cannot read have no attributes.
      return nil
    }
  }

  private static let fields: [String: @Sendable (ResourceScanner.UserColumns) -> String?] = [
    "userType": { $0.userType }, "division": { $0.division },
    "organization": { $0.organization }, "costCenter": { $0.costCenter },
    "employeeNumber": { $0.employeeNumber }, "externalId": { $0.externalId },
  ]
}
