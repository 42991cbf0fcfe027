import Foundation
import Governance
import Testing

@testable import Store

@Suite("A link needs two operators")
struct LinkProposalTests {
  private static let zed = AccountLinkTests.zed

  private func say(
    _ store: Store, _ owner: AccountLink.Owner = .person(People.ada.key),
    by person: PersonReference, days: Double = 0
  ) throws -> LinkOutcome {
    try store.link(
      Self.zed, to: owner, actor: person, reason: "by \(person.name)", now: Moment.afterDays(days))
  }

  private func proposals(_ store: Store, days: Double = 0) throws -> [Finding] {
    try store.findings(
      kinds: [.linkProposed], offset: 0, count: 9, now: Moment.afterDays(days)
    ).rows
  }

  private func isLinked(_ store: Store) throws -> Bool {
    try store.accounts(of: People.ada.key).contains { $0.server == "chat" }
  }

  @Test func theSecondWordCounts() throws {
    let store = try AccountLinkTests.store()
    #expect(try say(store, by: People.priya) == .proposed)
    #expect(try !isLinked(store))
    let finding = try #require(try proposals(store).first)
    #expect(finding.sentence == "Priya Nair says that chat:zed is Ada Okafor's: by Priya Nair")
    #expect(finding.candidates == [People.ada] && finding.account == Self.zed)
    #expect(
      try say(store, by: People.priya) == .refused(.proposedAlready(name: "chat:zed")))
    #expect(
      try say(store, by: People.ada) == .refused(.operatorConcerned(who: "Ada Okafor")),
      "Nobody countersigns for themselves.")
    #expect(try say(store, by: People.chen) == .linked)
    #expect(try isLinked(store))
    #expect(try proposals(store).isEmpty)
    let link = try store.accounts(of: People.ada.key).first { $0.server == "chat" }?.link
    #expect(link?.by == People.priya && link?.reason == "by Priya Nair")
    let record = try #require(try store.auditHead())
    #expect(record.event == "account.linked" && record.actor == People.chen)
    #expect(record.detail.contains(#""proposedBy":"mail:priya@example.com""#))
    #expect(try store.isAuditIntact())
  }

  @Test func anotherWordTakesThePlaceOfTheFirst() throws {
    let store = try AccountLinkTests.store()
    #expect(try say(store, by: People.priya) == .proposed)
    #expect(try say(store, .person(People.chen.key), by: People.priya) == .proposed)
    #expect(try proposals(store).map(\.candidates) == [[People.chen]])
    #expect(try say(store, by: People.chen) == .proposed, "They say something else.")
    #expect(try !isLinked(store))
    #expect(try say(store, by: People.priya) == .linked)
  }

  @Test func takingItBackNeedsTwoAgain() throws {
    let store = try AccountLinkTests.store()
    _ = try say(store, by: People.priya)
    _ = try say(store, by: People.chen)
    for owner in [AccountLink.Owner.nobodyElse, .attributes] {
      #expect(try say(store, owner, by: People.priya) == .proposed)
    }
    #expect(try isLinked(store))
    #expect(try say(store, .attributes, by: People.chen) == .linked)
    #expect(try !isLinked(store))
  }

  @Test func aNewAddressMakesNoSecondOperator() throws {
    let store = try AccountLinkTests.store()
    #expect(try say(store, by: People.priya) == .proposed)
    for server in ["hr", "idp"] {
      try store.users(
        server,
        [
          Sample.user(
            "priya", name: "Priya Nair", userName: "priya", mail: "priya.nair@example.com")
        ], at: Moment.afterDays(1))
    }
    let renamed = try #require(try store.people(named: "Priya Nair").first).person
    #expect(renamed.key != People.priya.key)
    #expect(
      try say(store, by: renamed, days: 2) == .refused(.proposedAlready(name: "chat:zed")))
    #expect(try !isLinked(store))
  }

  @Test func aWordThatIsAMonthOldCountsNoMore() throws {
    let store = try AccountLinkTests.store()
    #expect(try say(store, by: People.priya) == .proposed)
    #expect(try proposals(store, days: 29.9).count == 1 && proposals(store, days: 30).isEmpty)
    #expect(try say(store, by: People.chen, days: 30) == .proposed)
    #expect(try say(store, by: People.priya, days: 31) == .linked)
  }
}
