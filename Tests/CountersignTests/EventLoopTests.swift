import Foundation
import Governance
import Screens
import Store
import Terminal
import Testing

@testable import countersign

@Suite("The event loop", .timeLimit(.minutes(10)))
struct EventLoopTests {
  /// A loop on a thread of its own; `ended` is true once it returned.
  private func open(_ office: Office, _ display: TypedDisplay) throws -> Task<Void, any Error> {
    let options = try GlobalOptions.parse([
      "--config", office.places.configuration, "--state", office.places.state,
    ])
    let session = try Session.open(options, in: office.invocation(RecordingConsole()))
    return Task {
      try await withCheckedThrowingContinuation {
        (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread {
          done.resume(with: Result { _ = try ScreensVerb.show(session, on: display) })
        }
      }
    }
  }

  @Test func theFirstFrameHasRows() async throws {
    let office = try Office()
    await office.run("sync")
    let display = try TypedDisplay()
    let loop = try open(office, display)
    _ = await display.screen(with: "Ada Okafor")
    let first = try #require(display.firstFrame).text.joined(separator: "\n")
    #expect(first.contains("Ada Okafor"), "\(first)")
    display.type("q")
    try await loop.value
  }

  @Test func signalsEndIt() async throws {
    let office = try Office(servers: [])
    let display = try TypedDisplay()
    let loop = try open(office, display)
    _ = await display.screen(with: "Queue")
    display.send(.terminated(signal: 15))
    try await loop.value
  }

  @Test func keysInOneGoAreDrawnOnce() async throws {
    let office = try Office()
    await office.run("sync")
    let display = try TypedDisplay()
    let loop = try open(office, display)
    _ = await display.screen(with: "Ada Okafor")
    let before = display.frameCount
    display.type(String(repeating: "jk", count: 500))
    display.press(.tab)
    _ = await display.screen(with: "[People]")
    // One for the keys, and some for answers that came meanwhile.
    #expect(display.frameCount - before < 100)
    display.type("q")
    try await loop.value
  }

  @Test func suspendsAndRedraws() async throws {
    let office = try Office(servers: [])
    let display = try TypedDisplay()
    let loop = try open(office, display)
    _ = await display.screen(with: "Queue")
    display.press(.control("z"), .control("l"), .character("q"))
    try await loop.value
    #expect(display.suspensionCount == 1)
    #expect(display.invalidationCount == 1)
  }

  @Test func decidesAndSends() async throws {
    let office = try Office()
    await office.run("sync")
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = try open(office, display)
    _ = await display.screen(with: "Ada Okafor")
    display.type("/Bruno")
    display.press(.enter)
    _ = await display.screen { $0.contains("Bruno Lima") && !$0.contains("Ada Okafor") }
    display.type("a")
    // The buttons come with the plan: a key before that decides nothing.
    _ = await display.screen { $0.contains("Yes, approve it") && $0.contains("add Bruno Lima") }
    display.type("y")
    // The dispatcher runs by itself.
    _ = await display.screen { !$0.contains("Yes, approve it") }
    display.press(.tab, .tab)
    _ = await display.screen { $0.contains("[Activity]") && $0.contains("applied") }
    #expect(
      try await office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))
    display.type("q")
    try await loop.value
    await office.expect(.success, "audit", "verify")
  }

  @Test func whatWasDecidedBeforeTheEndCounts() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Bruno Lima")
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = try open(office, display)
    _ = await display.screen(with: "Ada Okafor")
    display.type("/Bruno")
    display.press(.enter)
    _ = await display.screen { $0.contains("Bruno Lima") && !$0.contains("Ada Okafor") }
    display.type("a")
    _ = await display.screen { $0.contains("Yes, approve it") && $0.contains("add Bruno Lima") }
    display.type("yq")
    try await loop.value
    let store = try Store(path: office.places.database)
    #expect(try store.decisions(for: RequestID(rawValue: id)).map(\.outcome) == [.approved])
  }

  @Test func whoeverASyncBringsIsRecognised() async throws {
    let office = try Office()
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = try open(office, display)
    // Nobody is known before the first sync, which another process does here.
    _ = await display.screen(with: "(unknown)")
    await office.run("sync")
    _ = await display.screen { $0.contains("Bruno Lima") && !$0.contains("(unknown)") }
    display.type("q")
    try await loop.value
  }

  @Test func aNameThatPeopleAreCalledMakesNobodyTheOperator() async throws {
    let office = try Office()
    await office.run("sync")
    let config = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    let rows: [(String, String?)] = [
      ("Priya Nair", nil), (office.sandbox.operatorEmail, "Priya Nair"),
      (office.sandbox.operatorEmail.uppercased(), "Priya Nair"), ("priya.nair", "Priya Nair"),
      ("nobody", nil),
    ]
    for (name, expected) in rows {
      try config.replacing(office.sandbox.operatorEmail, with: name).write(
        toFile: office.places.configuration, atomically: true, encoding: .utf8)
      let options = try GlobalOptions.parse([
        "--config", office.places.configuration, "--state", office.places.state,
      ])
      let session = try Session.open(options, in: office.invocation(RecordingConsole()))
      #expect(try session.operator().person?.name == expected, "\(name)")
    }
  }

  @Test func showsWhatAnotherProcessDid() async throws {
    let office = try Office()
    await office.run("sync")
    let display = try TypedDisplay(columns: 120, rows: 40)
    let loop = try open(office, display)
    let before = await display.screen(with: "Ada Okafor")
    #expect(before.contains("Bruno Lima"))
    let id = try await office.request(for: "Bruno Lima")
    await office.run("deny", id, "--reason", "Not now.")
    _ = await display.screen { !$0.contains("Bruno Lima") }
    display.type("q")
    try await loop.value
  }

  @Test func aBurstOfCommitsIsToldTenTimesASecond() {
    var pacing = ChangePacing()
    let start = ContinuousClock.now
    #expect(pacing.waitMilliseconds(at: start) == -1)
    let early = pacing.take(at: start)
    pacing.note(at: start)
    #expect(pacing.waitMilliseconds(at: start) == 0)
    let first = pacing.take(at: start)
    #expect(!early && first)
    var told = 0
    for step in 1...100 {
      let now = start + .milliseconds(10 * step)
      pacing.note(at: now)
      if pacing.take(at: now) { told += 1 }
    }
    #expect(told == 10)
    pacing.note(at: start + .milliseconds(1010))
    #expect(pacing.waitMilliseconds(at: start + .milliseconds(1010)) == 90)
  }
}
