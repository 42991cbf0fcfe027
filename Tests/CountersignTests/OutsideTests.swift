import Foundation
import Glibc
import Governance
import Screens
import Store
import Testing

@testable import countersign

@Suite("Editor, pipe and clipboard")
struct OutsideWorkTests {
  private func session(_ office: Office, _ variables: [String: String]) throws -> Session {
    let options = try GlobalOptions.parse([
      "--config", office.places.configuration, "--state", office.places.state,
    ])
    var invocation = office.invocation(RecordingConsole())
    invocation.environment.merge(variables) { $1 }
    invocation.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return try Session.open(options, in: invocation)
  }

  private func left(_ session: Session) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: session.places.state)
      .filter { $0.hasPrefix("scratch-") }
  }

  @Test func theEditorGetsTheTextAndLeavesAnother() throws {
    let office = try Office(servers: [])
    // VISUAL wins over EDITOR, and may have arguments.
    let session = try session(office, ["VISUAL": "sed -i s/old/new/", "EDITOR": "false"])
    #expect(try OutsideWork(session: session).edit("an old reason") == "an new reason\n")
    #expect(try left(session).isEmpty)
  }

  @Test(arguments: [
    ("false", "editor.failed"), ("no-such-editor", "program.unstarted"),
    ("'vi", "editor.unreadable"),
  ])
  func anEditorThatFailsChangesNothing(_ editor: String, _ code: String) throws {
    let office = try Office(servers: [])
    let session = try session(office, ["EDITOR": editor])
    let error = #expect(throws: Failure.self) { try OutsideWork(session: session).edit("x") }
    #expect(error?.code == code)
    #expect(try left(session).isEmpty)
  }

  @Test func tooLongATextIsRefused() throws {
    let office = try Office(servers: [])
    let session = try session(office, ["EDITOR": "truncate -s 70000"])
    let error = #expect(throws: Failure.self) { try OutsideWork(session: session).edit("x") }
    #expect(error?.code == "scratch.unusable")
  }

  @Test func selectionsAreTheRecordsOfTheVerbs() async throws {
    let office = try Office()
    await office.run("sync")
    let session = try session(office, [:])
    let records = SelectionRecords(session: session)
    let id = try await office.request(for: "Bruno Lima")
    let request = try #require(try records.lines(.requests([RequestID(rawValue: id)])).first)
    #expect(request.contains("\"id\":\"\(id)\"") && request.contains("Bruno Lima"))
    #expect(try records.lines(.server("idp")).first?.contains("\"name\":\"idp\"") == true)
    #expect(try records.lines(.record(1)).first?.contains("\"sequence\":1") == true)
    #expect(try records.lines(.action(99)).isEmpty)
    let person = try session.person("Bruno Lima")
    #expect(try records.lines(.person(person.key)).first?.contains("Bruno Lima") == true)
  }

  @Test func secretsStayHere() throws {
    let office = try Office(servers: [])
    try "[[server]]\nname = \"idp\"\nurl = \"http://h/\"\ntoken_env = \"IDP_TOKEN\"\n".write(
      toFile: office.places.configuration, atomically: true, encoding: .utf8)
    let file = office.home.path + "/seen"
    let session = try session(
      office, ["IDP_TOKEN": "hush", "KEPT": "1", "EDITOR": "sh -c 'env > \(file)' sh"])
    _ = try OutsideWork(session: session).edit("x")
    let seen = try String(contentsOfFile: file, encoding: .utf8)
    #expect(seen.contains("KEPT=1") && !seen.contains("hush"))
  }
}
