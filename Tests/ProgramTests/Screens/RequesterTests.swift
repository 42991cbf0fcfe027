import PseudoTerminal
import Testing

/// Asking for access at the keyboard.
struct RequesterTests {
  @Test func findsAPersonAsksAndTakesItBack() throws {
    let place = try Workplace()
    let terminal = try place.screens()
    try terminal.type("\u{1B}2")
    try terminal.wait(for: "[People]")
    try terminal.type("/ada oka")
    try terminal.wait("the one person") {
      $0.screen.contains { $0.contains("Ada Okafor") }
        && !$0.screen.contains { $0.contains("Priya Nair ") && $0.contains("Security") }
    }
    try terminal.type("\r")
    try press("\r", until: "‹ Ada Okafor", on: terminal)
    try terminal.type("n")
    try terminal.wait(for: "‹ New request")
    try terminal.wait(for: "✓ Ada Okafor")
    try terminal.type("\tsecurity-aud")
    try terminal.wait("the suggestion") {
      $0.screen.contains { $0.contains("▸   security-auditors") }
    }
    try terminal.type("\r7d\tFor the Kandinsky review.\u{13}")
    try terminal.wait(for: "Submitted. It waits for an approver.")
    try terminal.wait(for: "+ security-auditors")
    // Whoever asks does not decide.
    try press("a", until: "You made this request", on: terminal)
    try terminal.type("q")
    let id = try place.request("Kandinsky")
    #expect(try place.run("plan", id).output.contains("security-auditors"))
    try terminal.type("\u{1B}1")
    try terminal.wait(for: "[Queue]")
    try terminal.type("]")
    try terminal.wait(for: "‹My requests")
    try terminal.wait(for: "Elif Demir")
    try terminal.type("/kandinsky\r")
    try terminal.wait("the one request") { !$0.screen.contains { $0.contains("Elif") } }
    try press("W", until: "ithdraw 1 request?", on: terminal)
    try sayYes(to: "ithdraw 1 request?", on: terminal)
    try terminal.wait(for: "Withdrawn: nobody will be asked to decide it.")
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    #expect(try place.record(id).contains("\"status\":\"cancelled\""))
    try place.expectIntactAudit()
  }

  @Test func theFirstRunSaysWhatToDo() throws {
    let place = try Workplace(isSynced: false)
    try place.configure("")
    let terminal = try place.terminal()
    try terminal.wait(for: "countersign server add")
    try press("a", until: "Nobody is configured as the operator.", on: terminal)
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    let sync = try place.run("sync")
    #expect(sync.status == 3)
    #expect(sync.errors.contains("Add one: countersign server add"))
  }

  /// A server that does not answer keeps no key waiting, and no end.
  @Test func noKeyWaitsForTheNetwork() throws {
    let place = try Workplace()
    try place.sandbox.inject(#"{"kind": "delayed", "seconds": 600, "times": 999}"#)
    let terminal = try place.screens()
    try terminal.wait("the servers") { $0.screen[0].contains("chat ") }
    try terminal.type("S")
    try terminal.wait(for: "Syncing all servers")
    try terminal.type("\u{1B}2")
    try terminal.wait(for: "[People]")
    try terminal.type("/bruno")
    try terminal.wait(for: "Bruno Lima")
    try terminal.type("\r\u{1B}1")
    try terminal.wait(for: "Viktor Petrenko")
    try terminal.type("/bruno\r")
    try terminal.wait("the one request") {
      !$0.screen.contains { $0.contains("Viktor") }
    }
    try press("a", until: "1 call on 1 server", on: terminal)
    try terminal.type("y")
    try terminal.wait(for: "1 request decided.")
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
    // What was decided is done once the server answers.
    try place.sandbox.clearFaults()
    #expect(try place.run("sync").status == 0)
    let decided = try place.run("queue", "--folder", "decided", "--limit", "Bruno", "--json")
    #expect(decided.output.contains("\"actionStatus\":\"applied\""), "\(decided.output)")
    try place.expectIntactAudit()
  }
}
