import Foundation
import PseudoTerminal
import Testing

/// A morning at the keyboard, against a server that is really there.
struct ApproverTests {
  @Test func findsReadsApprovesAndSeesItApplied() throws {
    let place = try Workplace()
    let terminal = try place.screens()
    try terminal.type("/bruno")
    try terminal.wait("the one request") {
      $0.screen.contains { $0.contains("Bruno Lima") }
        && !$0.screen.contains { $0.contains("Viktor") }
    }
    try terminal.type("\r")
    try press("\r", until: "‹ Bruno Lima · request", on: terminal)
    try terminal.wait(for: "PATCH code /Groups/")
    try press("a", until: "Approve 1 request?", on: terminal)
    try terminal.wait(for: "1 call on 1 server")
    // Enter does what is in focus, and that is No.
    try terminal.type("\r")
    try terminal.wait(for: "Nothing was decided.")
    try press("a", until: "1 call on 1 server", on: terminal)
    try terminal.type("y")
    try terminal.wait(for: "✓ applied")
    try terminal.type("\u{1B}3")
    try terminal.wait(for: "[Activity]")
    try terminal.wait("the applied call") {
      $0.screen.contains { $0.contains("✓ applied") && $0.contains("Bruno Lima") }
    }
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
    let account = try place.sandbox.get(
      "/code/scim/v2/Users?filter=userName%20eq%20%22brunolima%22")
    #expect(account.components(separatedBy: "\"platform-engineers\"").count == 2, "\(account)")
    try place.expectIntactAudit()
  }

  @Test func decidesAllThatAreTaggedAtOnce() throws {
    let place = try Workplace()
    let terminal = try place.screens()
    try terminal.type("   ")
    try terminal.wait(for: "3 tagged")
    try press("a", until: "Approve 3 requests?", on: terminal)
    try terminal.wait(for: "4 calls on 2 servers")
    try terminal.type("y")
    try terminal.wait(for: "3 requests decided.")
    try terminal.wait(for: "‹For me 9›")
    try terminal.type("\u{1B}3")
    try terminal.wait("four applied calls") {
      $0.screen.count { $0.contains("✓ applied  ") } >= 4
    }
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    try place.expectIntactAudit()
  }

  /// The keys of someone who types faster than lists are read never mean another row.
  @Test func keysThatComeAtOnceMeanTheRowThatIsMeant() throws {
    let place = try Workplace()
    let terminal = try place.screens()
    try terminal.type("/bruno\ray")
    try terminal.wait("an answer") {
      $0.screen.contains {
        $0.hasPrefix(" ! ") || $0.contains("Approve 1 request?")
      }
    }
    // No to a confirmation, or the end; then the end.
    try terminal.type("\u{3}q")
    #expect(try terminal.waitForExit() == .code(0))
    let decided = try place.run("queue", "--folder", "decided", "--json")
    #expect(decided.lines.count == 8, "\(decided.output)")
    #expect(!decided.output.contains("Viktor"))
  }

  @Test func deniesWithAReasonOnly() throws {
    let place = try Workplace()
    let id = try place.request("Whitcombe")
    let terminal = try place.screens()
    try terminal.type("/whitcombe\r")
    try terminal.wait("the one request") { !$0.screen.contains { $0.contains("Viktor") } }
    try terminal.type("d")
    try terminal.wait(for: "Deny 1 request?")
    try terminal.type("\ry")
    try terminal.wait(for: "Deny 1 request?")
    #expect(!terminal.screen.contains { $0.contains("✗ denied") })
    try terminal.type("rThe board has a report of its own.\r")
    try terminal.wait(for: "The board has a report")
    try sayYes(to: "Deny 1 request?", on: terminal)
    try terminal.wait(for: "1 request denied.")
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    #expect(try place.record(id).contains("\"status\":\"denied\""))
    let export = try place.run("audit", "export")
    #expect(export.output.contains("The board has a report of its own."))
    try place.expectIntactAudit()
  }

  /// For the operator, and by the operator.
  @Test(arguments: [("priya", "This request is for you"), ("elif", "You made this request")])
  func nobodyDecidesForThemselves(_ words: String, _ sentence: String) throws {
    let place = try Workplace()
    let terminal = try place.screens()
    try terminal.type("]]")
    try terminal.wait(for: "‹All open")
    try terminal.type("/\(words)\r")
    try terminal.wait("the one request") { !$0.screen.contains { $0.contains("Viktor") } }
    try press("a", until: sentence, on: terminal)
    try terminal.type("y")
    try terminal.type(":")
    try terminal.wait(for: "commands")
    #expect(!terminal.screen.contains { $0.contains("Approve 1") || $0.contains("Copied") })
    try terminal.type("\u{1B}")
    try terminal.wait("the palette's end") { !$0.screen.contains { $0.contains("commands") } }
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
  }
}
