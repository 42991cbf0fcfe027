import Foundation
import GRDB
import Governance
import Testing

@testable import Store

@Suite struct DoubtTests {
  private func fail(_ store: Store, _ id: Int64, isInDoubt: Bool) throws {
    #expect(try store.startSending(id, now: Moment.start))
    try store.finish(
      id, status: .waiting, answer: nil, isInDoubt: isInDoubt, now: Moment.start)
  }

  @Test func aRefusedAttemptLeavesNoDoubt() throws {
    let store = try Store.inMemory()
    let id = try store.approve(.sample("r1"))[0].id
    try fail(store, id, isInDoubt: false)
    #expect(try store.action(id)?.isInDoubt == false)
    try fail(store, id, isInDoubt: true)
    try fail(store, id, isInDoubt: false)
    #expect(try store.action(id)?.isInDoubt == true)
  }

  @Test func anAttemptThatWasCutOffLeavesDoubt() throws {
    let store = try Store.inMemory()
    let id = try store.approve(.sample("r1"))[0].id
    #expect(try store.startSending(id, now: Moment.start))
    #expect(try store.action(id)?.isInDoubt == false)
    // The program was killed; the next one claims it again.
    #expect(try store.startSending(id, now: Moment.start))
    #expect(try store.action(id)?.isInDoubt == true)
  }

  @Test func whatWasTriedByAnEarlierVersionIsInDoubt() throws {
    let folder = try TemporaryFolder()
    let steps = Migrations.steps.prefix { $0 != DoubtSchema.step }
    let queue = try DatabaseQueue(path: folder.path + "/old.db")
    try Migrations.run(on: queue, steps: Array(steps))
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      for (number, attempts) in [(1, 0), (2, 3)] {
        try database.execute(
          sql: """
            INSERT INTO ledger_action (request, number, item, server, operation, plan_digest,
              status, attempts, is_ending, is_manual, updated)
            VALUES ('r1', ?, '1', 'idp', '{}', 'd', 'waiting', ?, 0, 0, 0)
            """, arguments: [number, attempts])
      }
    }
    try Migrations.run(on: queue)
    let doubts = try queue.read {
      try Bool.fetchAll($0, sql: "SELECT is_in_doubt FROM ledger_action ORDER BY number")
    }
    #expect(doubts == [false, true])
  }
}
