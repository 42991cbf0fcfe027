import Foundation
import Governance
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

/// PROVIDERS rule 6, against the sandbox in each dialect.
@Suite("Rule 6: the form of a change that a server obeys")
struct WriteFormTests {
  struct Removal: Sendable, CustomTestStringConvertible {
    var patches: Dialect.Patches
    var writes: [String]
    var habits: [String]
    var testDescription: String { "\(patches)" }
  }

  static let removals: [Removal] = [
    Removal(patches: .whole, writes: ["PATCH → 200"], habits: []),
    Removal(patches: .removeByFilterOnly, writes: ["PATCH → 200"], habits: []),
    Removal(
      patches: .removeByValueOnly, writes: ["PATCH → 501", "PATCH → 200"],
      habits: ["removeMember valueArray"]),
    Removal(
      patches: .absent, writes: ["PATCH → 501", "PATCH → 501", "PUT → 200"],
      habits: ["removeMember whole"]),
    Removal(
      patches: .withoutPath, writes: ["PATCH → 400", "PATCH → 400", "PUT → 200"],
      habits: ["removeMember whole"]),
    // The value-array form empties the group; the others are put back.
    Removal(
      patches: .removeByValueEmpties, writes: ["PATCH → 501", "PATCH → 200", "PATCH → 200"],
      habits: ["removeMember never valueArray"]),
  ]

  @Test("A member is removed, alone, in whatever form the server takes", arguments: removals)
  func removal(_ row: Removal) async throws {
    let world = try FormWorld(row.patches)
    try world.approve(.revoke, .group, world.group)
    await world.dispatch()
    let action = try #require(try world.action())
    #expect(action.status == .applied, "\(action)")
    #expect(try world.members() == world.others)
    #expect(world.writes == row.writes)
    #expect(try world.habits() == row.habits)
    #expect(action.savedMembers == nil)
    guard case .intact = try world.store.auditVerdict() else {
      Issue.record("the audit log is broken")
      return
    }
  }

  @Test("What was sent instead of the plan's call stands in the ledger and the audit log")
  func recorded() async throws {
    let world = try FormWorld(.absent)
    try world.approve(.revoke, .group, world.group)
    await world.dispatch()
    let action = try #require(try world.action())
    #expect(action.operation.call?.method == "PATCH")
    #expect(action.sent?.method == "PUT" && action.sent?.path == "/Groups/\(world.group)")
    // A whole group is about many people: by its digest.
    #expect(action.sent?.body?.wholeMatch(of: #/sha-256 [0-9a-f]{64}/#) != nil)
    let sendings = try world.store.auditRecords(after: 0, count: 100)
      .filter { $0.event == "action.sending" }.map(\.detail)
    #expect(sendings.count == 3)
    #expect(sendings[1].contains(#""op\":\"remove\",\"path\":\"members\",\"value\""#))
    #expect(sendings[2].contains(#""method":"PUT""#))
  }

  @Test("The next plan shows the form that the server obeyed, and it is sent at once")
  func remembered() async throws {
    let world = try FormWorld(.absent)
    try world.approve(.revoke, .group, world.group)
    await world.dispatch()
    try world.approve(.grant, .group, world.group, id: "x2")
    await world.dispatch()
    #expect(try world.habits() == ["addMember whole", "removeMember whole"])
    let before = world.writes.count
    try world.approve(.revoke, .group, world.group, id: "x3")
    let planned = try #require(try world.action("x3")?.operation.call)
    #expect(planned.method == "PUT" && planned.body == nil)
    await world.dispatch()
    #expect(try world.action("x3")?.status == .applied)
    #expect(world.writes.dropFirst(before) == ["PUT → 200"])
    #expect(try world.members() == world.others)
  }

  @Test("What one call taught holds for the next of the same run, decided before")
  func learnedWithinARun() async throws {
    let world = try FormWorld(.removeByValueEmpties)
    try world.approve(.revoke, .group, world.group)
    await world.dispatch()
    #expect(try world.habits() == ["removeMember never valueArray"])
    try world.approve(.grant, .group, world.group, id: "x2")
    await world.dispatch()
    let before = world.writes.count
    try world.approve(.revoke, .group, world.group, id: "x3")
    await world.dispatch()
    // The form that empties is never used again: a PUT is next.
    #expect(world.writes.dropFirst(before) == ["PATCH → 501", "PUT → 200"])
    #expect(try world.members() == world.others)
    #expect(try world.habits() == ["removeMember never valueArray", "removeMember whole"])
  }

  @Test("The Servers screen says what was found")
  func shown() async throws {
    let world = try FormWorld(.removeByValueEmpties)
    try world.approve(.revoke, .group, world.group)
    await world.dispatch()
    let states = try world.store.servers(
      [ConfiguredServer(name: "idp", baseURL: "")], now: world.clock.now)
    #expect(
      states[0].limits.contains(
        "It empties a group on a PATCH with the values to remove: never used again."))
  }

  struct Activation: Sendable, CustomTestStringConvertible {
    var patches: Dialect.Patches
    var writes: [String]
    var testDescription: String { "\(patches)" }
  }

  static let activations: [Activation] = [
    Activation(patches: .activeOnly, writes: ["PATCH → 200"]),
    Activation(patches: .withoutPath, writes: ["PATCH → 400", "PATCH → 200"]),
    Activation(
      patches: .absent, writes: ["PATCH → 501", "PATCH → 501", "PATCH → 501", "PUT → 200"]),
  ]

  @Test("An account is deactivated in whatever form the server takes", arguments: activations)
  func activation(_ row: Activation) async throws {
    let world = try FormWorld(row.patches)
    let before = try world.resource("Users/\(world.user)")
    try world.approve(.revoke, .account)
    await world.dispatch()
    #expect(try world.action()?.status == .applied)
    #expect(world.writes == row.writes)
    var after = try world.resource("Users/\(world.user)")
    #expect(after["active"] == false)
    // All else is as it was, what this program does not know included.
    after["active"] = before["active"]
    after["meta"] = before["meta"]
    #expect(after == before)
  }

  @Test(
    "A refusal that is not about the form is not answered with another form",
    arguments: [403, 404, 409, 413, 429, 500, 503])
  func otherRefusals(status: Int) async throws {
    let world = try FormWorld(.whole)
    try world.approve(.revoke, .group, world.group)
    world.sandbox.inject(Fault(.status(status), tenant: .idp, method: "PATCH"))
    await world.dispatch()
    #expect(world.writes == ["PATCH → \(status)"])
    #expect(try world.members().count == world.others.count + 1)
  }

  @Test("Killed at every step while a server empties the group: the others are all back")
  func killedWhileEmptying() async throws {
    var step = 0
    while true {
      step += 1
      let world = try FormWorld(.removeByValueEmpties)
      try world.approve(.revoke, .group, world.group)
      let crash = Crash(at: step)
      await world.dispatch(crash)
      let story = "killed at step \(step), \(crash.steps.last ?? "")"
      try world.restart()
      for _ in 0..<4 {
        world.clock.advance(60)
        await world.dispatch()
      }
      #expect(try world.members() == world.others, "\(story)")
      #expect(try world.action()?.status == .applied, "\(story)")
      if !crash.isDead { break }
    }
    // Looking, claiming, two forms with their records, putting back, reading back, recording.
    #expect(step > 20)
  }

  @Test("Killed again and again while a server empties the group", arguments: 1...10)
  func killedOften(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let world = try FormWorld(.removeByValueEmpties)
    try world.approve(.revoke, .group, world.group)
    var story: [String] = []
    for _ in 0..<Int.random(in: 2...5, using: &generator) {
      let crash = Crash(at: Int.random(in: 1...24, using: &generator))
      await world.dispatch(crash)
      story.append(crash.steps.last ?? "")
      try world.restart()
      world.clock.advance(60)
    }
    for _ in 0..<4 {
      await world.dispatch()
      world.clock.advance(60)
    }
    #expect(try world.members() == world.others, "\(story)")
    #expect(try world.action()?.status == .applied, "\(story)")
  }
}
