import Foundation
import Governance
import SCIM

/// One account of a person, as the scanner read it.
struct ScannedAccount {
  var server: String
  var id: String
  var columns: ResourceScanner.UserColumns

  init(server: String, id: String, columns: ResourceScanner.UserColumns) {
    self.server = server
    self.id = id
    self.columns = columns
  }

  init(server: String, id: String, bytes: [UInt8]) throws(JSONError) {
    self.init(
      server: server, id: id, columns: try ResourceScanner.user(bytes, 0..<bytes.count))
  }

  /// What people call the owner.
  var name: String {
    for candidate in [columns.displayName, columns.formattedName] {
      if let candidate, !candidate.isEmpty { return candidate }
    }
    let parts = [columns.givenName, columns.familyName].compactMap { $0 }.filter { !$0.isEmpty }
    return parts.isEmpty ? columns.userName ?? id : parts.joined(separator: " ")
  }
}

/// What the people list shows of a person, each field from the best server that has it.
struct PersonFields: Equatable {
  var name: String
  var userName: String
  var mail: String
  var title: String
  var department: String
  /// The name as the list sorts it.
  var nameOrder: String
  /// The words by which the person is found.
  var search: String

  init(
    name: String, nameOrder: String, userName: String, mail: String, title: String,
    department: String, search: String
  ) {
    self.name = name
    self.nameOrder = nameOrder
    self.userName = userName
    self.mail = mail
    self.title = title
    self.department = department
    self.search = search
  }

  /// `accounts` is not empty. Order: best server first.
  init(_ accounts: [ScannedAccount], order: FieldOrder? = nil) {
    func ranked(_ field: PersonField) -> [ScannedAccount] {
      order?.sorted(accounts, for: field, by: \.server, then: \.id) ?? accounts
    }
    func first(
      _ field: PersonField, _ value: (ResourceScanner.UserColumns) -> String?
    ) -> String {
      for account in ranked(field) {
        if let value = value(account.columns), !value.isEmpty { return value }
      }
      return ""
    }
    name = ranked(.displayName).first?.name ?? ""
    userName = first(.userName) { $0.userName }
    mail = first(.emails) { $0.primaryEmail }
    title = first(.title) { $0.title }
    department = first(.department) { $0.department }
    nameOrder = TextFolding.folded(name)
    search = ""
    search = SearchText.of(self, accounts)
  }
}

/// Texts made comparable: small letters, no marks.
enum TextFolding {
  static func folded(_ text: String) -> String {
    let small = text.lowercased()
    if small.utf8.allSatisfy({ $0 < 0x80 }) { return small }
    return small.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil)
  }
}

/// What the search index holds of a person.
enum SearchText {
  /// The domains of addresses are left out: half of a company would be found by `co`.
  static func of(_ fields: PersonFields, _ accounts: [ScannedAccount]) -> String {
    var parts = [fields.name, fields.title, fields.department, local(fields.mail)]
    for account in accounts {
      let userName = local(account.columns.userName ?? "")
      if !parts.contains(userName) { parts.append(userName) }
      if let number = account.columns.employeeNumber, !parts.contains(number) {
        parts.append(joined(number))
      }
      parts.append(joined(account.id))
    }
    return parts.joined(separator: " ")
  }

  /// An address without its domain.
  static func local(_ address: String) -> String {
    guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { return address }
    return String(address[..<at])
  }

  /// An id as one word: `9f2c-41` is found by `9f2c41` and by `9f2c-4`.
  static func joined(_ id: String) -> String {
    String(decoding: id.utf8.filter(isWordByte), as: UTF8.self)
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }
}
