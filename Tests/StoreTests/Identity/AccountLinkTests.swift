import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct AccountLinkTests {
  static let zed = AccountReference(server: "chat", id: "c9", userName: "zed")
  static let zedKey = IdentityKey(rawValue: "account:chat/c9")

  /// Ada, Chen and Priya in hr and idp; `zed` on chat is nobody's.
  static func store(_ path: String = ":memory:") throws -> Store {
    let store = try Store(path: path, settings: StoreSettings(priority: ["hr", "idp"]))
    try sync(store)
    return store
  }

  static func sync(_ store: Store, at now: Date = Moment.start) throws {
    for server in ["hr", "idp"] {
      try store.users(
        server,
        [("ada", "Ada Okafor"), ("chen", "Chen Wei"), ("priya", "Priya Nair")].map { id, name in
          Sample.user(id, name: name, userName: id, mail: "\(id)@example.com")
        }, at: now)
    }
    try store.users("chat", [Sample.user("c9", name: "Zed", userName: "zed")], at: now)
  }

  private func link(
    _ store: Store, _ owner: AccountLink.Owner = .person(People.ada.key),
    account: AccountReference = zed, by actor: PersonReference = People.priya
  ) throws -> LinkRefusal? {
    try store.link(
      account, to: owner, actor: actor, reason: "HR-7: left in 2024", needsSecond: false,
      now: Moment.after(60)
    ).refusal
  }

  @Test func aLinkedAccountIsThePersonsAndStaysSo() throws {
    let store = try Self.store()
    #expect(try store.findings(offset: 0, count: 9, now: Moment.start).total == 1)
    #expect(try link(store) == nil)
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp", "chat"])
    #expect(try store.names() == ["Ada Okafor", "Chen Wei", "Priya Nair"])
    #expect(try store.names("zed") == ["Ada Okafor"], "found by the account's name")
    #expect(try store.findings(offset: 0, count: 9, now: Moment.start).total == 0)

    try Self.sync(store, at: Moment.after(120))
    try store.users(
      "chat", [Sample.user("c9", name: "Zed", userName: "zed2", mail: "zed@example.com")],
      at: Moment.after(180))
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp", "chat"])
    try store.forgetMirror(server: "chat", now: Moment.after(200))
    try Self.sync(store, at: Moment.after(240))
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp", "chat"])
  }

  @Test func theProfileAndTheAuditLogSayWhoLinkedIt() throws {
    let store = try Self.store()
    _ = try link(store)
    let profile = try #require(try store.profile(People.ada.key, now: Moment.after(90)))
    let account = try #require(profile.accounts.last)
    #expect(account.link?.by == People.priya)
    #expect(account.link?.reason == "HR-7: left in 2024")
    #expect(
      profile.timeline.contains {
        $0.sentence == "account linked by Priya Nair: HR-7: left in 2024" && $0.server == "chat"
      })
    let record = try #require(try store.auditHead())
    #expect(record.event == "account.linked" && record.subject == "chat:zed")
    #expect(record.actor == People.priya)
    #expect(record.detail.contains(#""to":"mail:ada@example.com""#))
    #expect(try store.isAuditIntact())
  }

  @Test func unlinkingKeepsAnAccountApart() throws {
    let store = try Self.store()
    let idp = AccountReference(server: "idp", id: "ada", userName: "ada")
    #expect(try link(store, .nobodyElse, account: idp) == nil)
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr"])
    let alone = IdentityKey(rawValue: "account:idp/ada")
    #expect(try store.accounts(of: alone).map(\.server) == ["idp"])
    try Self.sync(store, at: Moment.after(120))
    #expect(try store.accounts(of: alone).map(\.server) == ["idp"])
    #expect(try link(store, .attributes, account: idp) == nil)
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp"])
    #expect(
      try store.events().suffix(2) == ["account.unlinked", "account.left"])
  }

  @Test func nobodySaysWhatIsTheirOwn() throws {
    let store = try Self.store()
    let own = AccountReference(server: "idp", id: "priya", userName: "priya")
    #expect(try link(store, account: own) == .operatorConcerned(who: "Priya Nair"))
    #expect(try link(store, .nobodyElse, account: own) == .operatorConcerned(who: "Priya Nair"))
    #expect(
      try link(store, .person(People.priya.key)) == .operatorConcerned(who: "Priya Nair"))
    #expect(try store.identity(server: "idp", userID: "priya") == People.priya)
    #expect(try store.auditHead() == nil)
  }

  @Test func whatCannotBeLinkedSaysWhy() throws {
    let store = try Self.store()
    let nobody = AccountReference(server: "chat", id: "c7", userName: "nobody")
    #expect(try link(store, account: nobody) == .accountUnknown(name: "chat:nobody"))
    #expect(
      try link(store, .person(.init(rawValue: "mail:x@y.z")))
        == .personUnknown(name: "mail:x@y.z"))
    #expect(
      try link(store, .attributes)
        == .alreadySo(sentence: "Nobody linked chat:zed or kept it apart."))
    _ = try link(store)
    #expect(
      try link(store) == .alreadySo(sentence: "chat:zed is linked to Ada Okafor already."))
  }

  @Test func accountsAreFoundByTheirNames() throws {
    let store = try Self.store()
    #expect(try store.accounts(named: "chat:zed") == [Self.zed])
    #expect(try store.accounts(named: "chat:ZED") == [Self.zed])
    #expect(try store.accounts(named: "chat:c9") == [Self.zed])
    #expect(try store.accounts(named: "idp:zed") == [])
    #expect(try store.accounts(named: "zed") == [])
  }

  @Test func whatWasAskedForTheAccountIsAskedForThePersonAndApprovedAnew() throws {
    let store = try Self.store()
    let zed = PersonReference(key: Self.zedKey, name: "Zed")
    try store.submit([.sample("r1", beneficiary: zed)], actor: People.chen, now: Moment.start)
    try store.takePolicy(.standard, for: [(.init(rawValue: "r1"), 0)], now: Moment.start)
    _ = try link(store)
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary.key == People.ada.key)
    #expect(try store.events().suffix(2) == ["identity.rekeyed", "account.linked"])
    // Whoever linked the account may decide; whose it is may not.
    let plan = Plan.sample("r1")
    #expect(
      try store.decide(.sample(plan, by: People.ada), plan: plan, now: Moment.after(90))
        == .operatorIsBeneficiary)
    // The policy that it had counts no more: none is fewer steps than any.
    #expect(
      try store.decide(.sample(plan), plan: plan, now: Moment.after(90)) == .noStepOpen)
    try store.takePolicy(.standard, for: [(.init(rawValue: "r1"), 0)], now: Moment.after(90))
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.after(90)) == nil)
  }

  @Test func linkedAccountsGoWithTheirPersonsKey() throws {
    let store = try Self.store()
    _ = try link(store)
    for server in ["hr", "idp"] {
      try store.saveResource(
        server: server, type: "User",
        bytes: Sample.user("ada", name: "Ada Okafor", mail: "ada.o@example.com").bytes,
        now: Moment.after(300)
      ).expectChange()
    }
    let new = IdentityKey(rawValue: "mail:ada.o@example.com")
    #expect(try store.accounts(of: new).map(\.server) == ["hr", "idp", "chat"])
    #expect(try store.accounts(of: People.ada.key).isEmpty)
    try Self.sync(store, at: Moment.after(400))
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp", "chat"])
  }
}

extension PageOutcome {
  func expectChange() { #expect(changed == 1) }
}

extension LinkOutcome {
  /// nil for what was not refused.
  var refusal: LinkRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}
