import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// The pane of a server: what it can, what is therefore done, what not, and what is held back.
struct ServerLinesTests {
  private func text(_ server: ServerState) -> [String] {
    serverLines(server, Driver.started().state, width: 78).map { line in
      line.text.runs.map { $0.text }.joined().trimmingCharacters(in: .whitespaces)
    }
  }

  private let server = ServerState(
    name: "idp", baseURL: "https://id.example.com", phase: .idle, lastSync: nil, userCount: 40,
    groupCount: 3, capabilities: ["ETag"],
    methods: ["Reads lists by cursor.", "Sends If-Match with each change."],
    limits: ["It does not delete accounts: refused (405)."])

  @Test func saysWhatIsDoneBecauseOfWhatWasFound() {
    let lines = text(server)
    #expect(lines.contains("can      ETag"))
    #expect(lines.contains("does     Reads lists by cursor."))
    #expect(lines.contains("Sends If-Match with each change."))
    #expect(lines.contains("cannot   It does not delete accounts: refused (405)."))
  }

  @Test func saysWhatWouldVanishAndHowToLetIt() {
    var server = server
    server.heldRemovals = [HeldRemoval(type: "User", count: 30, known: 40, names: ["ada", "ben"])]
    let lines = text(server).joined(separator: " ")
    #expect(lines.contains("idp lists 30 of 40 User resources no more (ada, ben and 28 more)"))
    #expect(lines.contains("countersign sync idp --accept-removals"))
  }
}
