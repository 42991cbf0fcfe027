import Foundation
import GRDB
import Governance
import Testing

@testable import Store

/// A damaged database is told, kept, and gives back what can be read of the ledger.
@Suite struct DatabaseRepairTests {
  private let damaged: DamagedDatabase

  init() throws { damaged = try DamagedDatabase() }

  private func repair() throws -> RepairReport {
    try #require(try DatabaseRepair.run(damaged.path, now: Moment.start))
  }

  /// What the repair keeps: the damaged file as it was, and nothing that it needed on the way.
  private func expectKept(_ before: Data, _ report: RepairReport) throws {
    #expect(try Data(contentsOf: URL(filePath: report.savedFile)) == before)
    let folder = (damaged.path as NSString).deletingLastPathComponent
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!files.contains { $0.contains("salvage") || $0.contains("repaired") }, "\(files)")
  }

  /// Every row of before, and one more audit record.
  private func expectWhole(_ report: RepairReport) throws {
    #expect(report.isComplete, "\(report)")
    #expect(report.heldActionCount == 0)
    let store = try Store(path: damaged.path)
    let now = try DamagedDatabase.ledger(store)
    for (table, rows) in damaged.ledger {
      let kept = table == "ledger_audit" ? Array((now[table] ?? []).dropLast()) : now[table] ?? []
      #expect(kept.count == rows.count, "\(table)")
      #expect(plain(kept) == plain(rows), "\(table)")
    }
    #expect(try store.auditHead()?.event == "database.repaired")
    #expect(try store.isAuditIntact())
    // The mirror is to be read from the start.
    #expect(try store.names() == [])
    #expect(try store.syncState(server: "s0") == nil)
    #expect(try DatabaseCheckup.problems(damaged.path) == [])
    for file in [damaged.path, report.savedFile] {
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == 0o600, "\(file)")
    }
  }

  /// Rows without what a repair changes on purpose.
  private func plain(_ lines: [DamagedDatabase.Line]) -> [DamagedDatabase.Line] {
    lines.map { line in line.filter { $0.key != "is_in_doubt" } }
  }

  @Test func aWholeDatabaseIsLeftAlone() throws {
    let before = try damaged.contents()
    #expect(try DatabaseCheckup.problems(damaged.path) == [])
    #expect(try DatabaseRepair.run(damaged.path, now: Moment.start) == nil)
    #expect(try damaged.contents() == before)
  }

  @Test func damageToTheMirrorCostsNothingOfTheLedger() throws {
    let pages = damaged.pages.filter { $0.key.hasPrefix("mirror_") }.flatMap(\.value)
    try damaged.damage(pages: pages.sorted())
    let before = try damaged.contents()
    #expect(damaged.code() == .corrupt)
    #expect(try !DatabaseCheckup.problems(damaged.path).isEmpty)
    try damaged.write(before)
    let report = try repair()
    try expectKept(before, report)
    try expectWhole(report)
  }

  /// Every index of the ledger gone: the rows are in the tables.
  @Test func damageToIndexesCostsNothing() throws {
    let tables = Set(damaged.ledger.keys)
    let pages = damaged.pages.filter { $0.key.hasPrefix("ledger_") && !tables.contains($0.key) }
      .flatMap(\.value)
    #expect(!pages.isEmpty)
    try damaged.damage(pages: pages)
    let before = try damaged.contents()
    let report = try repair()
    try expectKept(before, report)
    try expectWhole(report)
  }

  static let headers: [(Range<Int>, UInt8)] = [
    (0..<16, 0), (0..<100, 0), (0..<100, 0xFF), (16..<18, 0x33), (18..<24, 9), (44..<48, 0x77),
  ]

  @Test(arguments: headers)
  func aDamagedHeaderCostsNothing(_ range: Range<Int>, _ byte: UInt8) throws {
    var data = try damaged.contents()
    data.replaceSubrange(range, with: Data(repeating: byte, count: range.count))
    try damaged.write(data)
    #expect(damaged.code() == .corrupt)
    #expect(try damaged.contents() == data)
    let report = try repair()
    try expectKept(data, report)
    try expectWhole(report)
  }

  /// Without the first page, nobody knows which table is where.
  @Test func aLostFirstPageCostsNothing() throws {
    let schema = try #require(damaged.pages["sqlite_schema"])
    #expect(schema.count > 1)
    for pages in [[1], schema, Array(schema.dropFirst())] {
      let whole = try DamagedDatabase()
      try whole.damage(pages: pages)
      let before = try whole.contents()
      #expect(whole.code() == .corrupt)
      let report = try #require(try DatabaseRepair.run(whole.path, now: Moment.start))
      #expect(report.isComplete, "\(pages): \(report)")
      #expect(try Data(contentsOf: URL(filePath: report.savedFile)) == before)
      let now = try DamagedDatabase.ledger(try Store(path: whole.path))
      #expect(now["ledger_request"]?.count == 120)
      #expect(now["ledger_audit"]?.count == (whole.ledger["ledger_audit"]?.count ?? 0) + 1)
    }
  }

  @Test func anEmptiedFileIsToldAndNothingIsClaimed() throws {
    let log = Data(repeating: 7, count: 5_000)
    try damaged.write(Data())
    try damaged.write(log, "-wal")
    #expect(damaged.code() == .corrupt)
    #expect(try damaged.contents("-wal") == log)
    let report = try repair()
    #expect(!report.isComplete)
    #expect(report.tables.allSatisfy { $0.copiedCount == 0 && !$0.isComplete })
    #expect(try Data(contentsOf: URL(filePath: report.savedFile + "-wal")) == log)
    #expect(try Store(path: damaged.path).auditHead()?.event == "database.repaired")
  }

  @Test func garbageInTheLogCostsNothingOfTheFile() throws {
    let before = try damaged.contents()
    let log = Data((0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try damaged.write(log, "-wal")
    #expect(damaged.code() == .corrupt)
    #expect(try damaged.contents("-wal") == log)
    let report = try repair()
    try expectKept(before, report)
    #expect(try Data(contentsOf: URL(filePath: report.savedFile + "-wal")) == log)
    try expectWhole(report)
  }

  /// What was committed to the log alone is carried over as well.
  @Test func theLogIsReadWhenTheFileIsDamaged() throws {
    let store = try Store(path: damaged.path)
    _ = try store.approve(.sample("late"))
    var data = try damaged.contents()
    data.replaceSubrange(0..<100, with: Data(repeating: 0, count: 100))
    let copy = try TemporaryFolder()
    let path = copy.path + "/countersign.db"
    try data.write(to: URL(filePath: path))
    try damaged.contents("-wal").write(to: URL(filePath: path + "-wal"))
    let report = try #require(try DatabaseRepair.run(path, now: Moment.start))
    #expect(report.isComplete, "\(report)")
    #expect(try Store(path: path).actions(for: RequestID(rawValue: "late")).count == 1)
  }

  @Test(arguments: [0.05, 0.3, 0.6, 0.95])
  func aTruncatedFileGivesWhatIsLeft(_ share: Double) throws {
    let whole = try damaged.contents()
    let data = whole.prefix(Int(Double(whole.count) * share))
    try damaged.write(Data(data))
    #expect(damaged.code() == .corrupt)
    #expect(try damaged.contents() == data)
    let report = try repair()
    try expectKept(Data(data), report)
    try expectTrue(report)
  }

  /// Any pages at all: no row is changed, and nothing is called whole that is not.
  @Test(arguments: 1...12)
  func flippedPagesGiveWhatIsLeft(_ seed: Int) throws {
    var random = Numbers(state: UInt64(seed) &* 7_919 &+ 3)
    let count = try damaged.contents().count / damaged.pageSize
    let ledger = damaged.pages.filter { $0.key.hasPrefix("ledger_") }.flatMap(\.value)
    var pages = [ledger[random.number(below: ledger.count)]]
    for _ in 0..<random.number(below: 6) { pages.append(1 + random.number(below: count)) }
    try damaged.damage(pages: pages)
    let before = try damaged.contents()
    let report = try repair()
    try expectKept(before, report)
    try expectTrue(report)
  }

  /// What was carried over is as it was; what was not is told; what may be unsafe waits.
  private func expectTrue(_ report: RepairReport) throws {
    let store = try Store(path: damaged.path)
    let now = try DamagedDatabase.ledger(store)
    let held: Set = ["status", "updated", "advice"]
    var isAll = true
    for (table, lines) in damaged.ledger {
      func known(_ lines: [DamagedDatabase.Line]) -> [DamagedDatabase.Line] {
        plain(lines).map { line in
          line.filter { table != "ledger_action" || !held.contains($0.key) }
        }
      }
      let old = Set(known(lines))
      let kept = known(now[table] ?? []).filter { old.contains($0) }
      let more = table == "ledger_audit" ? 1 : 0
      #expect(kept.count == (now[table]?.count ?? 0) - more, "\(table) has rows that never were")
      if kept.count < lines.count { isAll = false }
    }
    #expect(report.isComplete ? isAll : true, "\(report)")
    if !report.isComplete {
      #expect(try store.dueActions(server: "idp", now: Moment.afterDays(400)).isEmpty)
    }
    #expect(try DatabaseCheckup.problems(damaged.path) == [])
  }
}
