import Foundation
import Governance
import HTTP
import SCIM
import Testing

@testable import Sync

@Suite("From the outbox to the proof")
struct ActionSenderTests {
  typealias S = PlanSamples

  @Test("An approved grant is sent once, read back and applied")
  func applied() async {
    let bench = DispatchBench()
    bench.approveGroup()
    let outcome = await bench.run()
    #expect(outcome.actions == [.applied: 1])
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == ["u9", "u1"])
    #expect(
      bench.server.calls(reads: true) == [
        "GET /Groups/g1 → 200", "GET /Users/u1 → 200", "PATCH /Groups/g1 → 200",
        "GET /Groups/g1 → 200", "GET /Users/u1 → 200",
      ])
    let outcomeAgain = await bench.run()
    #expect(!outcomeAgain.didWork)
  }

  @Test("What was read back goes into the mirror")
  func mirrored() async throws {
    let bench = DispatchBench()
    bench.approveGroup()
    _ = await bench.run()
    let group = try #require(try bench.outbox.resource(server: "idp", type: "Group", id: "g1"))
    #expect(String(decoding: group.bytes, as: UTF8.self).contains("u1"))
  }

  @Test("A mirror that was read a moment ago is not read again before sending")
  func fresh() async throws {
    let bench = DispatchBench()
    for (type, path) in [("Group", "/Groups/g1"), ("User", "/Users/u1")] {
      let bytes = try #require(bench.server[path]?.bytes)
      _ = try bench.outbox.saveResource(
        server: "idp", type: type, bytes: bytes, rests: [:], version: nil, now: bench.clock.now)
    }
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.server.calls(reads: true).first == "PATCH /Groups/g1 → 200")
    #expect(bench.statuses == ["applied"])
  }

  @Test("What is so already is not sent")
  func satisfied() async {
    let bench = DispatchBench(members: ["u1"])
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses == ["satisfied 0 so already"])
    #expect(bench.server.calls() == [])
  }

  @Test("A presumed fact that is false stops the action")
  func conflicted() async {
    let bench = DispatchBench(ada: ["userName": "ada", "active": "False"])
    bench.approveGroup()
    _ = await bench.run()
    #expect(
      bench.statuses == ["conflicted 0 Not so any more: Ada Okafor's account ada is active."])
    #expect(bench.server.calls() == [])
  }

  @Test("A group or an account that is gone stops the action")
  func gone() async {
    let bench = DispatchBench(ada: nil)
    bench.approveGroup()
    _ = await bench.run()
    #expect(
      bench.statuses == ["conflicted 0 Not so any more: Ada Okafor's account ada is active."])
    let other = DispatchBench()
    other.approve(S.item(.grant, .group, "g2"), facts: ["1": S.group()])
    _ = await other.run()
    #expect(other.statuses == ["conflicted 404 No such resource."])
    #expect(
      other.outbox.read { $0.actions[0].advice }
        == "/Groups/g2 is not there any more. Make a new request if the change is still wanted.")
  }

  @Test("A newer version alone does not stop it: it looks again and goes on")
  func versionMoved() async {
    let bench = DispatchBench(quirks: .init(hasVersions: true))
    bench.approveGroup()
    bench.server.inject(
      "PATCH",
      .meanwhile { $0["/Groups/g1"]?["displayName"] = "platform-administrators" })
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(
      bench.server.calls() == [
        #"PATCH /Groups/g1 If-Match "1" → 412"#, #"PATCH /Groups/g1 If-Match "2" → 200"#,
      ])
  }

  @Test("A newer version in which the fact is false does stop it")
  func factMoved() async {
    let bench = DispatchBench(quirks: .init(hasVersions: true))
    bench.approveGroup()
    bench.server.inject(
      "PATCH",
      .meanwhile { $0["/Groups/g1"]?["members"] = [["value": "u1"]] })
    _ = await bench.run()
    #expect(bench.members() == ["u1"])
    #expect(bench.statuses == ["satisfied 0 so already"])
    #expect(bench.server.calls() == [#"PATCH /Groups/g1 If-Match "1" → 412"#])
  }

  @Test("A resource that changes under every look is left for later")
  func busy() async {
    let bench = DispatchBench(quirks: .init(hasVersions: true))
    bench.approveGroup()
    for number in 1...3 {
      bench.server.inject(
        "PATCH", .meanwhile { $0["/Groups/g1"]?["displayName"] = "\(number)" })
    }
    _ = await bench.run()
    #expect(bench.statuses == ["waiting in 5 s 412 changed at every look"])
    bench.clock.advance(5)
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
  }

  @Test(
    "Versions that are not proven are not sent",
    arguments: [
      Capabilities.Support.unknown, .announced, .refuted, .absent,
    ])
  func unprovenVersions(support: Capabilities.Support) async {
    let bench = DispatchBench(quirks: .init(hasVersions: true), etag: support)
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.server.calls() == ["PATCH /Groups/g1 → 200"])
  }

  @Test("A write that was accepted and forgotten is a failure that says so")
  func forgotten() async {
    let bench = DispatchBench(quirks: .init(forgetsWrites: true))
    bench.approveGroup()
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "failed 200 200, but read back it is not so that Ada Okafor is a member of platform-admins"
      ])
    #expect(bench.outbox.read { $0.actions[0].advice }?.contains("dropped the change") == true)
  }

  @Test("A group that hides its members is asked in other ways", arguments: [true, false])
  func hiddenMembers(hidesGroups: Bool) async {
    let bench = DispatchBench(quirks: .init(hidesMembers: true, hidesGroups: hidesGroups))
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == ["u9", "u1"])
    let filter = #"GET /Groups id eq "g1" and members.value eq "u1" → 200"#
    #expect(bench.server.calls(reads: true).contains(filter) == hidesGroups)
  }

  @Test(
    "Members that cannot be seen in any way prove nothing, and nothing is sent",
    arguments: [
      ModelServer.Quirks(ignoresFilters: true, hidesMembers: true, hidesGroups: true),
      ModelServer.Quirks(refusesFilters: true, hidesMembers: true, hidesGroups: true),
    ])
  func untoldMembers(quirks: ModelServer.Quirks) async {
    let bench = DispatchBench(quirks: quirks, members: ["u1"])
    bench.server.change("/Groups/g2") { $0["displayName"] = "another" }
    bench.approve(
      S.item(.revoke, .group, "g1"), facts: ["1": S.group(isMember: true)])
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "failed 0 idp does not tell whether Ada Okafor is not a member of platform-admins"
      ])
    #expect(bench.server.calls() == [] && bench.members() == ["u1"])
  }

  @Test("A group without members is empty on a server that lists members")
  func emptyGroup() async {
    let bench = DispatchBench(quirks: .init(refusesFilters: true, hidesGroups: true))
    bench.outbox.change { $0.areMembersListed = true }
    bench.server.change("/Groups/g1") { $0["members"] = nil }
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == ["u1"])
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String { "\(fault)" }
    var fault: ModelServer.Fault
    var status: String
    var isProblem = false
  }

  static let refusals: [Refusal] = [
    Refusal(
      fault: .answer(403, #"{"detail":"Not you."}"#), status: "failed 403 Not you."),
    Refusal(
      fault: .answer(400, #"{"detail":"Fixed.","scimType":"mutability","status":"400"}"#),
      status: "failed 400 Fixed."),
    Refusal(fault: .answer(409, #"{"detail":"Locked."}"#), status: "failed 409 Locked."),
    Refusal(
      fault: .answer(429, "", [("Retry-After", "90")]),
      status: "waiting in 90 s 429 idp asks for fewer requests (429)."),
    Refusal(
      fault: .answer(429, "", [("Retry-After", "1")]),
      status: "waiting in 5 s 429 idp asks for fewer requests (429)."),
    Refusal(
      fault: .answer(503, "down"), status: "waiting in 5 s 503 down"),
    Refusal(
      fault: .answer(401, #"{"detail":"Expired."}"#), status: "waiting in 5 s 401 Expired.",
      isProblem: true),
    Refusal(
      fault: .fails(.refused(host: "scim.example")),
      status: "waiting in 5 s 0 idp: scim.example refused the connection.", isProblem: true),
    Refusal(
      fault: .fails(.timedOut(host: "scim.example", seconds: 60)),
      status: "waiting in 5 s 0 idp: scim.example did not answer in full within 60 s."),
  ]

  @Test("What a server refuses is kept in its own words", arguments: refusals)
  func refused(_ row: Refusal) async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("PATCH", row.fault)
    let outcome = await bench.run()
    #expect(bench.statuses == [row.status])
    #expect((outcome.problem != nil) == row.isProblem)
    #expect(bench.members() == ["u9"])
  }

  @Test("A refusal to be looked at is told the same way", arguments: refusals)
  func refusedLook(_ row: Refusal) async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("GET", row.fault)
    let outcome = await bench.run()
    #expect(bench.statuses == [row.status])
    #expect((outcome.problem != nil) == row.isProblem)
    #expect(bench.server.calls() == [])
  }

  @Test("What is out of reach keeps its place; what came after is not tried")
  func outOfReach() async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.approve(
      S.item(.grant, .role, "auditor"), facts: ["1": S.values(account: S.account(id: "u9"))])
    bench.server.inject("GET", .fails(.nameNotResolved(host: "scim.example")))
    let outcome = await bench.run()
    #expect(outcome.problem?.code == .nameNotResolved)
    #expect(outcome.actions == [.waiting: 1])
    #expect(bench.statuses.last == "queued")
    bench.clock.advance(60)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
  }

  @Test("A server that fails at the same call again and again needs a person")
  func patience() async {
    let bench = DispatchBench()
    bench.approveGroup()
    for _ in 1...8 {
      bench.server.inject("PATCH", .answer(500, "boom"))
      _ = await bench.run()
      bench.clock.advance(24 * 3600)
    }
    #expect(bench.statuses == ["failed 500 boom"])
  }

  @Test("An answer that was lost is looked for before anything is sent again")
  func lostAnswer() async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("PATCH", .cut)
    _ = await bench.run()
    #expect(bench.statuses.first?.hasPrefix("waiting in 5 s") == true)
    bench.clock.advance(5)
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.server.calls() == ["PATCH /Groups/g1 → cut"])
  }

  @Test("A lost answer to a call that was not carried out is sent again")
  func lostCall() async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("PATCH", .fails(.cut(host: "scim.example", receivedBytes: 0)))
    _ = await bench.run()
    bench.clock.advance(5)
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == ["u9", "u1"])
  }

  @Test("A server that takes the change in no form is quoted on the first", arguments: [400, 501])
  func noForm(status: Int) async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("PATCH", .answer(status, #"{"detail":"Bad path."}"#))
    bench.server.inject("PATCH", .answer(501, "<html>No</html>"))
    bench.server.inject("PUT", .answer(501, "<html>No</html>"))
    _ = await bench.run()
    #expect(bench.statuses == ["failed \(status) Bad path."])
    #expect(
      bench.server.calls() == [
        "PATCH /Groups/g1 → \(status)", "PATCH /Groups/g1 → 501", "PUT /Groups/g1 → 501",
      ])
    #expect(bench.members() == ["u9"])
  }

  @Test("Where there is no PATCH at all, a PUT is next")
  func noPatch() async {
    let bench = DispatchBench(quirks: .init(hasVersions: true))
    bench.approveGroup()
    bench.server.inject("PATCH", .answer(405, ""))
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(
      bench.server.calls() == [
        #"PATCH /Groups/g1 If-Match "1" → 405"#, #"PUT /Groups/g1 If-Match "1" → 200"#,
      ])
    #expect(bench.members() == ["u9", "u1"])
  }

  @Test("A PUT names the version that it was made of: another's change is not lost")
  func putRaces() async {
    let bench = DispatchBench(quirks: .init(hasVersions: true))
    bench.approveGroup()
    bench.server.inject("PATCH", .answer(405, ""))
    bench.server.inject(
      "PUT",
      .meanwhile { $0["/Groups/g1"]?["members"] = [["value": "u9"], ["value": "u7"]] })
    bench.server.inject("PATCH", .answer(405, ""))
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == ["u9", "u7", "u1"])
  }
}
