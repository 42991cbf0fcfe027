import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

/// Days after the first reading, on which the servers show something else.
@Suite struct HistoryTests {
  private static func ada(
    title: String? = "Engineer", roles: [String] = ["reader"], active: Bool = true,
    manager: String? = "c", mail: String = "ada@example.com"
  ) -> JSON {
    Sample.user(
      "a", name: "Ada Okafor", userName: "ada", mail: mail, title: title, department: "Data",
      manager: manager, active: active, roles: roles)
  }

  private static let chen = Sample.user("c", name: "Chen Wei", mail: "chen@example.com")

  private static let now = Moment.afterDays(100)

  private func store() throws -> Store {
    let store = try Store.inMemory(StoreSettings(privileged: ["*admin*"]))
    try store.users("idp", [Self.ada(), Self.chen])
    try store.groups(
      "idp",
      [
        Sample.group("g1", "engineers", members: ["a"]), Sample.group("g2", "admins"),
      ])
    return store
  }

  private func count(_ store: Store) throws -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger_history_change") ?? 0 }
  }

  private func past(_ store: Store, day: Double) throws -> Profile {
    try store.profile(People.ada, at: Moment.afterDays(day), now: Self.now).get()
  }

  private func words(_ profile: Profile) -> [String] {
    profile.fields.map { "\($0.name)=\($0.value)" }
      + profile.grants.map(\.entitlement.display)
  }

  @Test func aFirstReadingAndAnUnchangedOneKeepNothing() throws {
    let store = try store()
    try store.users("idp", [Self.ada(), Self.chen], at: Moment.afterDays(1))
    try store.read { database in
      for table in ["text", "resource", "change", "owner"] {
        let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_history_\(table)")
        #expect(rows == 0, "\(table)")
      }
    }
  }

  @Test func onlyWhatChangedIsKept() throws {
    let store = try store()
    try store.users("idp", [Self.ada(title: "Manager"), Self.chen], at: Moment.afterDays(1))
    #expect(try count(store) == 1)
  }

  @Test func whatIsNeverFetchedIsNotKeptInstead() throws {
    let store = try Store.inMemory(StoreSettings(withheld: ["idp": ["Title"]]))
    // As it was read before the attribute was withheld, and without it since.
    try store.users("idp", [Self.ada(), Self.chen])
    try store.groups("idp", [])
    try store.users("idp", [Self.ada(title: nil), Self.chen], at: Moment.afterDays(1))
    #expect(try count(store) == 0)
    try store.users("idp", [Self.ada(title: nil, active: false)], at: Moment.afterDays(2))
    #expect(try count(store) == 1)
    try store.users("idp", [], at: Moment.afterDays(3))
    try store.users("idp", [], at: Moment.afterDays(4))
    let texts = try store.read {
      try String.fetchAll($0, sql: "SELECT text FROM ledger_history_text")
    }
    #expect(!texts.isEmpty && !texts.contains("Engineer"), "\(texts)")
  }

  @Test func aMomentShowsWhatWasThen() throws {
    let store = try store()
    try store.users(
      "idp", [Self.ada(title: "Manager", roles: ["writer"], manager: nil), Self.chen],
      at: Moment.afterDays(1))
    try store.groups(
      "idp",
      [
        Sample.group("g1", "engineers"), Sample.group("g2", "admins", members: ["a"]),
      ], at: Moment.afterDays(2))
    try store.users(
      "idp", [Self.ada(title: nil, roles: ["writer"], active: false, manager: nil), Self.chen],
      at: Moment.afterDays(3))

    #expect(
      words(try past(store, day: 0.5)) == [
        "displayName=Ada Okafor", "userName=ada", "emails=ada@example.com", "title=Engineer",
        "enterprise.department=Data", "enterprise.manager=Chen Wei", "account on idp", "engineers",
        "reader",
      ])
    #expect(
      words(try past(store, day: 1.5)) == [
        "displayName=Ada Okafor", "userName=ada", "emails=ada@example.com", "title=Manager",
        "enterprise.department=Data", "account on idp", "engineers", "writer",
      ])
    #expect(
      words(try past(store, day: 2.5)).suffix(3) == ["account on idp", "admins", "writer"])
    // What is switched off is no grant, then as now.
    #expect(words(try past(store, day: 3.5)).suffix(2) == ["admins", "writer"])
    #expect(try past(store, day: 3.5).accounts.map(\.isActive) == [false])
    #expect(try past(store, day: 0.5).managers == [People.chen])
    #expect(try past(store, day: 0.5).past == PastMark(at: Moment.afterDays(0.5)))
    // The present is what the mirror has.
    let present = try #require(try store.profile(People.ada.key, now: Self.now))
    #expect(words(try past(store, day: 99)) == words(present))
  }

  @Test func eachGrantKnowsSinceWhenAndWhy() throws {
    let store = try store()
    try store.groups(
      "idp",
      [
        Sample.group("g1", "engineers", members: ["a"]),
        Sample.group("g2", "admins", members: ["a"]),
      ], at: Moment.afterDays(2))
    let reasons = try #require(try store.profile(People.ada.key, now: Self.now)).grants.map {
      "\($0.entitlement.display): \($0.reason)"
    }
    let first = GrantReason.beforeFirstSync(Moment.start)
    #expect(
      reasons == [
        "account on idp: \(first)", "admins: \(GrantReason.unexplained)", "engineers: \(first)",
        "reader: \(first)",
      ])
    let admins = try past(store, day: 3).grants.first { $0.entitlement.display == "admins" }
    #expect(admins?.firstSeen == Moment.afterDays(2))
    #expect(admins?.reason == .unexplained)
  }

  /// Given by a request, taken away elsewhere, and there again: the request explains it no more.
  @Test func aDecisionExplainsAGrantUntilItIsLost() throws {
    let store = try store()
    let action = try store.approve(
      .sample("r1", items: [.group("g2")]), at: Moment.afterDays(1))[0]
    try store.finish(action.id, status: .applied, answer: nil, now: Moment.afterDays(1))
    func groups(_ members: [String], day: Double) throws {
      try store.groups(
        "idp",
        [
          Sample.group("g1", "engineers", members: ["a"]),
          Sample.group("g2", "admins", members: members),
        ], at: Moment.afterDays(day))
    }
    func reason() throws -> GrantReason? {
      try #require(try store.profile(People.ada.key, now: Self.now)).grants
        .first { $0.entitlement.display == "admins" }?.reason
    }
    try groups(["a"], day: 2)
    let decided = GrantReason.decided(
      request: RequestID(rawValue: "r1"), by: "Priya Nair", at: Moment.afterDays(1))
    #expect(try reason() == decided)
    try groups([], day: 3)
    #expect(try reason() == nil)
    try groups(["a"], day: 4)
    #expect(try reason() == .unexplained)
    // By then it was explained.
    let then = try past(store, day: 2.5).grants.first { $0.entitlement.display == "admins" }
    #expect(then?.reason == decided)
  }

  @Test func whoLeftIsFoundWithWhatTheyHad() throws {
    let store = try store()
    try store.removeResource(server: "idp", type: "User", id: "a", now: Moment.afterDays(5))
    #expect(try store.profile(People.ada.key, now: Self.now) == nil)
    let person = try #require(try store.formerPerson(named: "ADA@example.com"))
    #expect(person == People.ada)
    let then = try store.profile(person, at: Moment.afterDays(4), now: Self.now).get()
    #expect(words(then).suffix(3) == ["account on idp", "engineers", "reader"])
    #expect(then.fields.first { $0.name == "title" }?.value == "Engineer")
    let gone = try store.profile(person, at: Moment.afterDays(6), now: Self.now)
    #expect(gone == .failure(.nobodyThen(name: "Ada Okafor", at: Moment.afterDays(6))))
    let log = try store.log(of: person.key, from: nil, to: nil)
    #expect(
      Set(log.map(\.sentence)) == ["account gone", "left engineers", "lost role reader"])
    // Back again: what they had before was lost with the account.
    try store.users("idp", [Self.ada(roles: [])], at: Moment.afterDays(7))
    #expect(try past(store, day: 4).grants.map(\.entitlement.display).contains("reader"))
    let back = try past(store, day: 8).grants
    #expect(back.map(\.entitlement.display) == ["account on idp", "engineers"])
    #expect(back.allSatisfy { $0.reason == .unexplained && $0.firstSeen == Moment.afterDays(7) })
  }

  @Test func whoCameLaterWasNotThereBefore() throws {
    let store = try store()
    let bruno = Sample.user("b", name: "Bruno Lima", mail: "bruno@example.com")
    try store.users("idp", [Self.ada(), Self.chen, bruno], at: Moment.afterDays(3))
    let before = try store.profile(People.bruno, at: Moment.afterDays(2), now: Self.now)
    #expect(before == .failure(.nobodyThen(name: "Bruno Lima", at: Moment.afterDays(2))))
    let grants = try #require(try store.profile(People.bruno.key, now: Self.now)).grants
    #expect(grants.map(\.reason) == [.unexplained])
  }

  @Test func whatIsNotKnownIsSaid() throws {
    let empty = try Store.inMemory()
    let none = try empty.profile(People.ada, at: Moment.start, now: Self.now)
    #expect(none == .failure(.beforeHistory(at: Moment.start, begins: nil)))
    let store = try store()
    let early = Moment.afterDays(-1)
    #expect(
      try store.profile(People.ada, at: early, now: Self.now)
        == .failure(.beforeHistory(at: early, begins: Moment.start)))
    let late = Moment.afterDays(200)
    #expect(
      try store.profile(People.ada, at: late, now: Self.now) == .failure(.inTheFuture(late)))
    // A server that was added later is no part of what was before.
    try store.users(
      "chat", [Sample.user("x", name: "ada", mail: "ada@example.com")], at: Moment.afterDays(9))
    let then = try past(store, day: 8)
    #expect(then.accounts.map(\.server) == ["idp"])
    #expect(
      then.past?.unknown == [HistoryStart(server: "chat", begins: Moment.afterDays(9))])
  }

  /// The mirror is dropped and read anew: what was before that is told, not shown.
  @Test func aServerThatIsReadAnewBeginsAnew() throws {
    let store = try store()
    try store.users("idp", [Self.ada(title: "Manager"), Self.chen], at: Moment.afterDays(1))
    let kept = try count(store)
    try store.forgetMirror(server: "idp", now: Moment.afterDays(2))
    #expect(try count(store) == kept)
    try store.users("idp", [Self.ada(title: "Manager"), Self.chen], at: Moment.afterDays(3))
    let early = Moment.afterDays(0.5)
    #expect(
      try store.profile(People.ada, at: early, now: Self.now)
        == .failure(.beforeHistory(at: early, begins: Moment.afterDays(3))))
    let log = try store.log(of: People.ada.key, from: nil, to: nil)
    #expect(log.contains { $0.sentence == "title: Engineer → Manager" })
  }

  @Test func nestedGroupsAreFollowedAsTheyWere() throws {
    let store = try store()
    var everybody = Sample.group("g3", "everybody")
    everybody["members"] = [["value": "g1", "type": "Group"]]
    let engineers = Sample.group("g1", "engineers", members: ["a"])
    try store.groups("idp", [engineers, everybody], at: Moment.afterDays(1))
    everybody["members"] = []
    try store.groups("idp", [engineers, everybody], at: Moment.afterDays(2))
    func through(_ day: Double) throws -> [GrantReason] {
      try past(store, day: day).grants.filter { $0.entitlement.display == "everybody" }
        .map(\.reason)
    }
    #expect(try through(0.5) == [])
    #expect(try through(1.5) == [.through(group: "engineers")])
    #expect(try through(2.5) == [])
  }

  @Test func anAccountThatWentToAnotherPersonWasTheFirstOnesBefore() throws {
    let store = try store()
    try store.users(
      "chat",
      [
        Sample.user("x", name: "Ada", userName: "x", mail: "ada@example.com"),
        Sample.user("y", name: "Bruno", userName: "y", mail: "bruno@example.com"),
      ])
    let outcome = try store.link(
      AccountReference(server: "chat", id: "x", userName: "x"), to: .person(People.bruno.key),
      actor: People.priya, reason: "his", needsSecond: false, now: Moment.afterDays(3))
    #expect(outcome == .linked)
    #expect(try past(store, day: 2).accounts.map(\.server) == ["chat", "idp"])
    #expect(try past(store, day: 4).accounts.map(\.server) == ["idp"])
    let bruno = try store.profile(People.bruno, at: Moment.afterDays(2), now: Self.now).get()
    #expect(bruno.accounts.map(\.id) == ["y"])
  }

  /// A new address makes another key of the same person: their past stays theirs.
  @Test func aNewKeyKeepsItsPast() throws {
    let store = try store()
    try store.users(
      "idp", [Self.ada(mail: "ada.new@example.com"), Self.chen], at: Moment.afterDays(3))
    let person = People.reference("ada.new@example.com", "Ada Okafor")
    let then = try store.profile(person, at: Moment.afterDays(2), now: Self.now).get()
    #expect(then.fields.first { $0.name == "emails" }?.value == "ada@example.com")
  }

  @Test func attributesThatNoRFCNamesAreKeptToo() throws {
    let store = try store()
    var ada = Self.ada()
    ada["urn:example:Badge"] = ["number": "4711"]
    try store.users("idp", [ada, Self.chen], at: Moment.afterDays(1))
    ada["urn:example:Badge"] = ["number": "4712"]
    try store.users("idp", [ada, Self.chen], at: Moment.afterDays(2))
    #expect(try past(store, day: 0.5).extras == [])
    let extra = try #require(try past(store, day: 1.5).extras.first)
    #expect(extra.path == "urn:example:Badge:number" && extra.value == "4711")
    #expect(try past(store, day: 2.5).extras.map(\.value) == ["4712"])
  }

  @Test func aDifferenceTellsWhatCameWentAndChanged() throws {
    let store = try store()
    try store.users(
      "idp", [Self.ada(title: "Manager", roles: ["writer"]), Self.chen], at: Moment.afterDays(1))
    let diff = try store.difference(
      of: People.ada, from: Moment.afterDays(0.5), to: nil, now: Self.now
    ).get()
    #expect(
      diff.fields == [
        .init(name: "title", server: "idp", old: "Engineer", new: "Manager")
      ])
    #expect(diff.gained.map(\.entitlement.display) == ["writer"])
    #expect(diff.lost.map(\.entitlement.display) == ["reader"])
    #expect(diff.accounts == [])
    let back = try store.difference(
      of: People.ada, from: Self.now, to: Moment.afterDays(1), now: Self.now)
    #expect(back == .failure(.backwards(from: Self.now, to: Moment.afterDays(1))))
    try store.removeResource(server: "idp", type: "User", id: "a", now: Moment.afterDays(5))
    let gone = try store.difference(
      of: People.ada, from: Moment.afterDays(2), to: nil, now: Self.now
    ).get()
    #expect(gone.accounts.map(\.kind) == [.removed])
    #expect(gone.lost.map(\.entitlement.display) == ["engineers", "writer"])
  }

  /// Random changes: each moment in between shows what the server showed then.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func everyMomentIsAsItWas(seed: UInt64) throws {
    var numbers = Numbers(state: seed)
    let store = try Store.inMemory()
    var seen: [(day: Double, words: [String])] = []
    for day in 0..<20 {
      let isThere = day == 0 || numbers.number(below: 5) > 0
      let title = ["Engineer", "Manager", nil].randomElement(using: &numbers) ?? nil
      let roles = ["r1", "r2", "r3"].filter { _ in numbers.number(below: 2) == 0 }
      let ada = Self.ada(
        title: title, roles: roles, active: numbers.number(below: 4) > 0, manager: nil)
      let at = Moment.afterDays(Double(day))
      if isThere {
        _ = try store.saveDelta(
          MirrorPage([ada]), server: "idp", type: "User", isLast: true, now: at)
      } else {
        try store.removeResource(server: "idp", type: "User", id: "a", now: at)
      }
      if day == 0 { try store.users("idp", [ada, Self.chen], at: at) }
      let groups = ["g1", "g2"].map { id in
        Sample.group(id, id, members: numbers.number(below: 2) == 0 ? ["a"] : [])
      }
      try store.groups("idp", groups, at: at)
      let present = try store.profile(People.ada.key, now: at)
      seen.append((Double(day) + 0.5, present.map(words) ?? []))
    }
    for (day, expected) in seen {
      let then = try store.profile(People.ada, at: Moment.afterDays(day), now: Self.now)
      let shown: [String]
      switch then {
      case .success(let profile): shown = words(profile)
      case .failure(.nobodyThen): shown = []
      case .failure(let refusal): throw refusal
      }
      #expect(shown == expected, "day \(day)")
    }
  }
}
