import Foundation
import GRDB
import Governance
import Testing

@testable import Store

/// Every status of an action with everything that the dispatcher and people do to it.
@Suite("Actions in the outbox, every status with every event")
struct ActionTransitionTests {
  private func perform(_ event: ActionEvent, _ id: Int64, _ store: Store) throws {
    let answer = ServerAnswer(status: 200, text: "said")
    func finish(_ status: ActionStatus) throws {
      try store.finish(
        id, status: status, answer: answer, retryAt: status == .waiting ? Moment.after(60) : nil,
        now: Moment.after(9))
    }
    switch event {
    case .send: _ = try store.startSending(id, now: Moment.after(9))
    case .confirm: try finish(.applied)
    case .findSatisfied: try finish(.satisfied)
    case .postpone: try finish(.waiting)
    case .conflict: try finish(.conflicted)
    case .fail: try finish(.failed)
    case .requeue: try store.retry(id, actor: People.priya, now: Moment.after(9))
    }
  }

  @Test(
    "Each is what the table says, and a refused one changes nothing",
    arguments: ActionStatus.allCases)
  func table(status: ActionStatus) throws {
    for event in ActionEvent.allCases {
      let store = try Hierarchy.store()
      let action = try #require(try store.approve(.sample("r1")).first)
      try store.write { database in
        try database.execute(
          sql: "UPDATE ledger_action SET status = ? WHERE id = ?",
          arguments: [status.rawValue, action.id])
      }
      let before = try #require(try store.action(action.id))
      let events = try store.events().count
      try perform(event, action.id, store)
      let after = try #require(try store.action(action.id))
      let wanted = status.applying(event).status
      #expect(after.status == wanted ?? status, "\(event) on \(status)")
      let isRecorded = try store.events().count == events + 1
      #expect(isRecorded == (wanted != nil), "\(event) on \(status)")
      if wanted == nil { #expect(after == before, "\(event) on \(status)") }
      #expect(try store.isAuditIntact())
    }
  }

  @Test("What needs an action that conflicted ends with it, failed or not")
  func dependents() throws {
    for status in ActionStatus.allCases {
      let store = try Hierarchy.store()
      let actions = try store.approve(.sample("r1"), [.sample(1), .sample(2, needs: [1])])
      try store.write { database in
        try database.execute(
          sql: "UPDATE ledger_action SET status = ? WHERE id = ?",
          arguments: [status.rawValue, actions[1].id])
      }
      try perform(.conflict, actions[0].id, store)
      let isOpen = [.queued, .waiting, .failed].contains(status)
      #expect(
        try store.action(actions[1].id)?.status == (isOpen ? .conflicted : status), "\(status)")
    }
  }
}
