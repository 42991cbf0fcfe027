import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct WalkTests {
  private func save(
    _ store: Store, _ walk: Walk, _ users: [JSON], next: Int = 1, at now: Date = Moment.start
  ) throws -> PageOutcome {
    try store.savePage(MirrorPage(users), walk: walk, next: .index(next), now: now)
  }

  @Test func countsWhatBecameOfEachResource() throws {
    let store = try Store.inMemory()
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    var expected = PageOutcome()
    expected.added = 2
    expected.newInWalk = 2
    let users = [Sample.user("1"), Sample.user("2")]
    #expect(try save(store, walk, users) == expected)

    expected = PageOutcome()
    expected.changed = 1
    expected.unchanged = 1
    let changed = [Sample.user("1"), Sample.user("2", title: "Director")]
    #expect(try save(store, walk, changed) == expected)
    #expect(try store.resourceCount(server: "hr", type: "User") == 2)
  }

  @Test func passesOverWhatIsNoResource() throws {
    let store = try Store.inMemory()
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    let page = MirrorPage([["userName": "no id"], Sample.user(""), 7, Sample.user("1")])
    let outcome = try store.savePage(page, walk: walk, next: .index(5), now: Moment.start)
    #expect(outcome.rejected == 3)
    #expect(outcome.added == 1)
    let beyond = MirrorPage(bytes: page.bytes, resources: [0..<(page.bytes.count + 1)])
    let second = try store.savePage(beyond, walk: walk, next: .index(5), now: Moment.start)
    #expect(second.rejected == 1)
  }

  @Test func keepsTheBytesAsTheyCame() throws {
    let store = try Store.inMemory()
    let text = #"{ "id" : "1", "userName":"ada", "unknown": 1.50e0 }"#
    let page = MirrorPage(bytes: Array(text.utf8), resources: [0..<text.utf8.count])
    _ = try store.saveDelta(page, server: "hr", type: "User", isLast: true, now: Moment.start)
    let resource = try #require(try store.resource(server: "hr", type: "User", id: "1"))
    #expect(String(decoding: resource.bytes, as: UTF8.self) == text)
  }

  @Test func aPageThatRepeatsBringsNothingNew() throws {
    let store = try Store.inMemory()
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    let users = [Sample.user("1"), Sample.user("2")]
    #expect(try save(store, walk, users).newInWalk == 2)
    #expect(try save(store, walk, users + [Sample.user("3")]).newInWalk == 1)
    #expect(try save(store, walk, users).newInWalk == 0)
  }

  @Test func goesOnAfterAKill() throws {
    let folder = try TemporaryFolder()
    let users = (1...4).map { Sample.user("\($0)") }
    do {
      let store = try Store(path: folder.database)
      let walk = try store.beginWalk(
        server: "hr", type: "User", from: .cursor(""), now: Moment.start)
      _ = try store.savePage(
        MirrorPage(Array(users[..<2])), walk: walk, next: .cursor("c2"), now: Moment.start)
    }
    let store = try Store(path: folder.database)
    let walk = try #require(try store.openWalk(server: "hr", type: "User"))
    #expect(walk.position == .cursor("c2"))
    #expect(walk.done == 2)
    #expect(walk.started == Moment.start)
    // What the first process saw counts: it is neither new nor missing.
    let again = try store.savePage(
      MirrorPage(users), walk: walk, next: .cursor(""), now: Moment.after(5))
    #expect(again.newInWalk == 2)
    let outcome = try store.finishWalk(walk, isComplete: true, now: Moment.after(6))
    #expect(outcome == WalkOutcome())
    #expect(try store.openWalk(server: "hr", type: "User") == nil)
  }

  @Test func aNewWalkEndsTheOldOne() throws {
    let store = try Store.inMemory()
    let old = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    let new = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    #expect(old.id != new.id)
    let error = #expect(throws: StoreError.self) { try save(store, old, [Sample.user("1")]) }
    #expect(error?.code == .notFound)
    #expect(try save(store, new, [Sample.user("1")]).added == 1)
  }

  @Test func anErrorLeavesNothingOfThePage() throws {
    let store = try Store.inMemory()
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    try store.database.write { database in
      try database.execute(
        sql: """
          CREATE TEMP TRIGGER full BEFORE INSERT ON mirror_account WHEN NEW.rid > 2
          BEGIN SELECT raise(ABORT, 'no more'); END
          """)
    }
    let users = (1...4).map { Sample.user("\($0)") }
    #expect(throws: StoreError.self) { try save(store, walk, users) }
    #expect(try store.resourceCount(server: "hr", type: "User") == 0)
    try store.database.write { try $0.execute(sql: "DROP TRIGGER full") }
    #expect(try save(store, walk, users).newInWalk == 4)
  }
}

@Suite struct DeletionTests {
  private let users = (1...6).map { Sample.user("\($0)", mail: "u\($0)@example.com") }

  @Test func onlyTwoCompleteWalksInARowRemove() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    let first = try store.users("hr", Array(users[1...]), at: Moment.after(60))
    #expect(first == WalkOutcome(missingOnce: 1))
    #expect(try store.missingResources(server: "hr", type: "User", limit: 9) == ["1"])
    #expect(try store.names().count == 6)
    let second = try store.users("hr", Array(users[1...]), at: Moment.after(120))
    #expect(second == WalkOutcome(removed: 1))
    #expect(try store.resource(server: "hr", type: "User", id: "1") == nil)
    #expect(try store.names().count == 5)
    #expect(try store.resourceCount(server: "hr", type: "User") == 5)
  }

  @Test func whatIsSeenAgainWasNeverMissing() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    try store.users("hr", Array(users[1...]), at: Moment.after(60))
    try store.users("hr", users, at: Moment.after(120))
    #expect(try store.missingResources(server: "hr", type: "User", limit: 9).isEmpty)
    let outcome = try store.users("hr", Array(users[1...]), at: Moment.after(180))
    #expect(outcome == WalkOutcome(missingOnce: 1))
  }

  @Test func aWalkThatWasCutProvesNothing() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.after(60))
    let outcome = try store.finishWalk(walk, isComplete: false, now: Moment.after(61))
    #expect(outcome == WalkOutcome())
    #expect(try store.missingResources(server: "hr", type: "User", limit: 9).isEmpty)
  }

  @Test(arguments: [0, 1, 2]) func anEmptyOrMuchSmallerListRemovesNothing(left: Int) throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    for time in [60.0, 120, 180] {
      let outcome = try store.users("hr", Array(users[..<left]), at: Moment.after(time))
      #expect(outcome.isGuarded && outcome.removed == 0 && outcome.missingOnce == 0)
    }
    #expect(try store.names().count == 6)
    #expect(try store.missingResources(server: "hr", type: "User", limit: 9).isEmpty)
  }

  @Test func whatIsHeldBackGoesOnlyWhenItWasShown() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    func walk(_ left: Int, _ time: Double, accepts: Bool) throws -> WalkOutcome {
      let walk = try store.beginWalk(
        server: "hr", type: "User", from: .index(1), now: Moment.after(time))
      _ = try store.savePage(
        MirrorPage(Array(users[..<left])), walk: walk, next: .index(9), now: Moment.after(time))
      return try store.finishWalk(
        walk, isComplete: true, acceptsRemovals: accepts, now: Moment.after(time))
    }
    func held() throws -> [HeldRemoval] {
      let server = ConfiguredServer(name: "hr", baseURL: "")
      return try #require(try store.servers([server], now: Moment.after(999)).first).heldRemovals
    }
    // Nobody was shown anything yet.
    #expect(try walk(2, 60, accepts: true).held?.count == 4)
    #expect(try held().map(\.count) == [4] && held().first?.known == 6)
    #expect(try held().first?.names.count == 4)
    // More than what was shown is shown first.
    #expect(try walk(1, 120, accepts: true).held?.count == 5)
    #expect(try store.names().count == 6)
    #expect(try walk(1, 180, accepts: true) == WalkOutcome(removed: 5))
    #expect(try store.names().count == 1)
    #expect(try held() == [])
  }

  @Test func whatComesBackIsNoLongerHeld() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    #expect(try store.users("hr", [], at: Moment.after(60)).isGuarded)
    #expect(try store.users("hr", users, at: Moment.after(120)) == WalkOutcome())
    let server = ConfiguredServer(name: "hr", baseURL: "")
    #expect(try store.servers([server], now: Moment.after(121)).first?.heldRemovals == [])
  }

  @Test func aListOfStrangersRemovesNothing() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    let synthetic = Sample.user("synthetic")
    let outcome = try store.users("hr", [synthetic], at: Moment.after(60))
    #expect(outcome.isGuarded)
    #expect(try store.resourceCount(server: "hr", type: "User") == 7)
  }

  @Test func whatWasCreatedDuringTheWalkIsNotMissing() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.after(60))
    _ = try store.saveResource(
      server: "hr", type: "User", bytes: Sample.user("new").bytes, now: Moment.after(61))
    _ = try store.savePage(
      MirrorPage(users), walk: walk, next: .index(7), now: Moment.after(62))
    let outcome = try store.finishWalk(walk, isComplete: true, now: Moment.after(63))
    #expect(outcome == WalkOutcome())
  }

  @Test func aNotFoundRemovesAtOnce() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    #expect(
      try store.removeResource(server: "hr", type: "User", id: "1", now: Moment.after(60)))
    #expect(
      try !store.removeResource(server: "hr", type: "User", id: "1", now: Moment.after(60)))
    #expect(
      try !store.removeResource(server: "erp", type: "User", id: "1", now: Moment.after(60)))
    #expect(try store.names().count == 5)
    #expect(try store.people(search: "u1", offset: 0, count: 9).total == 0)
  }

  @Test func forgettingAServerLeavesTheOthersAndTheLedger() throws {
    let store = try Store.inMemory()
    try store.users("hr", users)
    try store.users("idp", Array(users[..<2]))
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["1"])])
    try store.walk(
      "idp", "AccessRequest", [[Sample.accessRequest("r1", beneficiary: "1", requester: "2")]])
    try store.forgetMirror(server: "idp", now: Moment.after(60))
    #expect(try store.names().count == 6)
    #expect(try store.resourceCount(server: "idp", type: "User") == 0)
    #expect(try store.syncState(server: "idp") == nil)
    #expect(try store.entitlements(search: "engineers", count: 9).total == 0)
    let request = try #require(try store.request(.init(rawValue: "r1")))
    #expect(request.status == .pending)
    #expect(request.beneficiary.key.rawValue == "mail:u1@example.com")
  }
}

@Suite struct FreshnessTests {
  private func readAt(_ store: Store, _ id: String) throws -> Date? {
    try store.resource(server: "hr", type: "User", id: id)?.readAt
  }

  @Test func anUnchangedResourceIsAsFreshAsTheWalkThatSawIt() throws {
    let store = try Store.inMemory()
    let users = (1...4).map { Sample.user("\($0)") }
    try store.users("hr", users)
    #expect(try readAt(store, "1") == Moment.start)
    try store.users("hr", Array(users[1...]), at: Moment.after(60))
    #expect(try readAt(store, "2") == Moment.after(60))
    // What was not seen is as old as it was.
    #expect(try readAt(store, "1") == Moment.start)
  }

  @Test func aDeltaConfirmsWhatItDoesNotName() throws {
    let store = try Store.inMemory()
    try store.users("hr", [Sample.user("1"), Sample.user("2")])
    let changed = MirrorPage([Sample.user("2", title: "Director")])
    _ = try store.saveDelta(
      changed, server: "hr", type: "User", isLast: false, now: Moment.after(60))
    #expect(try readAt(store, "1") == Moment.start)
    _ = try store.saveDelta(
      MirrorPage([]), server: "hr", type: "User", isLast: true, now: Moment.after(61))
    #expect(try readAt(store, "1") == Moment.after(61))
  }

  @Test func aReadBackIsFreshEvenWhenNothingChanged() throws {
    let store = try Store.inMemory()
    try store.users("hr", [Sample.user("1"), Sample.user("2")])
    let outcome = try store.saveResource(
      server: "hr", type: "User", bytes: Sample.user("1").bytes, version: "W/\"7\"",
      now: Moment.after(60))
    #expect(outcome.unchanged == 1)
    let resource = try #require(try store.resource(server: "hr", type: "User", id: "1"))
    #expect(resource.readAt == Moment.after(60))
    #expect(resource.version == "W/\"7\"")
    #expect(resource.firstSeen == Moment.start)
  }

  @Test func theVersionInTheResourceWinsOverTheHeader() throws {
    let store = try Store.inMemory()
    _ = try store.saveResource(
      server: "hr", type: "User", bytes: Sample.user("1", version: "v1").bytes, version: "other",
      now: Moment.start)
    #expect(try store.resource(server: "hr", type: "User", id: "1")?.version == "v1")
  }
}
