import Foundation
import Testing

@testable import Sandbox

@Suite struct AccessTests {
  let organisation: Organisation
  let accounts: [TenantName: AccountBook]
  let memberships: [TenantName: Membership]

  init() {
    let organisation = Organisation(people: 200, seed: 1, now: OrganisationTests.now)
    self.organisation = organisation
    accounts = Dictionary(
      uniqueKeysWithValues: TenantName.allCases.map {
        ($0, AccountBook(organisation, tenant: $0))
      })
    memberships = [
      .idp: Membership(
        organisation, accounts: AccountBook(organisation, tenant: .idp),
        seeds: GroupSeed.identityProvider),
      .code: Membership(
        organisation, accounts: AccountBook(organisation, tenant: .code),
        seeds: GroupSeed.codeHost),
    ]
  }

  private func book(_ tenant: TenantName) throws -> AccountBook {
    try #require(accounts[tenant])
  }

  private func isMember(_ name: String, of group: String, on tenant: TenantName) throws -> Bool {
    let person = try #require(organisation.castIndex(name))
    let seeds = tenant == .idp ? GroupSeed.identityProvider : GroupSeed.codeHost
    let number = try #require(seeds.firstIndex { $0.slug == group })
    guard let slot = try book(tenant).slot(ofPerson: person) else { return false }
    return try #require(memberships[tenant]).groups[number].contains(Int32(slot))
  }

  @Test func everybodyIsKnownToHumanResources() throws {
    #expect(try book(.hr).count == 200)
    for index in 0..<200 { #expect(try book(.hr).slot(ofPerson: index) != nil) }
  }

  @Test func slotsAndPeopleAgree() throws {
    for tenant in TenantName.allCases {
      let book = try book(tenant)
      for slot in 0..<book.count {
        guard let person = book.personIndex(at: slot) else { continue }
        #expect(book.slot(ofPerson: person) == slot)
      }
    }
  }

  @Test(arguments: [
    ("Priya Nair", [true, true, true, true]), ("Ada Okafor", [true, true, true, false]),
    ("Lena Sørensen", [true, true, false, false]), ("Viktor Petrenko", [true, true, false, true]),
    ("Ines Haddad", [true, true, false, true]),
  ])
  func theCastHasTheAccountsOfTheStory(name: String, expected: [Bool]) throws {
    let person = try #require(organisation.castIndex(name))
    let got = try TenantName.allCases.map { try book($0).slot(ofPerson: person) != nil }
    #expect(got == expected)
  }

  @Test func aLeaverIsStillOpenSomewhere() throws {
    let viktor = organisation.person(try #require(organisation.castIndex("Viktor Petrenko")))
    #expect(!organisation.isActive(viktor, on: .hr))
    #expect(organisation.isActive(viktor, on: .idp))
    #expect(organisation.isActive(viktor, on: .chat))
  }

  @Test(arguments: [
    ("Ada Okafor", "production-db-readers", TenantName.idp, false),
    ("Ada Okafor", "deploy-approvers", .idp, true),
    ("Bruno Lima", "platform-engineers", .code, false),
    ("Ines Haddad", "finance-approvers", .idp, true),
    ("Misaki Sato", "production-db-admins", .idp, true),
    ("Misaki Sato", "deploy-approvers", .idp, true),
    ("Omar Rashid", "payment-initiators", .idp, true),
    ("Priya Nair", "access-approvers", .idp, true),
    ("Priya Nair", "break-glass", .idp, false),
  ])
  func theCastIsInTheGroupsOfTheStory(
    name: String, group: String, tenant: TenantName, expected: Bool
  ) throws {
    #expect(try isMember(name, of: group, on: tenant) == expected)
  }

  @Test func serversDisagreeAboutSomebody() throws {
    let book = try book(.idp)
    var titles = 0
    for slot in 0..<book.count {
      let account = book.account(at: slot, in: organisation)
      guard let person = account.person else { continue }
      if account.title != person.title || account.department != person.department.name {
        titles += 1
      }
    }
    #expect((1...40).contains(titles))
  }

  @Test func someAccountsBelongToNobody() throws {
    let book = try book(.idp)
    let strangers = (0..<book.count).map { book.account(at: $0, in: organisation) }
      .filter { $0.person == nil }
    #expect(strangers.map(\.userName).contains("svc-backup"))
    #expect(Set(strangers.map(\.userName)).count == strangers.count)
  }

  @Test func someAccountsSleep() throws {
    let book = try book(.idp)
    let limit = organisation.days(-90)
    let asleep = (0..<book.count).map { book.account(at: $0, in: organisation) }
      .filter { $0.isActive && ($0.lastSignIn ?? .distantFuture) < limit }
    #expect(asleep.map(\.userName).contains("harold.whitcombe"))
    #expect(asleep.count > 2)
  }

  @Test func stampsAreInThePast() throws {
    for tenant in TenantName.allCases {
      let book = try book(tenant)
      for slot in 0..<book.count {
        let account = book.account(at: slot, in: organisation)
        #expect(account.created <= account.modified)
        #expect(account.modified <= organisation.now)
      }
    }
  }

  @Test func privilegedGroupsStaySmallInALargeOrganisation() {
    let large = Organisation(people: 6_000, seed: 1, now: OrganisationTests.now)
    let members = Membership(
      large, accounts: AccountBook(large, tenant: .idp), seeds: GroupSeed.identityProvider)
    for (seed, slots) in zip(GroupSeed.identityProvider, members.groups) {
      guard let limit = seed.limit else { continue }
      #expect(slots.count <= limit * 3 / 2 + 10, "\(seed.slug)")
    }
    #expect(members.groups[0].count > 5_000, "all-staff is large")
  }
}
