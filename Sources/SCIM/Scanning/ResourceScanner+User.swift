extension ResourceScanner {
  /// The columns of a User (RFC 7643 §4.1) and its enterprise extension (§4.3).
  public struct UserColumns: Hashable, Sendable {
    public var id: String?
    public var externalId: String?
    public var userName: String?
    public var displayName: String?
    public var formattedName: String?
    public var givenName: String?
    public var familyName: String?
    public var title: String?
    public var userType: String?
    /// Nil when the server does not say; a string such as `"False"` counts.
    public var active: Bool?
    /// The primary address, else the first of type `work`, else the first.
    public var primaryEmail: String?
    public var employeeNumber: String?
    public var costCenter: String?
    public var organization: String?
    public var division: String?
    public var department: String?
    /// The manager's id on the same server.
    public var managerValue: String?
    public var managerDisplay: String?
    public var lastModified: String?
    public var version: String?
    public var roles: [Reference] = []
    public var entitlements: [Reference] = []

    public init() {}
  }

  /// Throws: when the range is not JSON, or not an object.
  public static func user(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(JSONError) -> UserColumns {
    var columns = UserColumns()
    try scan(bytes, range, UserKey.table) { (reader, key) throws(JSONError) in
      try read(key, &reader, into: &columns)
    }
    return columns
  }
}

// The names, one enumeration an object.
extension ResourceScanner {
  private enum UserKey: String, CaseIterable, Sendable {
    case id, externalId, userName, displayName, name, title, userType, active, emails, roles
    case entitlements, meta
    case enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    static let table = KeyTable<UserKey>()
  }

  private enum NameKey: String, CaseIterable, Sendable {
    case formatted, givenName, familyName

    static let table = KeyTable<NameKey>()
  }

  private enum EnterpriseKey: String, CaseIterable, Sendable {
    case employeeNumber, costCenter, organization, division, department, manager

    static let table = KeyTable<EnterpriseKey>()
  }

  private enum ManagerKey: String, CaseIterable, Sendable {
    case value, displayName, display

    static let table = KeyTable<ManagerKey>()
  }

  private enum EmailKey: String, CaseIterable, Sendable {
    case value, type, primary

    static let table = KeyTable<EmailKey>()
  }
}

extension ResourceScanner {
  private static func read(
    _ key: UserKey, _ reader: inout JSONReader, into columns: inout UserColumns
  ) throws(JSONError) {
    switch key {
    case .id: columns.id = try reader.lenientText()
    case .externalId: columns.externalId = try reader.lenientText()
    case .userName: columns.userName = try reader.lenientText()
    case .displayName: columns.displayName = try reader.lenientText()
    case .name: try readName(&reader, into: &columns)
    case .title: columns.title = try reader.lenientText()
    case .userType: columns.userType = try reader.lenientText()
    case .active: columns.active = try reader.lenientBool()
    case .emails: columns.primaryEmail = try readEmails(&reader)
    case .roles: columns.roles = try readReferences(&reader)
    case .entitlements: columns.entitlements = try readReferences(&reader)
    case .meta: try readMeta(&reader, &columns.lastModified, &columns.version)
    case .enterprise: try readEnterprise(&reader, into: &columns)
    }
  }

  private static func readName(
    _ reader: inout JSONReader, into columns: inout UserColumns
  ) throws(JSONError) {
    (columns.formattedName, columns.givenName, columns.familyName) = (nil, nil, nil)
    try reader.members(NameKey.table) { (reader, key) throws(JSONError) in
      switch key {
      case .formatted: columns.formattedName = try reader.lenientText()
      case .givenName: columns.givenName = try reader.lenientText()
      case .familyName: columns.familyName = try reader.lenientText()
      }
    }
  }

  private static func readEnterprise(
    _ reader: inout JSONReader, into columns: inout UserColumns
  ) throws(JSONError) {
    (columns.employeeNumber, columns.costCenter, columns.organization) = (nil, nil, nil)
    (columns.division, columns.department) = (nil, nil)
    (columns.managerValue, columns.managerDisplay) = (nil, nil)
    try reader.members(EnterpriseKey.table) { (reader, key) throws(JSONError) in
      switch key {
      case .employeeNumber: columns.employeeNumber = try reader.lenientText()
      case .costCenter: columns.costCenter = try reader.lenientText()
      case .organization: columns.organization = try reader.lenientText()
      case .division: columns.division = try reader.lenientText()
      case .department: columns.department = try reader.lenientText()
      case .manager: try readManager(&reader, into: &columns)
      }
    }
  }

  /// An object (RFC 7643 §4.3), or the bare id that some servers have kept from Entra ID.
  private static func readManager(
    _ reader: inout JSONReader, into columns: inout UserColumns
  ) throws(JSONError) {
    columns.managerDisplay = nil
    guard try reader.peek() == UInt8(ascii: "{") else {
      columns.managerValue = try reader.lenientText()
      return
    }
    columns.managerValue = nil
    try reader.members(ManagerKey.table) { (reader, key) throws(JSONError) in
      switch key {
      case .value: columns.managerValue = try reader.lenientText()
      case .displayName, .display: columns.managerDisplay = try reader.lenientText()
      }
    }
  }

  private static func readEmails(_ reader: inout JSONReader) throws(JSONError) -> String? {
    var best: (value: String, rank: Int)?
    try reader.elements { (reader) throws(JSONError) in
      let (value, rank) = try readEmail(&reader)
      guard let value, rank > best?.rank ?? -1 else { return }
      best = (value, rank)
    }
    return best?.value
  }

  /// An address and how much it is wanted.
  private static func readEmail(
    _ reader: inout JSONReader
  ) throws(JSONError) -> (value: String?, rank: Int) {
    guard try reader.peek() == UInt8(ascii: "{") else { return (try reader.lenientText(), 0) }
    var value: String?
    var isWork = false
    var isPrimary = false
    try reader.members(EmailKey.table) { (reader, key) throws(JSONError) in
      switch key {
      case .value: value = try reader.lenientText()
      case .type: isWork = AttributeName.isSame(try reader.lenientText() ?? "", "work")
      case .primary: isPrimary = try reader.lenientBool() ?? false
      }
    }
    return (value, isPrimary ? 2 : (isWork ? 1 : 0))
  }
}
