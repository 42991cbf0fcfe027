import Foundation
import HTTP
import Sandbox
import Screens
import Synchronization
import Terminal
import Testing

@testable import countersign

/// Long reading can be stopped, on the screens and in the shell; nothing is lost.
@Suite("A sync that is stopped", .timeLimit(.minutes(2)))
struct StoppedSyncTests {
  /// Interrupts at the third page of users, as a person at the keyboard would.
  private final class Interrupter: HTTPTransport, Sendable {
    private let sandbox: SandboxTransport
    private let handler = Mutex<(@Sendable (Int32) -> Void)?>(nil)
    private let pages = Mutex(0)

    init(_ sandbox: Sandbox) { self.sandbox = SandboxTransport(sandbox: sandbox) }

    var interrupts: Interrupts {
      Interrupts { handler in
        self.handler.withLock { $0 = handler }
        return { self.handler.withLock { $0 = nil } }
      }
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      if request.url.contains("/Users?"), request.url.contains("count=20") {
        let page = pages.withLock { pages in
          pages += 1
          return pages
        }
        if page == 3 { handler.withLock { $0 }?(2) }
      }
      return try await sandbox.send(request)
    }
  }

  @Test func ctrlCInTheShellSaysWhatIsLeft() async throws {
    let office = try Office(servers: [.hr], people: 200)
    let text = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    try (text + "page_size = 20\n").write(
      toFile: office.places.configuration, atomically: true, encoding: .utf8)
    let interrupter = Interrupter(office.sandbox)
    let console = RecordingConsole()
    var invocation = office.invocation(console)
    invocation.transport = interrupter
    invocation.interrupts = interrupter.interrupts
    let files = ["--config", office.places.configuration, "--state", office.places.state]
    let status = await Program.run(files + ["sync"], in: invocation)
    #expect(status == .interrupted)
    #expect(console.output.contains { $0.hasPrefix("hr: stopped at User ") }, "\(console.output)")
    #expect(
      console.errors.last
        == "countersign: The sync was stopped. Nothing is lost: the next sync goes on there, and"
        + " sends what waits to be sent.", "\(console.errors)")
    let list = await office.run("server", "list")
    #expect(list.text.contains("stopped at User"), "\(list.text)")
    // The next one reads the rest, and nobody is missing.
    await office.expect(.success, "sync")
    await office.expect(.success, "sync", "--full")
    let people = await office.run("people", "--json")
    #expect(people.output.count >= 200, "\(people.output.count)")
  }

  /// Answers nothing until the request is let go.
  private struct Silence: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      await withTaskCancellationHandler {
        for await _ in stream {}
      } onCancel: {
        continuation.finish()
      }
      throw .cancelled
    }
  }

  @Test func aKeyStopsItOnTheScreens() async throws {
    let office = try Office(servers: [.hr])
    let options = try GlobalOptions.parse([
      "--config", office.places.configuration, "--state", office.places.state,
    ])
    var invocation = office.invocation(RecordingConsole())
    invocation.transport = Silence()
    let session = try Session.open(options, in: invocation)
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = Task {
      try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread {
          done.resume(with: Result { _ = try ScreensVerb.show(session, on: display) })
        }
      }
    }
    _ = await display.screen(with: "Queue")
    display.press(.alt("5"))
    _ = await display.screen(with: "stops it")
    display.type("x")
    _ = await display.screen(with: "The reading of hr was stopped.")
    display.type("q")
    try await loop.value
  }
}
