import Foundation
import Governance
import HTTP
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

@Suite("Many actions in one bulk request (RFC 7644 §3.7)")
struct BulkTests {
  typealias S = PlanSamples

  /// So many people are to join the group. Returns the requests' ids.
  private func join(_ world: FormWorld, _ count: Int) throws -> [String] {
    let people = try world.strangers(count)
    #expect(people.count == count)
    for (number, person) in people.enumerated() {
      try world.approve(.grant, .group, world.group, id: "j\(number)", for: person)
    }
    return people.indices.map { "j\($0)" }
  }

  private func statuses(_ world: FormWorld, _ ids: [String]) throws -> [ActionStatus] {
    try world.actions(ids).map(\.status)
  }

  @Test("Each action has its own claim, answer and proof")
  func together() async throws {
    let world = try FormWorld(.whole, bulk: .init())
    let ids = try join(world, 6)
    let outcome = await world.dispatch()
    #expect(outcome.actions == [.applied: 6])
    #expect(world.writes == ["POST → 200"])
    #expect(try world.members().count == world.others.count + 7)
    for action in try world.actions(ids) {
      #expect(action.status == .applied && action.attempts == 1)
      #expect(action.answer?.status == 200)
    }
    guard case .intact = try world.store.auditVerdict() else {
      Issue.record("the audit log is broken")
      return
    }
  }

  @Test("One action alone is sent as it is")
  func alone() async throws {
    let world = try FormWorld(.whole, bulk: .init())
    _ = try join(world, 1)
    await world.dispatch()
    #expect(world.writes == ["PATCH → 200"])
  }

  @Test("A request holds as many as the server allows")
  func operationLimit() async throws {
    let world = try FormWorld(.whole, bulk: .init(maximumOperations: 4))
    let ids = try join(world, 9)
    await world.dispatch()
    // Four, four, and one alone.
    #expect(world.writes == ["POST → 200", "POST → 200", "PATCH → 200"])
    #expect(try statuses(world, ids).allSatisfy { $0 == .applied })
  }

  @Test("A request is as long as the server allows")
  func payloadLimit() async throws {
    let world = try FormWorld(.whole, bulk: .init(maximumPayloadSize: 1_000))
    let ids = try join(world, 9)
    await world.dispatch()
    #expect(world.writes.count > 2 && !world.writes.contains { $0.hasSuffix("413") })
    #expect(try statuses(world, ids).allSatisfy { $0 == .applied })
  }

  @Test("An account and what hangs on it go in one request, by a reference forward")
  func references() async throws {
    let world = try FormWorld(.whole, bulk: .init())
    let people = try world.newcomers(2)
    for (number, person) in people.enumerated() {
      try world.approve(
        [S.item(.grant, .account), S.item(.grant, .group, world.group, id: "2")],
        id: "n\(number)", for: person)
    }
    await world.dispatch()
    #expect(world.writes == ["POST → 200"])
    let actions = try world.actions(["n0", "n1"])
    #expect(actions.map(\.status) == [.applied, .applied, .applied, .applied])
    let created = actions.compactMap(\.createdID)
    #expect(created.count == 2)
    #expect(try Set(created).isSubset(of: Set(world.members())))
  }

  @Test("One that is refused goes on alone, and keeps nothing else back")
  func refusedAmongOthers() async throws {
    let world = try FormWorld(.whole, bulk: .init())
    let people = try world.newcomers(3)
    for (number, person) in people.enumerated() {
      try world.approve(.grant, .account, id: "n\(number)", for: person)
    }
    // Somebody else makes the second account while ours is on its way.
    world.transport.interrupt("POST") { [sandbox = world.sandbox] in
      let user: JSON = [
        "schemas": [.string(SchemaURN.user)], "userName": "newcomer2", "externalId": "theirs",
      ]
      _ = sandbox.handle(
        SandboxRequest(
          "POST", "/idp/scim/v2/Users",
          headers: [("Authorization", "Bearer sandbox-idp-token")], body: user.bytes))
    }
    await world.dispatch()
    #expect(try statuses(world, ["n0", "n1", "n2"]) == [.applied, .conflicted, .applied])
    for number in 1...3 { #expect(try world.accountCount("newcomer\(number)") == 1) }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var status: Int
    var isRemembered: Bool
    var testDescription: String { "\(status)" }
  }

  static let refusals: [Refusal] = [
    Refusal(status: 501, isRemembered: true), Refusal(status: 404, isRemembered: true),
    Refusal(status: 403, isRemembered: true), Refusal(status: 413, isRemembered: false),
    Refusal(status: 400, isRemembered: false),
  ]

  @Test("Where bulk is refused, all go singly in the same run", arguments: refusals)
  func refused(_ row: Refusal) async throws {
    let world = try FormWorld(.whole, bulk: .init())
    let ids = try join(world, 3)
    world.sandbox.inject(Fault(.status(row.status), tenant: .idp, path: "/Bulk"))
    let outcome = await world.dispatch()
    #expect(outcome.actions == [.applied: 3])
    #expect(
      world.writes == ["POST → \(row.status)"] + Array(repeating: "PATCH → 200", count: 3))
    #expect(try statuses(world, ids).allSatisfy { $0 == .applied })
    #expect(try world.habits() == (row.isRemembered ? ["bulk single"] : []))
    #expect(try world.actions(ids).allSatisfy { !$0.isInDoubt })
  }

  @Test("A request to wait is for all of them", arguments: [429, 503])
  func throttled(status: Int) async throws {
    let world = try FormWorld(.whole, bulk: .init())
    let ids = try join(world, 3)
    world.sandbox.inject(Fault(.status(status), tenant: .idp, path: "/Bulk"))
    await world.dispatch()
    let actions = try world.actions(ids)
    #expect(actions.allSatisfy { $0.status == .waiting && $0.isInDoubt == (status == 503) })
    world.clock.advance(60)
    await world.dispatch()
    #expect(world.writes == ["POST → \(status)", "POST → 200"])
    #expect(try statuses(world, ids).allSatisfy { $0 == .applied })
  }

  @Test("Killed at every step: no effect is doubled, none is lost")
  func killed() async throws {
    var step = 0
    while true {
      step += 1
      let world = try FormWorld(.whole, bulk: .init())
      let people = try world.newcomers(2)
      for (number, person) in people.enumerated() {
        try world.approve(
          [S.item(.grant, .account), S.item(.grant, .group, world.group, id: "2")],
          id: "n\(number)", for: person)
      }
      try world.approve(.revoke, .group, world.group)
      let crash = Crash(at: step)
      await world.dispatch(crash)
      let story = "killed at step \(step), \(crash.steps.last ?? "")"
      try world.restart()
      for _ in 0..<4 {
        world.clock.advance(60)
        await world.dispatch()
      }
      let actions = try world.actions(["n0", "n1", "x1"])
      #expect(actions.allSatisfy { $0.status == .applied }, "\(story): \(actions.map(\.status))")
      for number in 1...2 {
        #expect(try world.accountCount("newcomer\(number)") == 1, "\(story)")
      }
      let created = actions.compactMap(\.createdID)
      #expect(try world.members() == (world.others + created).sorted(), "\(story)")
      if !crash.isDead { break }
    }
    // Looks, one claim, one call, looks again, and five endings, before and after each.
    #expect(step > 30)
  }
}

@Suite("What came of a bulk request")
struct BulkPartsTests {
  private typealias S = PlanSamples

  private func entry(_ id: Int64) -> BulkEntry {
    let operation = S.plan(S.request(S.item(.grant, .group, "g1")), ["1": S.group()]).operations[0]
    return BulkEntry(
      action: Action(
        id: id, request: RequestID(rawValue: "r"), operation: operation, planDigest: "",
        status: .sending, updated: S.now),
      operation: operation)
  }

  @Test("By bulkId; in order where a server leaves it out and answers all")
  func outcomes() {
    let named = BulkResponse([
      .init(method: "PATCH", bulkId: "action-2", status: 200),
      .init(method: "PATCH", bulkId: "action-1", status: 400),
    ])
    let sent = ["action-1", "action-2"]
    let byID = BulkOutcomes(named, sent: sent)
    #expect(byID[entry(1)]?.status == 400 && byID[entry(2)]?.status == 200)
    let nameless = BulkResponse([
      .init(method: "PATCH", status: 204), .init(method: "PATCH", status: 404),
    ])
    let inOrder = BulkOutcomes(nameless, sent: sent)
    #expect(inOrder[entry(1)]?.status == 204 && inOrder[entry(2)]?.status == 404)
    let short = BulkOutcomes(BulkResponse(Array(nameless.outcomes.prefix(1))), sent: sent)
    #expect(short[entry(1)] == nil && short[entry(2)] == nil)
  }

  @Test("Limits leave room, or there is no bulk")
  func limits() {
    #expect(BulkLimits(operations: 0, payloadSize: 0) == nil)
    #expect(BulkLimits(operations: 1, payloadSize: 5) == nil)
    #expect(BulkLimits(operations: nil, payloadSize: nil)?.maximumOperations == 100)
    #expect(BulkLimits(operations: 50_000, payloadSize: 5)?.maximumOperations == 1_000)
  }

  @Test("Rule 6: no two calls at once are about one resource")
  func waves() {
    func action(_ id: Int64, _ group: String) -> Action {
      var operation = entry(id).operation
      operation.target = "/Groups/\(group)"
      return Action(
        id: id, request: RequestID(rawValue: "r"), operation: operation, planDigest: "",
        status: .queued, updated: S.now)
    }
    var few = [action(1, "a"), action(2, "b")]
    #expect(ServerDispatch.wave(from: &few).map(\.id) == [1] && few.map(\.id) == [2])
    let groups = ["a", "a", "b", "a", "b", "c", "d", "e", "f"]
    var many = groups.enumerated().map { action(Int64($0.offset), $0.element) }
    #expect(ServerDispatch.wave(from: &many).map(\.id) == [0, 2, 5, 6])
    #expect(many.map(\.id) == [1, 3, 4, 7, 8])
  }
}
