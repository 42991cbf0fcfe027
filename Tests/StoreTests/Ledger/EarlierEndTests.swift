import Foundation
import Governance
import Testing

@testable import Store

@Suite("When what was taken away would have ended")
struct EarlierEndTests {
  private static let ending = PlannedOperation.sample(2, needs: [1], ends: 1, delay: "P7D")

  private func give(
    _ store: Store, _ id: String, duration: String?, _ status: ActionStatus = .applied,
    at now: Date = Moment.start
  ) throws {
    let operations = duration == nil ? [.sample(1)] : [.sample(1), Self.ending]
    let actions = try store.approve(
      .sample(id, items: [.group("g1", duration: duration)]), operations, at: now)
    #expect(try store.startSending(actions[0].id, now: now))
    try store.finish(actions[0].id, status: status, answer: nil, now: now)
  }

  private func end(_ store: Store, _ id: String, at now: Date) throws -> Date? {
    let revoke = AccessRequest.sample(id, items: [.group("g1", operation: .revoke)])
    _ = try store.approve(revoke, at: now)
    return try store.earlierEnds(of: revoke)["1"]
  }

  @Test func theNewestGrantThatWasAppliedSaysIt() throws {
    let store = try Hierarchy.store()
    try give(store, "r1", duration: "P7D")
    #expect(try end(store, "x1", at: Moment.after(60)) == Moment.afterDays(7))
    try give(store, "r2", duration: nil, at: Moment.after(120))
    #expect(try end(store, "x2", at: Moment.after(180)) == nil, "It was given for good since.")
    try give(store, "r3", duration: "P7D", at: Moment.afterDays(1))
    #expect(try end(store, "x3", at: Moment.afterDays(2)) == Moment.afterDays(8))
  }

  @Test func whatNobodyGaveHereHadNoEnd() throws {
    let store = try Hierarchy.store()
    #expect(try end(store, "x1", at: Moment.start) == nil)
    let grant = AccessRequest.sample("r1")
    _ = try store.approve(grant)
    #expect(try store.earlierEnds(of: grant).isEmpty)
  }

  @Test func anExtensionHasMovedIt() throws {
    let store = try Hierarchy.store()
    try give(store, "r1", duration: "P7D")
    _ = try store.approve(
      .sample("r2", items: [.group("g1", duration: "P30D")]), [], at: Moment.afterDays(1))
    #expect(try end(store, "x1", at: Moment.afterDays(2)) == Moment.afterDays(31))
  }

  @Test func anEndingThatRanSaysWhen() throws {
    let store = try Hierarchy.store()
    try give(store, "r1", duration: "P7D")
    let ending = try #require(try store.actions(for: RequestID(rawValue: "r1")).last)
    #expect(try store.startSending(ending.id, now: Moment.afterDays(7)))
    try store.finish(ending.id, status: .applied, answer: nil, now: Moment.afterDays(7))
    #expect(try end(store, "x1", at: Moment.afterDays(9)) == Moment.afterDays(7))
  }
}
