import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct StoreFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mode(_ path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  private func code(opening path: String) -> StoreError.Code? {
    do throws(StoreError) {
      _ = try Store(path: path)
      return nil
    } catch {
      #expect(!error.sentence.isEmpty && !error.advice.isEmpty)
      return error.code
    }
  }

  @Test func theFileIsItsOwnersAlone() throws {
    let store = try Store(path: folder.database)
    try store.users("hr", [Sample.user("1")])
    for suffix in ["", "-wal", "-shm"] {
      #expect(try mode(folder.database + suffix) == 0o600, "\(suffix)")
    }
    #expect(try mode((folder.database as NSString).deletingLastPathComponent) == 0o700)
  }

  @Test func whatWasSavedIsThereAgain() throws {
    do {
      let store = try Store(path: folder.database)
      try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
      _ = try store.approve(.sample("r1"))
    }
    let store = try Store(path: folder.database)
    #expect(try store.names("ada") == ["Ada Okafor"])
    #expect(try store.actions(for: .init(rawValue: "r1")).count == 1)
    #expect(try store.isAuditIntact())
  }

  @Test func aNewerDatabaseIsRefusedAndLeftAlone() throws {
    do {
      let store = try Store(path: folder.database)
      try store.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    }
    let before = try Data(contentsOf: URL(filePath: folder.database))
    #expect(code(opening: folder.database) == .newerDatabase)
    #expect(throws: StoreError.self) { try DatabaseCheckup.problems(folder.database) }
    #expect(throws: StoreError.self) { try DatabaseRepair.run(folder.database, now: Moment.start) }
    #expect(try Data(contentsOf: URL(filePath: folder.database)) == before)
    let queue = try DatabaseQueue(path: folder.database)
    #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 99)
  }

  @Test func anotherProgramsDatabaseIsRefused() throws {
    let path = folder.path + "/other.db"
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
    }
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(code(opening: path) == .foreignFile)
    #expect(throws: StoreError.self) { try DatabaseRepair.run(path, now: Moment.start) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  /// Its last page is in the log: the version of another program is nowhere else.
  @Test func aNewerDatabaseInTheLogIsLeftAlone() throws {
    let store = try Store(path: folder.database)
    try store.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    let path = folder.path + "/copy.db"
    var before: [Data] = []
    for suffix in ["", "-wal"] {
      let data = try Data(contentsOf: URL(filePath: folder.database + suffix))
      try data.write(to: URL(filePath: path + suffix))
      before.append(data)
    }
    #expect(code(opening: path) == .newerDatabase)
    let after = try ["", "-wal"].map { try Data(contentsOf: URL(filePath: path + $0)) }
    #expect(after == before)
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let path = folder.path + "/letter.txt"
    try String(repeating: "Dear Ada,\n", count: 500).write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(code(opening: path) == .foreignFile)
  }

  @Test func aDamagedFileSaysSo() throws {
    do {
      let store = try Store(path: folder.database)
      try store.users("hr", (0..<500).map { Sample.user("\($0)", name: "Person \($0)") })
      _ = try store.database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.database))
    let size = try handle.seekToEnd()
    for page in stride(from: UInt64(8_192), to: size, by: 8_192) {
      try handle.seek(toOffset: page)
      try handle.write(contentsOf: Data(repeating: 0xA5, count: 8_192))
    }
    try handle.close()
    #expect(code(opening: folder.database) == .corrupt)
  }

  @Test func aFullDiskLosesNothingThatWasSaved() throws {
    let store = try Store(path: folder.database)
    _ = try store.approve(.sample("r1"))
    try store.database.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    let many = (0..<2_000).map { Sample.user("\($0)", name: "Person \($0)") }
    let error = #expect(throws: StoreError.self) { try store.users("hr", many) }
    #expect(error?.code == .diskFull)
    #expect(try store.actions(for: .init(rawValue: "r1")).count == 1)
    #expect(try store.resourceCount(server: "hr", type: "User") == 0)
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA max_page_count = 1000000")
    }
    try store.users("hr", many)
    #expect(try store.resourceCount(server: "hr", type: "User") == 2_000)
  }

  @Test func aLockedDatabaseSaysSo() throws {
    let store = try Store(path: folder.database)
    try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: folder.database, configuration: configuration)
    try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let error = #expect(throws: StoreError.self) {
      try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    }
    #expect(error?.code == .locked)
    // Readers do not wait for whoever writes.
    #expect(try store.names() == [])
    try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    #expect(try store.submit([.sample("r1")], actor: People.chen, now: Moment.start) == 1)
  }

  @Test func aPlaceThatCannotBeWrittenSaysSo() throws {
    #expect(code(opening: "/proc/nowhere/countersign.db") == .unreachable)
    #expect(code(opening: folder.path) == .unreachable)
  }

  @Test func twoProcessesMayOpenANewFileAtOnce() async throws {
    let path = folder.database
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do { _ = try Store(path: path) } catch { Issue.record(error) }
        }
      }
    }
    #expect(code(opening: path) == nil)
  }

  @Test func migrationsAreTakenOnceEach() throws {
    let queue = try DatabaseQueue()
    let steps = ["CREATE TABLE one (a);", "CREATE TABLE two (a);"]
    try Migrations.run(on: queue, steps: [steps[0]])
    try Migrations.run(on: queue, steps: steps)
    try Migrations.run(on: queue, steps: steps)
    let tables = try queue.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema ORDER BY name")
    }
    #expect(tables == ["one", "two"])
  }

  @Test func aStepThatFailsLeavesTheOldSchema() throws {
    let queue = try DatabaseQueue()
    try Migrations.run(on: queue, steps: ["CREATE TABLE one (a);"])
    #expect(throws: (any Error).self) {
      try Migrations.run(
        on: queue, steps: ["CREATE TABLE one (a);", "CREATE TABLE two (a); CREATE TABLE one (b);"])
    }
    let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    #expect(version == 1)
    #expect(try queue.read { try !$0.tableExists("two") })
  }

  @Test func errorsHoldNoValues() {
    let error = StoreError(
      DatabaseError(
        resultCode: .SQLITE_CONSTRAINT, message: "UNIQUE failed: ada@example.com", sql: "INSERT",
        arguments: ["secret"]))
    #expect(error.code == .database)
    #expect(!error.description.contains("ada@example.com"))
    #expect(!error.description.contains("secret"))
  }
}

@Suite struct ChangeTests {
  private final class Counter: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var value = 0
    func add() { lock.withLock { value += 1 } }
    var count: Int { lock.withLock { value } }
  }

  @Test func everyCommitIsToldUntilTheTokenIsGone() throws {
    let store = try Store.inMemory()
    let counter = Counter()
    var token: ChangeToken? = store.onChange { counter.add() }
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    try store.saveSyncState(SyncState(server: "hr"))
    #expect(counter.count == 2)
    _ = try store.names()
    #expect(throws: StoreError.self) {
      try store.submit(
        [.sample("r1", justification: "other")], actor: People.chen, now: Moment.start)
    }
    #expect(counter.count == 2)
    withExtendedLifetime(token) {}
    token = nil
    try store.saveSyncState(SyncState(server: "hr"))
    #expect(counter.count == 2)
  }

  @Test func nothingIsWrittenWhenNothingHappens() throws {
    let store = try Store.inMemory()
    let counter = Counter()
    let token = store.onChange { counter.add() }
    #expect(try store.expireRequests(now: Moment.start) == 0)
    try store.saveRisk(Risk(reasons: []), for: .init(rawValue: "r1"))
    #expect(counter.count == 0)
    withExtendedLifetime(token) {}
  }
}
