import Foundation
import Governance
import Testing

@testable import Store

@Suite struct AddressTests {
  private let old = ServerAddress("https://old.example.com/v2")
  private let new = ServerAddress("https://new.example.com/v2")

  private func approve(_ store: Store, _ operations: [PlannedOperation]) throws -> [Action] {
    let request = AccessRequest.sample("r1")
    try store.submit([request], actor: request.requester, now: Moment.start)
    let plan = Plan(request: request.id, operations: operations)
    let refusal = try store.decide(
      .sample(plan), plan: plan, addresses: ["idp": old], now: Moment.start)
    #expect(refusal == nil)
    return try store.actions(for: request.id)
  }

  @Test func anActionKnowsWhereItWasDecidedFor() throws {
    let store = try Store.inMemory()
    let actions = try approve(store, [.sample(1), .sample(2, server: "code")])
    #expect(actions.map(\.address) == [old.text, nil])
  }

  @Test func theDoctorIsToldWhatWouldGoElsewhere() throws {
    let store = try Store.inMemory()
    let actions = try approve(store, [.sample(1), .sample(2, needs: [1], ends: 1, delay: "P7D")])
    let configured = { [ConfiguredServer(name: "idp", baseURL: $0)] }
    #expect(try store.misplacedActions(configured("https://OLD.example.com:443/v2/")) == [])
    let found = try store.misplacedActions(configured(new.text))
    #expect(found == [MisplacedActions(server: "idp", address: old, actionCount: 2)])
    for action in actions {
      try store.finish(action.id, status: .applied, answer: nil, now: Moment.start)
    }
    #expect(try store.misplacedActions(configured(new.text)) == [])
  }

  @Test func aRetryAtANewAddressTakesWhatWaitsForItAlong() throws {
    let store = try Store.inMemory()
    let actions = try approve(
      store, [.sample(1), .sample(2, needs: [1], ends: 1, delay: "P7D"), .sample(3)])
    #expect(try store.startSending(actions[0].id, now: Moment.start))
    try store.finish(actions[0].id, status: .failed, answer: nil, now: Moment.start)
    try store.retry(actions[0].id, address: new, actor: People.priya, now: Moment.after(1))
    let moved = try store.actions(for: actions[0].request)
    #expect(moved.map(\.address) == [new.text, new.text, old.text])
    // What was tried there was not tried here.
    #expect(moved.map(\.attempts) == [0, 0, 0])
    let record = try #require(try store.auditHead())
    #expect(record.event == "action.retried" && record.detail.contains(new.text))
    #expect(try store.isAuditIntact())
  }

  @Test func aRetryAtTheSameAddressKeepsItsAttempts() throws {
    let store = try Store.inMemory()
    let action = try approve(store, [.sample(1)])[0]
    #expect(try store.startSending(action.id, now: Moment.start))
    try store.finish(action.id, status: .failed, answer: nil, now: Moment.start)
    try store.retry(action.id, address: old, actor: People.priya, now: Moment.after(1))
    #expect(try store.action(action.id)?.attempts == 1)
  }
}
