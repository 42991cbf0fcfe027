import Governance
import SCIM

/// The resources of a page, taken apart.
struct ScannedPage: Sendable {
  /// One resource with the hash of its bytes. An object, for it has many texts: each copy of a value
  /// would count them all.
  final class Element: Sendable {
    let resource: ScannedResource
    let hash: Int64
    let range: Range<Int>

    init(_ resource: ScannedResource, hash: Int64, range: Range<Int>) {
      self.resource = resource
      self.hash = hash
      self.range = range
    }
  }

  let page: MirrorPage
  private let scanner: PageResourceScanner

  init(_ page: MirrorPage, _ scanner: PageResourceScanner) {
    self.page = page
    self.scanner = scanner
  }

  var count: Int { page.resources.count }

  /// nil for what is no readable object or has no id.
  subscript(index: Int) -> Element? {
    page.elements.map { $0[index] } ?? scanner.element(page.bytes, page.resources[index])
  }
}

/// Takes resources of one type on one server apart.
struct PageResourceScanner: Sendable {
  var type: String
  var server: String
  var correlation: Correlation

  init(type: String, server: String, settings: StoreSettings) {
    self.type = type
    self.server = server
    correlation = Correlation(attributes: settings.correlation)
  }

  /// nil for what is no readable object or has no id.
  func element(_ bytes: [UInt8], _ range: Range<Int>) -> ScannedPage.Element? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    let scanned: ScannedResource?
    do throws(JSONError) {
      scanned = try resource(bytes, range)
    } catch {
      // The caller counts it as rejected; the page goes on.
      return nil
    }
    return scanned.map {
      ScannedPage.Element($0, hash: ContentHash.of(bytes[range]), range: range)
    }
  }

  private func resource(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(JSONError) -> ScannedResource? {
    switch type {
    case Collection.users:
      let columns = try ResourceScanner.user(bytes, range)
      guard let id = columns.id, !id.isEmpty else { return nil }
      let account = ScannedAccount(server: server, id: id, columns: columns)
      return ScannedResource(
        id, columns.version, columns.lastModified, .user(ScannedUser(account, correlation)))
    case Collection.groups:
      let group = try ResourceScanner.group(bytes, range)
      return ScannedResource(group.id, group.version, group.lastModified, .group(group))
    default:
      let header = try ResourceScanner.header(bytes, range)
      return ScannedResource(header.id, header.version, header.lastModified, .other)
    }
  }
}

/// A resource as the scanner for its type read it.
struct ScannedResource: Sendable {
  enum Columns: Sendable {
    case user(ScannedUser)
    case group(ResourceScanner.GroupColumns)
    case other
  }

  var id: String
  var version: String?
  var lastModified: Double?
  var columns: Columns

  /// nil when it has no id.
  init?(_ id: String?, _ version: String?, _ lastModified: String?, _ columns: Columns) {
    guard let id, !id.isEmpty else { return nil }
    self.id = id
    self.version = version
    self.lastModified = lastModified.flatMap(SCIMDate.parse)?.timeIntervalSince1970
    self.columns = columns
  }
}

/// Whose account it is, and how they appear as long as it is their only one.
struct ScannedPerson: Sendable {
  var key: IdentityKey
  var keyHash: Int64
  var fields: PersonFields
  /// What else the account could be found by; empty where an operator said whose it is.
  var claims: [Correlation.Claim]

  init(_ account: ScannedAccount, _ correlation: Correlation) {
    let key = correlation.key(for: account.columns, id: account.id, server: account.server)
    self.init(account, key)
    claims = correlation.claims(of: account.columns, beside: key)
  }

  init(_ account: ScannedAccount, _ key: IdentityKey) {
    self.init(key, PersonFields([account]))
  }

  private init(_ key: IdentityKey, _ fields: PersonFields) {
    self.key = key
    keyHash = ContentHash.of(key.rawValue)
    self.fields = fields
    claims = []
  }

  /// The same account as somebody else's.
  func linked(to key: IdentityKey) -> ScannedPerson { ScannedPerson(key, fields) }
}

/// What a `User` resource says beyond its JSON.
final class ScannedUser: Sendable {
  let server: String
  let id: String
  /// By the account's attributes alone.
  let person: ScannedPerson
  /// nil when the server does not say.
  let isActive: Bool?
  /// The manager's id on the same server.
  let managerID: String?
  let granted: [GrantedValue]

  init(_ account: ScannedAccount, _ correlation: Correlation) {
    server = account.server
    id = account.id
    person = ScannedPerson(account, correlation)
    isActive = account.columns.active
    managerID = account.columns.managerValue.flatMap { $0.isEmpty ? nil : $0 }
    granted = account.grantedValues
  }
}

extension Store {
  /// Takes the users of a page apart: half of the work of saving them, and best done on another
  /// thread while the page before is being saved. Other pages are returned as they are, for the
  /// members of groups can be many.
  public func prepared(_ page: MirrorPage, server: String, type: String) -> MirrorPage {
    guard type == Collection.users else { return page }
    let scanner = PageResourceScanner(type: type, server: server, settings: settings)
    var page = page
    page.elements = page.resources.map { scanner.element(page.bytes, $0) }
    return page
  }
}
