import Foundation
import Governance
import HTTP
import SCIM
import Testing

@testable import Sync

@Suite("Accounts are created exactly once")
struct CreationTests {
  typealias S = PlanSamples

  private func bench(_ quirks: ModelServer.Quirks = .init(), ada: JSON? = nil) -> DispatchBench {
    DispatchBench(quirks: quirks, ada: ada)
  }

  @Test("The group refers to the id that the server gave")
  func created() async {
    let bench = bench()
    bench.approveAccount()
    let outcome = await bench.run()
    #expect(outcome.actions == [.applied: 2])
    #expect(bench.outbox.read { $0.actions.map(\.createdID) } == ["new1", nil])
    #expect(bench.members() == ["u9", "new1"])
    #expect(bench.server.calls() == ["POST /Users → 201", "PATCH /Groups/g1 → 200"])
  }

  @Test("The body is the accepted one, to the byte")
  func acceptedBytes() async throws {
    let bench = bench()
    bench.approveAccount()
    let body = try #require(bench.outbox.read { $0.actions[0].operation.call?.body })
    _ = await bench.run()
    var sent = try JSON(parsing: body)
    sent["id"] = "new1"
    #expect(bench.server["/Users/new1"] == sent)
  }

  static let quirks: [ModelServer.Quirks] = [
    .init(), .init(ignoresFilters: true), .init(refusesFilters: true),
    .init(dropsExternalID: true), .init(answersNothing: true),
    .init(ignoresFilters: true, dropsExternalID: true, answersNothing: true),
  ]

  @Test("An answer that was lost leads to no second account", arguments: quirks)
  func lostAnswer(quirks: ModelServer.Quirks) async {
    let bench = bench(quirks)
    bench.approveAccount()
    bench.server.inject("POST", .cut)
    _ = await bench.run()
    #expect(bench.statuses.map { $0.prefix(7) } == ["waiting", "queued"])
    bench.clock.advance(60)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.server.users.map { $0["userName"] } == ["ada", "zoe"])
    #expect(bench.members() == ["u9", "new1"])
  }

  @Test("A creation that was never carried out is sent again", arguments: quirks)
  func lostCall(quirks: ModelServer.Quirks) async {
    let bench = bench(quirks)
    bench.approveAccount()
    bench.server.inject("POST", .fails(.timedOut(host: "scim.example", seconds: 60)))
    _ = await bench.run()
    bench.clock.advance(60)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.server.users.count == 2)
  }

  @Test("A stranger among ignored filters is not taken for the account")
  func stranger() async {
    let bench = bench(.init(ignoresFilters: true))
    bench.approveAccount()
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.outbox.read { $0.actions[0].createdID } == "new1")
  }

  @Test("The same account, made meanwhile under the same mark, satisfies")
  func satisfied() async {
    let bench = bench(ada: ["userName": "Ada", "externalId": "4711", "active": true])
    bench.approveAccount()
    _ = await bench.run()
    #expect(bench.statuses == ["satisfied 0 so already", "applied"])
    #expect(bench.members() == ["u9", "u1"])
  }

  @Test(
    "Somebody else's account under that name stops it, and what needs it",
    arguments: [
      ["userName": "ADA", "externalId": "4712", "active": true],
      ["userName": "ada", "active": true],
    ] as [JSON])
  func taken(account: JSON) async {
    let bench = bench(ada: account)
    bench.approveAccount()
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "conflicted 0 Not so any more: there is no account ada on idp.",
        "conflicted 0 It needs operation 1, which was not carried out.",
      ])
    #expect(bench.server.calls() == [])
  }

  @Test("A name that is taken between the look and the call is told apart from ours")
  func takenMeanwhile() async {
    let bench = bench()
    bench.approveAccount()
    bench.server.inject(
      "POST", .meanwhile { $0["/Users/x"] = ["id": "x", "userName": "ada", "externalId": "1"] })
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "conflicted 409 userName is taken.",
        "conflicted 0 It needs operation 1, which was not carried out.",
      ])
  }

  @Test("An account that came to be inactive is a failure, and keeps its id")
  func inactive() async {
    let bench = bench()
    bench.approveAccount()
    bench.server.inject("POST", .cut)
    _ = await bench.run()
    bench.server.change("/Users/new1") { $0["active"] = false }
    bench.clock.advance(60)
    _ = await bench.run()
    #expect(bench.statuses.first == "conflicted 0 Not so any more: there is no account ada on idp.")
  }

  @Test("A lookup that is answered by no list proves nothing, and nothing is sent")
  func unreadable() async {
    let bench = bench()
    bench.approveAccount()
    bench.server.inject("GET", .answer(200, "<html>Sign in</html>"))
    _ = await bench.run()
    #expect(bench.statuses.first == "failed 200 <html>Sign in</html>")
    #expect(bench.server.calls() == [])
    let other = self.bench()
    other.approveAccount()
    other.server.inject("GET", .answer(200, #"{"Resources":[{"userN"#))
    _ = await other.run()
    #expect(other.statuses.first?.hasPrefix("waiting in 5 s 200") == true)
    #expect(other.server.calls() == [])
  }
}
