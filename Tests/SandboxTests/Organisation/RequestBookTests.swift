import Foundation
import Testing

@testable import Sandbox

@Suite struct RequestBookTests {
  private func book(pending: Int) -> (RequestBook, Organisation) {
    let organisation = Organisation(people: 200, seed: 1, now: OrganisationTests.now)
    let accounts = Dictionary(
      uniqueKeysWithValues: TenantName.allCases.map { ($0, AccountBook(organisation, tenant: $0)) })
    let memberships: [TenantName: Membership] = [
      .idp: Membership(
        organisation, accounts: AccountBook(organisation, tenant: .idp),
        seeds: GroupSeed.identityProvider)
    ]
    let book = RequestBook(
      organisation, pending: pending, accounts: accounts, memberships: memberships)
    return (book, organisation)
  }

  @Test(arguments: [0, 1, 14, 60])
  func asManyWaitAsWereAskedFor(pending: Int) {
    let (book, _) = book(pending: pending)
    let all = (0..<book.count).map(book.request)
    #expect(all.filter { $0.verdict == nil }.count == pending)
    #expect(all.allSatisfy { !$0.items.isEmpty && !$0.justification.isEmpty })
  }

  @Test func theScriptHasOneOfEachKind() throws {
    let (book, organisation) = book(pending: 14)
    let pending = (0..<14).map(book.request)
    let priya = try #require(organisation.castIndex("Priya Nair"))
    #expect(pending.contains { $0.beneficiary == priya && $0.requester != priya })
    #expect(pending.contains { $0.requester == priya && $0.beneficiary != priya })
    #expect(pending.contains { ($0.neededBy ?? .distantFuture) < organisation.now }, "overdue")
    #expect(pending.contains { $0.neededBy == nil })
    let items = pending.flatMap(\.items)
    #expect(items.contains { $0.isGrant && $0.duration != nil })
    #expect(items.contains { !$0.isGrant })
    var kinds: Set<String> = []
    for item in items {
      switch item.target {
      case .group: kinds.insert("group")
      case .role: kinds.insert("role")
      case .licence: kinds.insert("licence")
      case .account: kinds.insert(item.isGrant ? "new account" : "closed account")
      }
    }
    #expect(kinds.count == 5)
  }

  @Test func nobodyDecidedForThemselves() {
    let (book, organisation) = book(pending: 40)
    for index in book.pendingCount..<book.count {
      let request = book.request(index)
      #expect(request.verdict?.approver != request.beneficiary)
      #expect(request.submitted < organisation.now)
      #expect((request.verdict?.decided ?? .distantPast) > request.submitted)
      #expect((request.verdict?.decided ?? .distantFuture) < organisation.now)
    }
  }
}
