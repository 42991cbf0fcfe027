import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// The merged plan of many, the reasons in it, and its keys.
@Suite struct BulkTests {
  private static let ada = RequestID(rawValue: "r-1002")

  private static func detail(
    _ id: String, _ person: PersonReference, _ operation: ItemOperation = .grant, risk: Int = 10,
    ageSeconds: Int? = nil
  ) -> RequestDetail {
    let request = Sample.request(
      id, person, by: Sample.chen, [Sample.item(operation, Sample.readers, "readers")], why: "",
      submitted: -1)
    return RequestDetail(
      request: request, risk: Risk(reasons: [.init(points: risk, sentence: "s")]),
      plan: Sample.plan(for: request), planDigest: "d", refusal: nil, decisions: [], actions: [],
      beneficiary: nil, dataAgeSeconds: ageSeconds)
  }

  private static func lines(_ details: [RequestDetail]) -> [String] {
    var confirmation = Confirmation(
      subject: .decision(.approved), ids: details.map(\.request.id), hiddenCount: 0,
      generation: 1, focus: .no)
    confirmation.details = details
    return confirmationLines(confirmation, width: 76).map {
      $0.text.runs.map(\.text).joined()
    }
  }

  @Test func groupsByServerAndEntitlementAndCountsWhoGainsAndLoses() {
    let text = Self.lines([
      Self.detail("a", Sample.ada), Self.detail("b", Sample.bruno),
      Self.detail("c", Sample.ines, .revoke),
    ])
    #expect(text.contains("  readers  + 2  − 1"))
    #expect(text.first == "3 calls on 1 server.")
    // Each call says of which request it is.
    #expect(text.contains { $0.hasPrefix("    + #2 ") && $0.contains("Bruno Lima") })
    #expect(text.contains { $0.hasPrefix("    − #3 ") })
    #expect(text.contains { $0.hasPrefix("  #3 Ines Haddad") })
  }

  @Test func theOddOnesStandOnTopWithWhy() throws {
    let text = Self.lines([
      Self.detail("calm", Sample.chen), Self.detail("old", Sample.bruno, ageSeconds: 3 * 86_400),
      Self.detail("risky", Sample.ines, risk: 80), Self.detail("one", Sample.ada),
      Self.detail("other", Sample.ada, .revoke),
    ])
    let whole = text.joined(separator: "\n")
    func place(_ part: String) throws -> String.Index {
      try #require(whole.range(of: part)).lowerBound
    }
    let opposite = try place("another request here wants the opposite: readers")
    let risk = try place("risk 80: +80 s")
    let stale = try place("what it presumes was read 3 days ago")
    #expect(opposite < risk && risk < stale)
    #expect(whole.components(separatedBy: "look at these first").count == 2)
  }

  private static func asked(_ key: Character) throws -> Driver {
    var driver = Driver.started()
    driver.type("   \(key)")
    if key == "d" {
      driver.type("not now")
      driver.press(.enter)
    }
    let lines = try #require(driver.state.confirmation?.lines)
    let line = try #require(lines.firstIndex { $0.target == .request(ada) })
    driver.press(.home)
    for _ in 0..<line { driver.press(.down) }
    return driver
  }

  @Test func oneRequestHasAReasonOfItsOwn() throws {
    var driver = try Self.asked("d")
    driver.type("R")
    #expect(driver.screen[20].contains("reason for Ada Okafor  not now"))
    driver.press(.control("u"))
    driver.type("ask in January")
    driver.press(.enter)
    #expect(driver.screen.joined().contains("reasons of their own"))
    driver.type("y")
    let batch = try #require(driver.decisions.first)
    #expect(batch.comment == "not now")
    #expect(batch.items.map(\.comment) == [nil, "ask in January", nil])
  }

  @Test func escapeLeavesTheOwnReasonAsItWas() throws {
    var driver = try Self.asked("a")
    driver.type("Rbecause")
    driver.press(.escape)
    #expect(driver.state.confirmation?.ownReasons.isEmpty == true)
    #expect(driver.state.confirmation?.focus == .no)
  }

  @Test func whoIsLeftOutStaysUnderTheCursor() throws {
    var driver = try Self.asked("a")
    for isLeftOut in [true, false] {
      driver.type("x")
      #expect(driver.state.confirmation?.struck == (isLeftOut ? [Self.ada] : []))
      #expect(driver.state.confirmation?.document.target == .request(Self.ada))
    }
  }

  @Test func thePlansKeysCanBeOthersAndAreNamed() throws {
    let keys = try KeyBindings([
      .init(place: "plan", command: "yes", keys: [.character("J")]),
      .init(place: "plan", command: "reason", keys: [.function(2)]),
      .init(place: nil, command: "leave-out", keys: [.character("X")]),
    ])
    var driver = Driver.started(keys: keys)
    driver.type("   d")
    driver.press(.tab)
    #expect(driver.screen[23].contains("J yes") && driver.screen[23].contains("F2 reason"))
    #expect(driver.screen[23].contains("X leave out"))
    #expect(driver.screen.joined().contains("press F2 and write one"))
    driver.type("y")
    #expect(driver.state.confirmation != nil && driver.decisions.isEmpty, "y is free now")
    driver.press(.function(2))
    driver.type("no")
    driver.press(.enter)
    driver.type("J")
    #expect(driver.decisions.count == 1)
  }

  @Test func enterIsNoCommandInThePlan() {
    #expect(throws: KeyBindings.Mistake.self) {
      try KeyBindings([.init(place: "plan", command: "yes", keys: [.enter])])
    }
    #expect(throws: KeyBindings.Mistake.self) {
      try KeyBindings([.init(place: "plan", command: "yes", keys: [.character("n")])])
    }
  }

  @Test func aLetterThatMovesElsewhereDoesNotInThePlan() throws {
    let keys = try KeyBindings([.init(place: nil, command: "down", keys: [.character("R")])])
    #expect(keys.plan[.character("R")]?.name == "own-reason")
  }

  @Test func goesBackAndForwardLikeABrowser() {
    var driver = Driver.started()
    driver.type(">")
    #expect(driver.message == "There is nothing to go forward to.")
    driver.press(.down, .enter)
    driver.type("P<")
    #expect(driver.state.place == .request(Self.ada))
    driver.type("<")
    #expect(driver.state.place == .queue)
    driver.type(">")
    #expect(driver.state.place == .request(Self.ada))
    driver.type(">")
    #expect(driver.state.place == .profile(Sample.ada.key))
    driver.type("<<")
    driver.press(.enter)
    driver.type(">")
    #expect(driver.message == "There is nothing to go forward to.", "another way was taken")
  }

  @Test func messagesNameTheKeysAsTheyAre() throws {
    let keys = try KeyBindings([
      .init(place: nil, command: "help", keys: [.function(1)]),
      .init(place: nil, command: "record", keys: [.function(9)]),
      .init(place: nil, command: "new-request", keys: []),
    ])
    var driver = Driver.started(keys: keys)
    driver.type("Z")
    #expect(driver.message == "Z does nothing here. Press F1 for the keys.")
    driver.type("@")
    #expect(driver.message == "No macro is kept. F9 records one.")
    driver.type("[a")
    #expect(driver.message?.hasSuffix("Ask anew for what is still wanted: :new-request.") == true)
  }
}
