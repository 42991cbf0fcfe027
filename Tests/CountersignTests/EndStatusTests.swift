import Foundation
import HTTP
import Sandbox
import Sync
import Testing

@testable import countersign

@Suite("Exit statuses and what goes with them")
struct EndStatusTests {
  @Test func numbersAreStable() {
    #expect(EndStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 129, 130, 131, 143])
  }

  static let mistakes: [[String]] = [
    ["nonsense"], ["queue", "--fodler", "open"], ["queue", "--folder", "opne"],
    ["queue", "--count", "0"], ["approve"], ["approve", "a", "b", "--plan-digest", "x"],
    ["deny", "a"], ["request", "--reason", "x"], ["request", "--grant", "idp", "--reason", "x"],
    ["request", "--grant", "idp:group:a", "--reason", "x", "--for-duration", "soon"],
    ["request", "--grant", "idp:group:a", "--reason", "x", "--expires", "soon"],
    ["server", "add", "a b", "https://x.test"], ["server", "add", "a", "x.test"],
    ["server", "add", "a", "https://x.test", "--token-env", "A", "--token-file", "b"],
    ["server", "add", "a", "https://x.test", "--token-env", "A", "--user", "u"],
    ["server", "add", "a", "https://x.test", "--user", "u"],
    ["server", "add", "a", "https://x.test", "--client-id", "c", "--client-secret-env", "S"],
    ["server", "add", "a", "https://x.test", "--proxy", "http://u:p@x.test"],
    ["audit", "verify", "--anchor", "1"], ["completions", "tcsh"], ["screens", "--json"],
  ]

  @Test("2 for arguments", arguments: mistakes)
  func usage(_ arguments: [String]) async throws {
    let console = RecordingConsole()
    let office = try Office(servers: [])
    let status = await Program.run(arguments, in: office.invocation(console))
    #expect(status == .usage)
    #expect(console.output.isEmpty)
    #expect(!console.errors.isEmpty)
  }

  static let misspelled: [(String, String)] = [
    ("quue", "There is no verb “quue”. Did you mean “queue”?"),
    ("aprove", "There is no verb “aprove”. Did you mean “approve”?"),
    ("frobnicate", "There is no verb “frobnicate”. countersign --help lists the verbs."),
  ]

  @Test("a verb that is none names the nearest", arguments: misspelled)
  func verb(_ word: String, _ sentence: String) async throws {
    let run = await (try Office(servers: [])).run(word)
    #expect(run.status == .usage)
    #expect(run.errorText == "countersign: \(sentence)")
  }

  static let signals: [(Int32, EndStatus)] = [
    (1, .hungUp), (2, .interrupted), (3, .quit), (15, .terminated),
  ]

  @Test("128 and the number for a signal", arguments: signals)
  func signal(_ number: Int32, _ status: EndStatus) {
    #expect(EndStatus(signal: number) == status)
    #expect(status.rawValue == 128 + number)
  }

  @Test("0 for help", arguments: [["--help"], ["help", "sync"], ["queue", "-h"], ["--version"]])
  func help(_ arguments: [String]) async throws {
    let console = RecordingConsole()
    let office = try Office(servers: [])
    let status = await Program.run(arguments, in: office.invocation(console))
    #expect(status == .success)
    #expect(console.output.count == 1)
    #expect(console.errors.isEmpty)
  }

  @Test("0 for completions", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    let run = await (try Office(servers: [])).run("completions", shell)
    #expect(run.status == .success)
    #expect(run.text.contains("--plan-digest") || run.text.contains("plan-digest"))
  }

  @Test func configuration() async throws {
    let office = try Office(servers: [])
    try "operatr = \"x\"\n".write(
      toFile: office.places.configuration, atomically: true, encoding: .utf8)
    let run = await office.run("queue")
    #expect(run.status == .configuration)
    #expect(
      run.errorText
        == "countersign: \(office.places.configuration):1: Unknown key “operatr”. Did you mean “operator”?"
    )
  }

  @Test func unknownServer() async throws {
    let office = try Office(servers: [.idp])
    let run = await office.run("sync", "ipd")
    #expect(run.status == .configuration)
    #expect(run.errorText.contains("Did you mean “idp”?"))
    try await Office(servers: []).expect(.configuration, "sync")
  }

  @Test func aServerThatRefuses() async throws {
    let office = try Office(servers: [.hr, .idp])
    try "wrong".write(toFile: office.home.path + "/idp.token", atomically: false, encoding: .utf8)
    let run = await office.run("sync")
    #expect(run.status == .server)
    #expect(run.errorText.contains("idp"))
    // The other one was read all the same.
    await office.expect(.success, "show", "Ada Okafor")
    await office.expect(.server, "server", "check", "idp")
    await office.expect(.success, "server", "check", "hr")
  }

  @Test func limitThatIsNone() async throws {
    let office = try Office(servers: [])
    await office.expect(.usage, "people", "--limit", "title eq")
    await office.expect(.usage, "queue", "--limit", "risk ge")
  }

  @Test func storeThatCannotBeMade() async throws {
    let office = try Office(servers: [])
    try "x".write(toFile: office.home.path + "/state", atomically: true, encoding: .utf8)
    let run = await office.run("queue")
    #expect(run.status == .store)
    #expect(run.errorText.contains(office.home.path))
  }

  @Test func databaseFromTheFuture() async throws {
    let office = try Office(servers: [])
    await office.expect(.success, "server", "list")
    let file = URL(fileURLWithPath: office.places.database)
    var bytes = try Data(contentsOf: file)
    // > SQLite file format, 1.3: the user version is the big-endian number at offset 60.
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    try bytes.write(to: file)
    let run = await office.run("queue", "--folder", "open")
    #expect(run.status == .store)
    #expect(run.errorText.contains("newer"))
    await office.expect(.store, "doctor", "--offline")
  }

  @Test func someOtherFile() async throws {
    let office = try Office(servers: [])
    try FileManager.default.createDirectory(
      atPath: office.places.state, withIntermediateDirectories: true)
    try String(repeating: "not a database ", count: 100).write(
      toFile: office.places.database, atomically: true, encoding: .utf8)
    await office.expect(.store, "queue", "--folder", "open")
  }

  @Test func recordThatWasChanged() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "deny", id, "--reason", "Use the replica.")
    await office.expect(.success, "audit", "verify")
    let lines = await office.run("audit", "export").output
    let row = try #require(lines.firstIndex { $0.contains("Use the replica.") })

    let file = URL(fileURLWithPath: office.places.database)
    var bytes = try Data(contentsOf: file)
    var changed = 0
    while let range = bytes.firstRange(of: Data("Use the replica.".utf8)) {
      bytes.replaceSubrange(range, with: Data("Use the primary.".utf8))
      changed += 1
    }
    #expect(changed > 0)
    try bytes.write(to: file)
    let verify = await office.run("audit", "verify")
    #expect(verify.status == .integrity)
    #expect(verify.errorText.contains("Record \(row + 1) was changed"), "\(verify.errorText)")
    await office.expect(.integrity, "doctor", "--offline")
  }

  @Test func recordsThatAreCutOffShowAgainstAnAnchor() async throws {
    let office = try Office()
    await office.run("sync")
    let head = try #require(
      await office.run("audit", "verify").output.first?.split(separator: " ").last.map(String.init))
    await office.expect(.success, "audit", "verify", "--anchor", head)
    let other = "1:" + String(repeating: "a", count: 64)
    await office.expect(.integrity, "audit", "verify", "--anchor", other)
  }

  @Test func withoutOperator() async throws {
    let office = try Office(servers: [.hr, .idp], hasOperator: false)
    await office.run("sync")
    await office.expect(.success, "queue")
    let mine = await office.run("queue", "--folder", "mine")
    #expect(mine.status == .refused)
    #expect(mine.errorText.contains("Set `operator` in config.toml"))
    let id = try await office.request(for: "Ada Okafor")
    let approve = await office.run("approve", id, "--yes")
    #expect(approve.status == .refused)
    #expect(approve.errorText.contains("operator"))
  }
}
