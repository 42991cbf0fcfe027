import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

/// A first reading leaves its newest rows out of the indexes: nobody may be misled by that.
@Suite struct MirrorTailTests {
  private func begin(_ store: Store, _ server: String = "hr") throws -> Walk {
    try store.beginWalk(server: server, type: "User", from: .index(1), now: Moment.start)
  }

  @discardableResult
  private func save(
    _ store: Store, _ walk: Walk, _ users: [JSON], at now: Date = Moment.start
  ) throws -> PageOutcome {
    try store.savePage(MirrorPage(users), walk: walk, next: .index(9), now: now)
  }

  private func user(_ id: String, mail: String? = nil, manager: String? = nil) -> JSON {
    Sample.user(id, name: "Person \(id)", mail: mail ?? "\(id)@example.com", manager: manager)
  }

  @Test func peopleAppearWhileASlowServerIsRead() throws {
    let store = try Store.inMemory()
    let walk = try begin(store)
    try save(store, walk, [user("1")])
    #expect(try store.names("person") == [])
    try save(store, walk, [user("2")], at: Moment.after(2))
    #expect(try store.names("person") == ["Person 1", "Person 2"])
    #expect(try store.people(named: "mail:1@example.com").count == 1)
    try store.expectWholeIndexes()
  }

  @Test func whatAKilledReadingLeftIsThereForTheNextProcess() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try Store(path: folder.database)
      try save(store, try begin(store), [user("1"), user("2")])
      #expect(try store.names("person") == [])
    }
    let store = try Store(path: folder.database)
    #expect(try store.names("person") == ["Person 1", "Person 2"])
    try store.expectWholeIndexes()
  }

  @Test func whoWritesBetweenTwoPagesFindsWhatIsNotIndexed() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (try Store(path: folder.database), try Store(path: folder.database))
    let walk = try begin(first)
    try save(first, walk, [user("1"), user("2")])
    let changed = user("2", mail: "two@example.com")
    let outcome = try second.saveResource(
      server: "hr", type: "User", bytes: changed.bytes, now: Moment.after(1))
    #expect(outcome.changed == 1)
    #expect(outcome.added == 0)
    try second.expectWholeIndexes()
    #expect(try save(first, walk, [changed, user("3")]).newInWalk == 1)
    _ = try first.finishWalk(walk, isComplete: true, now: Moment.after(2))
    #expect(try first.resourceCount(server: "hr", type: "User") == 3)
    try first.expectWholeIndexes()
  }

  @Test func twoProcessesReadOnePersonForTheFirstTime() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (try Store(path: folder.database), try Store(path: folder.database))
    let (hr, idp) = (try begin(first, "hr"), try begin(second, "idp"))
    for id in ["1", "2", "3"] {
      try save(first, hr, [user(id)])
      try save(second, idp, [user("i\(id)", mail: "\(id)@example.com")])
    }
    _ = try first.finishWalk(hr, isComplete: true, now: Moment.start)
    _ = try second.finishWalk(idp, isComplete: true, now: Moment.start)
    #expect(try first.people(search: "", offset: 0, count: 9).total == 3)
    let ada = IdentityKey(rawValue: "mail:1@example.com")
    let accounts = try first.read { try AccountReader($0, priority: []).accounts(of: ada) }
    #expect(accounts.count == 2)
    try first.expectWholeIndexes()
  }

  @Test func aRowIDThatIsGivenAgainIsIndexedAgain() throws {
    let store = try Store.inMemory()
    try store.users("hr", [user("1", manager: "2"), user("2", manager: "1"), user("3")])
    #expect(
      try store.removeResource(server: "hr", type: "User", id: "3", now: Moment.after(1)))
    try store.expectWholeIndexes()
    try store.users("hr", [user("1", manager: "4"), user("2"), user("4", manager: "1")])
    #expect(try store.account(server: "hr", id: "4") != nil)
    #expect(try store.names("person 4") == ["Person 4"])
    try store.expectWholeIndexes()
  }

  @Test func aPersonWithAnothersRowIDIsNotTakenForIndexed() throws {
    let store = try Store.inMemory()
    try store.users("hr", [user("1"), user("2"), user("3")])
    // The last person goes, a new one gets the row id and, at once, a second account.
    let page = [
      user("3", mail: "1@example.com"), user("4"),
      Sample.user("0", name: "Person 0", mail: "4@example.com"),
    ]
    _ = try store.saveDelta(
      MirrorPage(page), server: "hr", type: "User", isLast: true, now: Moment.after(1))
    #expect(try store.names("person") == ["Person 0", "Person 1", "Person 2"])
    try store.expectWholeIndexes()
  }

  @Test func whoChangesWhileTheyAreReadForTheFirstTimeIsTheSame() throws {
    let store = try Store.inMemory()
    let walk = try begin(store)
    try save(store, walk, [user("1"), user("2")])
    try save(store, walk, [user("2", mail: "other@example.com"), user("3")])
    try save(store, walk, [user("3", mail: "other@example.com")])
    _ = try store.finishWalk(walk, isComplete: true, now: Moment.start)
    #expect(try store.people(search: "", offset: 0, count: 9).total == 2)
    #expect(try store.people(named: "mail:2@example.com") == [])
    try store.expectWholeIndexes()
  }

  /// First readings in two processes, changes and removals between their pages, in any order.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func indexesAreWholeAfterAnyHistory(seed: UInt64) throws {
    var numbers = Numbers(state: seed &* 7_919 &+ 5)
    let folder = try TemporaryFolder()
    let stores = [try Store(path: folder.database), try Store(path: folder.database)]
    let servers = ["hr", "idp"]
    var walks = try zip(stores, servers).map { try begin($0, $1) }
    var now = Moment.start
    for _ in 0..<30 {
      let index = Int.random(in: 0..<2, using: &numbers)
      let (store, server) = (stores[index], servers[index])
      now += Double.random(in: 0..<1.5, using: &numbers)
      func anyID() -> String { "\(Int.random(in: 1...9, using: &numbers))" }
      func anyUser() -> JSON {
        user(anyID(), mail: "\(anyID())@example.com", manager: anyID())
      }
      switch Int.random(in: 0..<8, using: &numbers) {
      case 0...4: try save(store, walks[index], [anyUser(), anyUser()], at: now)
      case 5:
        _ = try stores[1 - index].saveResource(
          server: server, type: "User", bytes: anyUser().bytes, now: now)
      case 6:
        try stores[1 - index].removeResource(server: server, type: "User", id: anyID(), now: now)
      default:
        _ = try store.finishWalk(walks[index], isComplete: true, now: now)
        walks[index] = try begin(store, server)
      }
    }
    for (store, walk) in zip(stores, walks) {
      _ = try store.finishWalk(walk, isComplete: false, now: now)
    }
    try stores[0].expectWholeIndexes()
  }
}

extension Store {
  /// Each row is in its index, once, and nothing else is.
  fileprivate func expectWholeIndexes(
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let pairs = [
      ("SELECT ref, collection, rid FROM mirror_resource", "mirror_resource_ref"),
      ("SELECT key_hash, pid FROM mirror_person", "mirror_person_key"),
      (
        "SELECT manager_ref, rid FROM mirror_account WHERE manager_ref IS NOT NULL",
        "mirror_account_manager"
      ),
      ("SELECT name_order, pid FROM mirror_person", "mirror_name"),
      ("SELECT pid, 0 FROM mirror_person", "(SELECT DISTINCT doc, 0 FROM mirror_term)"),
    ]
    try read { database in
      for (rows, index) in pairs {
        let expected = try Row.fetchAll(database, sql: "\(rows) ORDER BY 1, 2")
        let found = try Row.fetchAll(database, sql: "SELECT * FROM \(index) ORDER BY 1, 2")
        #expect(
          found.map { Array($0.databaseValues) } == expected.map { Array($0.databaseValues) },
          "\(index)", sourceLocation: location)
      }
      let twins = try Int.fetchOne(
        database,
        sql: "SELECT count(*) - count(DISTINCT collection || ' ' || id) FROM mirror_resource")
      #expect(twins == 0, sourceLocation: location)
    }
  }
}
