import Foundation
import HTTP
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

/// `server check --write`: each dialect of the sandbox is told apart, and nothing is left lying about.
struct WriteTrialTests {
  struct Bench {
    let clock = TestClock()
    let sandbox: Sandbox
    let transport: SandboxTransport
    let store: Store
    let engine: SyncEngine

    init() throws {
      let clock = clock
      sandbox = Sandbox(Sandbox.Settings(people: 30, requests: 0), clock: { clock.now })
      transport = SandboxTransport(sandbox)
      store = try Store(path: ":memory:")
      let servers = sandbox.tenants.map { tenant in
        ServerConfiguration(
          name: tenant.name.rawValue, baseURL: SandboxTransport.base + tenant.path,
          token: .command(["printf", tenant.token]))
      }
      engine = SyncEngine(
        store: store, servers: servers, transport: transport, clock: clock.clock)
    }

    func check(_ name: TenantName, writes: Bool = true) async throws -> Capabilities {
      try await engine.check(name.rawValue, writes: writes)
    }

    /// The names of all accounts or groups that a check made and that are still there.
    func leftovers(_ name: TenantName, _ endpoint: String) throws -> [JSON] {
      let tenant = sandbox.tenant(name)
      var rows: [JSON] = []
      while true {
        let target = "\(tenant.path)\(endpoint)?startIndex=\(rows.count + 1)&count=50"
        let response = sandbox.handle(
          SandboxRequest(
            "GET", target, headers: [("Authorization", "Bearer \(tenant.token)")], body: []))
        let page = try ListResponse(try JSON(parsing: response.body)).resources
        if page.isEmpty { break }
        rows += page
      }
      return rows.filter { row in
        ["userName", "displayName"].contains { name in
          row[name]?.string?.hasPrefix("countersign-check") == true
        }
      }
    }
  }

  static func does(
    _ found: Capabilities, _ subjects: Proof.Subject...
  ) -> [Capabilities.Support?] {
    subjects.map { found.proof($0)?.does }
  }

  @Test func readingAloneWritesNothing() async throws {
    let bench = try Bench()
    for name in TenantName.allCases {
      let found = try await bench.check(name, writes: false)
      #expect(!found.proofs.isEmpty && !found.methods.isEmpty)
      #expect(found.proofs.allSatisfy { !$0.subject.needsWriting })
    }
    #expect(bench.transport.writes == [])
  }

  @Test func aServerThatDoesEverythingPasses() async throws {
    let bench = try Bench()
    let found = try await bench.check(.idp)
    let bad = found.proofs.filter { $0.subject.needsWriting && $0.does != .proven }
    #expect(bad.map(\.subject) == [])
    #expect(found.proof(.deletion)?.detail == "the account is gone")
    #expect(found.proof(.staleVersion)?.detail == "412")
    #expect(try bench.leftovers(.idp, "/Users") == [])
    #expect(try bench.leftovers(.idp, "/Groups") == [])
  }

  /// PROVIDERS rule 6: only the value filter removes one member.
  @Test func rule6FindsTheFormThatRemovesOneMember() async throws {
    let bench = try Bench()
    let found = try await bench.check(.code)
    #expect(
      Self.does(found, .addMember, .removeMemberByFilter, .removeMemberByValue)
        == [.proven, .proven, .absent])
    #expect(try bench.leftovers(.code, "/Users") == [])
    #expect(try bench.leftovers(.code, "/Groups") == [])
  }

  /// PROVIDERS rule 7: a soft deletion leaves an inactive account, which is told.
  @Test func rule7TellsWhatASoftDeletionLeaves() async throws {
    let bench = try Bench()
    let found = try await bench.check(.chat)
    #expect(found.proof(.deletion)?.does == .refuted)
    #expect(found.limits.contains { $0.contains("soft: the account stays, inactive") })
    let left = try bench.leftovers(.chat, "/Users")
    #expect(left.allSatisfy { $0["active"]?.bool == false })
    #expect(found.limits.count { $0.contains("as an inactive account") } == left.count)
  }

  /// PROVIDERS rule 7: no deletion at all.
  @Test func rule7TellsWhatStaysWhereNothingIsDeleted() async throws {
    let bench = try Bench()
    let found = try await bench.check(.hr)
    #expect(found.proof(.deletion)?.does == .absent)
    let left = try bench.leftovers(.hr, "/Users")
    #expect(left.count == 1 && left.allSatisfy { $0["active"]?.bool == false })
    #expect(found.limits.contains { $0.contains("which deletes nobody, as an inactive account") })
  }

  @Test func rule14SeesThroughVersionsThatAreOnlyShown() async throws {
    let bench = try Bench()
    let found = try await bench.check(.hr)
    #expect(found.etag == .proven)
    #expect(found.proof(.staleVersion)?.does == .refuted)
  }

  /// An answer that was lost on the way leaves something that nobody was told of.
  @Test(arguments: ["/Users", "/Groups"])
  func cleansUpWhatALostAnswerMade(_ endpoint: String) async throws {
    let bench = try Bench()
    bench.sandbox.inject(
      Fault(.cut(afterBytes: 5), tenant: .idp, method: "POST", path: endpoint, times: 1))
    _ = try await bench.check(.idp)
    #expect(try bench.leftovers(.idp, "/Users") == [])
    #expect(try bench.leftovers(.idp, "/Groups") == [])
  }

  /// Whatever ends the trial early, the cleaning comes, and the error after it.
  @Test func cleansUpBeforeItSaysWhatEndedIt() async throws {
    let bench = try Bench()
    bench.sandbox.inject(Fault(.unauthorised, tenant: .idp, method: "PATCH", times: 1))
    await #expect {
      try await bench.check(.idp)
    } throws: { error in
      (error as? SyncError)?.code == .unauthorized
    }
    #expect(try bench.leftovers(.idp, "/Users") == [])
    let state = try #require(try bench.store.syncState(server: "idp"))
    #expect(Capabilities(remembered: state)?.isProven(.userCreation) == true)
  }

  /// PROVIDERS rule 5, and worse: an answer that names somebody else's account.
  @Test func neverTouchesWhatIsNotItsOwn() async throws {
    let server = PulledServer(people: 5)
    let written = Written()
    server.change { state in
      state.fault = { line in
        guard !line.hasPrefix("GET") else { return nil }
        written.add(line)
        let stranger = #"{"id":"u100001","userName":"countersign-check-x@example.com"}"#
        return .success(HTTPResponse(status: 201, body: Array(stranger.utf8)))
      }
    }
    let trial = WriteTrial(
      reader: DiscoveryTests.reader(server),
      capabilities: Capabilities(checkedAt: server.clock.now, resourceTypes: []),
      mark: "countersign-check-x")
    let findings = await trial.run()
    #expect(findings.proofs.map(\.does) == [.refuted])
    #expect(written.lines == ["POST /Users"])
  }

  /// What writing found out stays known when a sync finds the rest out anew.
  @Test func isRememberedBySyncs() async throws {
    let bench = try Bench()
    _ = try await bench.check(.code)
    bench.clock.advance(100_000)
    #expect(await bench.engine.sync("code").error == nil)
    let state = try #require(try bench.store.syncState(server: "code"))
    #expect(Capabilities(remembered: state)?.proof(.removeMemberByValue)?.does == .absent)
    #expect(state.methods.contains { $0.contains("value filter") })
  }
}
