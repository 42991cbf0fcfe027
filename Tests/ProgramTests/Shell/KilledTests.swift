import Foundation
import Glibc
import PseudoTerminal
import Testing

/// SIGKILL at any moment between the decision and its effect: after the next sync the effect is there
/// exactly once.
struct KilledTests {
  /// Every call takes a while, so that the moments fall between all of the steps.
  static let slow = #"{"kind": "delayed", "seconds": 0.04, "times": 9999}"#

  @Test func theShell() throws {
    let place = try Workplace()
    let ids = try place.ids()
    #expect(ids.count == 12)
    try place.sandbox.inject(Self.slow)
    for (number, id) in ids.enumerated() {
      let program = try place.terminal("approve", id, "--yes")
      Self.kill(program, afterSeconds: 0.08 + 0.06 * Double(number))
    }
    try settle(place, ids)
  }

  @Test func theScreens() throws {
    let place = try Workplace()
    let ids = try place.ids()
    try place.sandbox.inject(Self.slow)
    for moment in [0, 0.02, 0.06, 0.12, 0.2, 0.4] {
      let terminal = try place.terminal()
      try terminal.wait(for: "[Queue]")
      try terminal.type("a")
      try terminal.wait("the plan") {
        $0.screen.contains { $0.contains(" call") && $0.contains(" on ") }
      }
      try terminal.type("y")
      Self.kill(terminal, afterSeconds: moment)
    }
    try settle(place, ids)
  }

  static func kill(_ program: PseudoTerminal, afterSeconds moment: Double) {
    // Until then its output is read, as a terminal does.
    do { try program.waitForExit(seconds: moment) } catch {}
    program.signal(SIGKILL)
    do { try program.waitForExit() } catch { Issue.record(error) }
  }

  /// Goes on as a person would: sync, then decide what was not decided.
  func settle(_ place: Workplace, _ ids: [String], _ replay: Comment = "") throws {
    try place.sandbox.clearFaults()
    let sync = try place.run("sync")
    #expect(sync.status == 0, "\(sync.errors) \(replay)")
    let left = try place.ids()
    #expect(Set(left).isSubset(of: ids), replay)
    for id in left {
      let approve = try place.run("approve", id, "--yes")
      #expect(approve.status == 0, "\(approve.errors) \(replay)")
    }
    for id in ids {
      let record = try place.record(id)
      #expect(record.contains("\"status\":\"approved\""), "\(record) \(replay)")
    }
    try expectEachOnce(place, ids, replay)
    try place.expectIntactAudit()
  }

  /// One decision a request and one end an action in the log; one of each thing on the servers.
  private func expectEachOnce(
    _ place: Workplace, _ ids: [String], _ replay: Comment
  ) throws {
    let log = try place.run("audit", "export").lines
    for id in ids {
      let own = log.filter { $0.contains("\"subject\":\"\(id)\"") }
      #expect(own.filter { $0.contains("\"decision.approved\"") }.count == 1, replay)
      let applied = own.filter { $0.contains("\"action.applied\"") }.compactMap(Self.action)
      #expect(applied.count == Set(applied).count, "\(own) \(replay)")
      let isRefused = own.contains {
        $0.contains("\"action.failed\"") || $0.contains("conflicted")
      }
      #expect(!isRefused, "\(own) \(replay)")
    }
    for (path, text) in Self.effects {
      let answer = try place.sandbox.get(path)
      #expect(answer.components(separatedBy: text).count == 2, "\(text) in \(answer) \(replay)")
    }
  }

  /// Shape: `{\"action\":12,…`, as text within JSON.
  private static func action(_ record: String) -> String? {
    record.range(of: "{\\\"action\\\":").map {
      String(record[$0.upperBound...].prefix { $0.isNumber })
    }
  }

  /// What the sample's requests come to, and the text that is there once when it was done once.
  private static let effects = [
    ("/code/scim/v2/Users?filter=userName%20eq%20%22brunolima%22", "\"platform-engineers\""),
    (
      "/code/scim/v2/Users?filter=userName%20eq%20%22lena.sorensen%40example.com%22",
      "\"userName\":"
    ),
    (
      "/code/scim/v2/Users?filter=userName%20eq%20%22lena.sorensen%40example.com%22",
      "\"team-web\""
    ),
    ("/chat/scim/v2/Users?filter=userName%20sw%20%22ada.okafor%22", "\"userName\":"),
    ("/idp/scim/v2/Users?filter=userName%20eq%20%22zoe.muller%22", "\"analytics-pro\""),
    ("/idp/scim/v2/Users?filter=userName%20eq%20%22zoe.muller%22", "\"marketing-publishers\""),
    (
      "/idp/scim/v2/Users?filter=displayName%20eq%20%22Tomasz%20Zieli%C5%84ski%22",
      "\"value\":\"global-admin\""
    ),
  ]
}

extension Workplace {
  /// The requests that wait for the operator, by their whole ids.
  func ids() throws -> [String] {
    try run("queue", "--json").lines.compactMap { line in
      line.range(of: "\"id\":\"").map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
  }
}
