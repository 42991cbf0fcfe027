import Governance
import SCIM

/// The values of a person, each from the best server that has it, with what others say instead.
struct SourcedFields {
  private typealias Columns = ResourceScanner.UserColumns

  private struct Field {
    var field: PersonField
    /// The SCIM path, as the profile has it.
    var name: String
    var value: @Sendable (ScannedAccount) -> String?
    /// Names of accounts differ from server to server: that is no disagreement.
    var isComparable = true
    /// Addresses are compared without case.
    var isCaseExact = true
  }

  // Order: as the profile shows them.
  private static let fields = [
    Field(field: .displayName, name: "displayName", value: { $0.name }),
    Field(field: .userName, name: "userName", value: { $0.columns.userName }, isComparable: false),
    Field(field: .emails, name: "emails", value: { $0.columns.primaryEmail }, isCaseExact: false),
    Field(field: .title, name: "title", value: { $0.columns.title }),
    Field(field: .userType, name: "userType", value: { $0.columns.userType }),
    Field(field: .department, name: "enterprise.department", value: { $0.columns.department }),
    Field(field: .division, name: "enterprise.division", value: { $0.columns.division }),
    Field(
      field: .organization, name: "enterprise.organization", value: { $0.columns.organization }),
    Field(field: .costCenter, name: "enterprise.costCenter", value: { $0.columns.costCenter }),
    Field(
      field: .employeeNumber, name: "enterprise.employeeNumber",
      value: { $0.columns.employeeNumber }),
    Field(
      field: .externalId, name: "externalId", value: { $0.columns.externalId }, isComparable: false),
  ]

  /// The columns that have the values. Where a server only gives the parts of a name, the whole
  /// stands for them.
  static var columns: [(String, WritableKeyPath<ResourceScanner.UserColumns, String?>)] {
    [
      ("displayName", \.displayName), ("userName", \.userName), ("emails", \.primaryEmail),
      ("title", \.title), ("userType", \.userType), ("enterprise.department", \.department),
      ("enterprise.division", \.division), ("enterprise.organization", \.organization),
      ("enterprise.costCenter", \.costCenter), ("enterprise.employeeNumber", \.employeeNumber),
      ("externalId", \.externalId),
    ]
  }

  /// What one account says, by the SCIM path; without what it leaves out.
  static func values(of account: ScannedAccount) -> [String: String] {
    var values: [String: String] = [:]
    for field in fields {
      if let value = field.value(account), !value.isEmpty { values[field.name] = value }
    }
    return values
  }

  let all: [SourcedField]

  /// Order of `accounts`: best server first.
  init(_ accounts: [AccountRecord], order: FieldOrder) {
    all = Self.fields.compactMap { field in
      let ranked = order.sorted(accounts, for: field.field, by: \.server, then: \.id)
      let values = ranked.compactMap { account -> (account: AccountRecord, value: String)? in
        guard let value = field.value(account.scanned), !value.isEmpty else { return nil }
        return (account, value)
      }
      guard let winner = values.first else { return nil }
      let others = values.dropFirst().filter { other in
        field.isComparable && other.account.server != winner.account.server
          && !Self.isSame(other.value, winner.value, caseExact: field.isCaseExact)
      }
      return SourcedField(
        name: field.name, value: winner.value, server: winner.account.server,
        readAt: winner.account.account.readAt,
        disagreements: others.map { .init(server: $0.account.server, value: $0.value) },
        isRanked: order.isRanked(field.field))
    }
  }

  private static func isSame(_ left: String, _ right: String, caseExact: Bool) -> Bool {
    caseExact ? left == right : left.lowercased() == right.lowercased()
  }
}
