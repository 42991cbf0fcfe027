import Governance
import SCIM

/// The resources of a page, taken apart.
struct ScannedPage: Sendable {
  /// One resource with the hash of its bytes.
  struct Element: Sendable {
    var resource: ScannedResource
    var hash: Int64
    var range: Range<Int>
  }

  let page: MirrorPage
  private let type: String

  init(_ type: String, _ page: MirrorPage) {
    self.page = page
    self.type = type
  }

  var count: Int { page.resources.count }

  /// nil for what is no readable object or has no id.
  subscript(index: Int) -> Element? {
    page.elements.map { $0[index] } ?? Self.scan(type, page.bytes, page.resources[index])
  }

  fileprivate static func scan(_ type: String, _ bytes: [UInt8], _ range: Range<Int>) -> Element? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count,
      let resource = ScannedResource(type, bytes, range)
    else { return nil }
    return Element(resource: resource, hash: ContentHash.of(bytes[range]), range: range)
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
    self.key = key
    keyHash = ContentHash.of(key.rawValue)
    fields = PersonFields([account])
    claims = []
  }
}

extension Store {
  /// Takes the users of a page apart: half of the work of saving them, and best done on another
  /// thread while the page before is being saved. Other pages are returned as they are, for the
  /// members of groups can be many.
  public func prepared(_ page: MirrorPage, server: String, type: String) -> MirrorPage {
    guard type == Collection.users else { return page }
    let correlation = Correlation(attributes: settings.correlation)
    var page = page
    page.elements = page.resources.map { range in
      var element = ScannedPage.scan(type, page.bytes, range)
      guard let resource = element?.resource, case .user(let columns) = resource.columns else {
        return element
      }
      let account = ScannedAccount(server: server, id: resource.id, columns: columns)
      element?.resource.person = ScannedPerson(account, correlation)
      return element
    }
    return page
  }
}
