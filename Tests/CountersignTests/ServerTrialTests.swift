import Foundation
import Screens
import Synchronization
import Testing

@testable import countersign

@Suite("Adding a server in the screens", .timeLimit(.minutes(10)))
struct ServerTrialTests {
  private func session(_ office: Office) throws -> Session {
    let options = try GlobalOptions.parse([
      "--config", office.places.configuration, "--state", office.places.state,
    ])
    return try Session.open(options, in: office.invocation(RecordingConsole()))
  }

  private func draft(_ office: Office) throws -> ServerDraft {
    let tenant = office.sandbox.tenant(.idp)
    let token = office.home.path + "/new.token"
    try tenant.token.write(toFile: token, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
    return ServerDraft(
      operatorName: office.sandbox.operatorEmail, name: "idp",
      url: "http://\(SandboxTransport.host)\(tenant.path)", secretPlace: .file, secret: token)
  }

  /// The answers to one look.
  private func look(
    _ draft: ServerDraft, _ office: Office, asksServer: Bool
  ) async throws -> ServerTest {
    let session = try session(office)
    let (answers, continuation) = AsyncStream.makeStream(of: Event.self)
    let trial = ServerTrial(session: session) { continuation.yield($0) }
    trial.look(at: draft, asksServer: asksServer, generation: 7)
    for await case .serverTested(let test, generation: 7) in answers { return test }
    throw Failure(.refused, code: "test.none", "No answer came.")
  }

  @Test func saysWhatIsMissing() async throws {
    let office = try Office(servers: [])
    var draft = try draft(office)
    #expect(try await look(draft, office, asksServer: false).isComplete)
    let rows: [(WritableKeyPath<ServerDraft, String>, String, String)] = [
      (\.name, "", "short name"), (\.name, "a b", "A name has"), (\.url, "https://", "SCIM base"),
      (\.url, "ftp://x", "no http"), (\.secret, "", "Say which file"),
      (\.secret, "/nowhere", "No file"),
    ]
    for (path, text, words) in rows {
      let before = draft[keyPath: path]
      draft[keyPath: path] = text
      let test = try await look(draft, office, asksServer: true)
      #expect(test.firstObstacle?.contains(words) == true, "\(test.lines)")
      #expect(!test.hasAnswered)
      draft[keyPath: path] = before
    }
  }

  @Test func asksTheServer() async throws {
    let office = try Office(servers: [])
    var draft = try draft(office)
    let good = try await look(draft, office, asksServer: true)
    #expect(good.hasAnswered && good.answers.first?.text.contains("idp answers at") == true)
    draft.url = "http://nowhere.test/scim"
    let bad = try await look(draft, office, asksServer: true)
    #expect(!bad.hasAnswered && bad.answers.first?.kind == .wrong)
    #expect(bad.isComplete)
  }

  /// From nothing at all to people on the screen.
  @Test func aFirstRun() async throws {
    let office = try Office(servers: [])
    let draft = try draft(office)
    try FileManager.default.removeItem(atPath: office.places.configuration)
    let session = try session(office)
    #expect(session.isUnconfigured)
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = Task {
      try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread {
          done.resume(with: Result { _ = try ScreensVerb.show(session, on: display) })
        }
      }
    }
    _ = await display.screen(with: "Say who you are")
    display.type(draft.operatorName ?? "")
    display.press(.tab)
    display.type("idp")
    display.press(.tab, .control("u"))
    display.type(draft.url)
    display.press(.tab, .right, .tab)
    display.type(draft.secret)
    _ = await display.screen(with: "The file is there.")
    display.press(.tab)
    _ = await display.screen(with: "idp answers at")
    display.press(.enter)
    _ = await display.screen(with: "[Servers]")
    display.press(.alt("1"))
    _ = await display.screen(with: "Ada Okafor")
    display.type("q")
    try await loop.value
    let text = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    #expect(text.hasPrefix("operator = \"\(office.sandbox.operatorEmail)\"\n"))
    #expect(text.contains("token_file = "))
  }
}
