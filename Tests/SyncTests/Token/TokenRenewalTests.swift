import Foundation
import HTTP
import Sync
import Testing

/// A 401 runs `token_command` again, once.
struct TokenRenewalTests {
  /// Prints `t1` at its first run, `t2` at its second, and so on.
  func counting() throws -> SecretSource {
    let file = NSTemporaryDirectory() + "countersign-count-\(UUID().uuidString)"
    return .command(["/bin/sh", "-c", "printf x >> \(file); printf t; wc -c < \(file) | tr -d ' '"])
  }

  @Test func renewsTheTokenOfACommandOnce() async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users", 401), .answers("GET /Users", 200, "{}"),
      .answers("GET /Groups", 200, "{}"),
    ])
    let client = SCIMClientTests.client(transport, token: try counting())
    _ = try await client.get("/Users")
    _ = try await client.get("/Groups")
    #expect(
      transport.requests.map { $0.header("Authorization") } == [
        "Bearer t1", "Bearer t2", "Bearer t2",
      ])
  }

  @Test func givesUpAfterTheSecondRefusal() async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users", 401), .answers("GET /Users", 401, "token t2 has expired"),
    ])
    let client = SCIMClientTests.client(transport, token: try counting())
    await #expect {
      try await client.get("/Users")
    } throws: { error in
      guard let error = error as? SyncError else { return false }
      return error.code == .unauthorized && error.serverText == "token … has expired"
    }
  }

  @Test func asksOnceWhereTheTokenCannotChange() async throws {
    let transport = ScriptedTransport([.answers("GET /Users", 401)])
    let client = SCIMClientTests.client(transport, token: .command(["printf", "same"]))
    await #expect(throws: SyncError.self) { try await client.get("/Users") }
    #expect(transport.unsent.isEmpty)
  }

  @Test func sendsNothingWithoutItsToken() async throws {
    let transport = ScriptedTransport([])
    let client = SCIMClientTests.client(
      transport, token: .environment("COUNTERSIGN_TEST_NO_SUCH_VARIABLE"))
    await #expect {
      try await client.get("/Users")
    } throws: { error in
      (error as? SyncError)?.code == .tokenMissing
    }
  }
}
