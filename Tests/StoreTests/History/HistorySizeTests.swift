import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

/// How much the history of a year takes; `swift test --filter HistorySizeTests` prints it.
@Suite struct HistorySizeTests {
  private static let people = 2_000
  private static let groupCount = 40

  private static func user(_ number: Int, _ month: Int) -> JSON {
    // One in twelve changes each month: a title, and at times a department and a manager.
    let changes = (0...month).filter { $0 > 0 && (number &+ $0) % 12 == 0 }.count
    return Sample.user(
      "2819c223-7f76-453a-919d-\(413_861_900_000 + number)", name: "Person Number\(number)",
      userName: "person.number\(number)@example.com",
      mail: "person.number\(number)@example.com",
      title: "Engineer \((number &+ changes) % 50)", department: "Department \(changes % 7)",
      manager: "2819c223-7f76-453a-919d-\(413_861_900_000 + (number &+ changes) % people)")
  }

  private static func group(_ number: Int, _ month: Int) -> JSON {
    // Each month some leave and some join.
    let members = (0..<people).filter { ($0 / 4 &+ number &* 7 &+ month) % groupCount == 0 }
    return Sample.group(
      "9f2c0c1e-77aa-4c1d-8a55-\(100_000_000_000 + number)", "team-\(number)",
      members: members.map { "2819c223-7f76-453a-919d-\(413_861_900_000 + $0)" })
  }

  @Test func aChangeTakesFewBytes() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.database)
    func read(month: Int) throws {
      let at = Moment.afterDays(Double(month) * 30)
      try store.users("idp", (0..<Self.people).map { Self.user($0, month) }, at: at)
      try store.groups("idp", (0..<Self.groupCount).map { Self.group($0, month) }, at: at)
    }
    try read(month: 0)
    let before = try bytes(store)
    #expect(try changes(store) == 0)
    for month in 1...12 { try read(month: month) }
    let (size, count) = (try bytes(store) - before, try changes(store))
    let each = Double(size) / Double(count)
    print(
      "history: \(Self.people) people, 12 months, \(count) changes, \(size) bytes,"
        + " \(Int(each.rounded())) bytes a change")
    #expect(count > 10_000)
    #expect(each < 48)
  }

  private func changes(_ store: Store) throws -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger_history_change") ?? 0 }
  }

  /// What the tables of the history and their indexes take in whole pages.
  private func bytes(_ store: Store) throws -> Int {
    try store.read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'ledger\\_history%' ESCAPE '\\'
          """) ?? 0
    }
  }
}
