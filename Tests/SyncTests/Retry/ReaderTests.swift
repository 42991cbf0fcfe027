import HTTP
import Testing

@testable import Sync

struct ReaderTests {
  func reader(_ transport: ScriptedTransport, _ clock: TestClock) -> Reader {
    Reader(client: SCIMClientTests.client(transport), policy: RetryPolicy(), clock: clock.clock)
  }

  @Test func rule13WaitsAsTheServerAsksAndGoesOn() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport([
      .answers("GET /Users", 429, headers: [("Retry-After", "30")]),
      .answers("GET /Users", 503), .fails("GET /Users", .cut(host: "h", receivedBytes: 3)),
      .answers("GET /Users", 200, "{}"),
    ])
    let answer = try await reader(transport, clock).get("/Users")
    #expect(answer.status == 200)
    #expect(clock.waits.count == 3)
    #expect(clock.waits[0] >= 30)
  }

  @Test func givesUpInTheServersOwnWords() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(
      Array(repeating: .answers("GET /Users", 503, "under repair"), count: 5))
    await #expect {
      try await reader(transport, clock).get("/Users")
    } throws: { error in
      (error as? SyncError)?.serverText == "under repair"
    }
    #expect(transport.unsent.isEmpty)
    #expect(clock.waits == [1.125, 1.25, 1.5, 3])
  }

  @Test func doesNotRepeatWhatCannotWork() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport([.answers("GET /Users", 403)])
    await #expect(throws: SyncError.self) { try await reader(transport, clock).get("/Users") }
    #expect(clock.waits.isEmpty)
  }
}
