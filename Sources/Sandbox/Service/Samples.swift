import Foundation
import SCIM

/// The sample organisation as the four services hold it.
struct Samples: Sendable {
  let organisation: Organisation
  let accounts: [TenantName: AccountBook]
  let memberships: [TenantName: Membership]
  let requests: RequestBook
  private let identifiers: [String: Identifiers]

  init(people: Int, seed: UInt64, requests pending: Int, now: Date) {
    let organisation = Organisation(people: people, seed: seed, now: now)
    var accounts: [TenantName: AccountBook] = [:]
    var memberships: [TenantName: Membership] = [:]
    var identifiers: [String: Identifiers] = [:]
    for tenant in TenantName.allCases {
      let book = AccountBook(organisation, tenant: tenant)
      accounts[tenant] = book
      if let seeds = Self.groupSeeds(of: tenant) {
        memberships[tenant] = Membership(organisation, accounts: book, seeds: seeds)
      }
      for (number, kind) in Dialect.of(tenant).kinds.enumerated() {
        identifiers[Self.key(tenant, kind.name)] = Identifiers(
          Identifiers.format(of: tenant),
          key: SplitMix.mixed(seed, stream: .identifier, index: tenant.number * 16 + number))
      }
    }
    self.organisation = organisation
    self.accounts = accounts
    self.memberships = memberships
    self.identifiers = identifiers
    requests = RequestBook(
      organisation, pending: pending, accounts: accounts, memberships: memberships)
  }

  func identifiers(_ tenant: TenantName, _ kind: String) -> Identifiers {
    identifiers[Self.key(tenant, kind)] ?? Identifiers(.uuid, key: organisation.seed)
  }

  func rosters(of tenant: TenantName) -> Rosters {
    Rosters(groups: memberships[tenant]?.groups ?? [])
  }

  func shelf(_ kind: ResourceKind, of tenant: TenantName) -> Shelf {
    Shelf(
      kind, identifiers: identifiers(tenant, kind.name), sample: sample(kind.name, of: tenant))
  }

  /// The id of somebody's account on a service; nil when they have none there.
  func accountID(ofPerson index: Int, on tenant: TenantName) -> String? {
    accounts[tenant]?.slot(ofPerson: index).map(identifiers(tenant, "User").id)
  }

  static func groupSeeds(of tenant: TenantName) -> [GroupSeed]? {
    switch tenant {
    case .idp: GroupSeed.identityProvider
    case .code: GroupSeed.codeHost
    case .hr, .chat: nil
    }
  }

  private static func key(_ tenant: TenantName, _ kind: String) -> String {
    "\(tenant.rawValue)/\(kind)"
  }

  private func sample(_ kind: String, of tenant: TenantName) -> Sample {
    switch kind {
    case "User": userSample(of: tenant)
    case "Group": groupSample(of: tenant)
    case "Role": assignableSample(AssignmentSeed.roles, schema: .role)
    case "Entitlement": assignableSample(AssignmentSeed.licences, schema: .entitlement)
    case "AccessRequest": requestSample()
    case "Device": deviceSample()
    default: .nothing
    }
  }

  private func userSample(of tenant: TenantName) -> Sample {
    guard let book = accounts[tenant] else { return .nothing }
    let organisation = organisation
    return Sample(
      count: book.count,
      record: { userRecord(book.account(at: $0, in: organisation), on: tenant) },
      modified: { book.account(at: $0, in: organisation).modified },
      keys: { slot in
        let account = book.account(at: slot, in: organisation)
        return [LookupKey(.userName, account.userName)]
          + (account.email.map { [LookupKey(.email, $0)] } ?? [])
          + (externalID(of: account, on: tenant).map { [LookupKey(.externalId, $0)] } ?? [])
      },
      display: { book.displayName(at: $0, in: organisation) })
  }

  private func groupSample(of tenant: TenantName) -> Sample {
    guard let seeds = Self.groupSeeds(of: tenant) else { return .nothing }
    return Sample(
      count: seeds.count, record: { groupRecord(seeds[$0], number: $0, on: tenant) },
      modified: { groupStamp($0) }, keys: { _ in [] }, display: { seeds[$0].slug })
  }

  private func assignableSample(_ seeds: [AssignmentSeed], schema: Schema) -> Sample {
    let made = organisation.days(-1_500)
    return Sample(
      count: seeds.count,
      record: { Record(json: seeds[$0].json(schema), created: made, modified: made) },
      modified: { _ in made }, keys: { _ in [] }, display: { seeds[$0].display })
  }

  private func requestSample() -> Sample {
    Sample(
      count: requests.count, record: { requestRecord(requests.request($0)) },
      modified: { requestRecord(requests.request($0)).modified }, keys: { _ in [] },
      display: { _ in nil })
  }
}
