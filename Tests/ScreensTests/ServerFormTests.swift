import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct ServerFormTests {
  private static let complete = ServerTest(lines: [.init(.good, "It is called idp.")])

  /// The form with what was typed, and the first test's answer.
  private func opened(answer: ServerTest = complete) -> Driver {
    var driver = Driver.started()
    driver.press(.character("+"))
    driver.type("idp")
    answerNewest(&driver, answer)
    return driver
  }

  private func answerNewest(_ driver: inout Driver, _ test: ServerTest) {
    let generation = driver.state.serverForm?.generation ?? 0
    driver.send(.serverTested(test, generation: generation))
  }

  private func questions(_ driver: Driver) -> [(draft: ServerDraft, asksServer: Bool)] {
    driver.effects.compactMap {
      if case .testServer(let draft, let asks, _) = $0 { (draft, asks) } else { nil }
    }
  }

  @Test func everyKeyLooksAtTheTextAndNoKeyAsksTheServer() {
    let driver = opened()
    #expect(questions(driver).last?.draft.name == "idp")
    #expect(questions(driver).count == 4)
    #expect(questions(driver).allSatisfy { !$0.asksServer })
  }

  /// Half an address is somebody else's: the token must not go there.
  @Test func leavingAFieldAsksTheServerOnce() {
    var driver = opened()
    driver.forgetEffects()
    driver.press(.tab)
    #expect(questions(driver).map(\.asksServer) == [true])
    driver.press(.tab, .tab)
    #expect(questions(driver).count == 1)
    driver.press(.control("t"))
    #expect(questions(driver).count == 2)
  }

  @Test func whatIsMissingIsSaidAndNothingIsAdded() {
    var driver = opened(answer: ServerTest(lines: [.init(.missing, "Give its SCIM base.")]))
    driver.press(.control("s"))
    #expect(driver.message == "Give its SCIM base.")
    #expect(!driver.effects.contains { if case .addServer = $0 { true } else { false } })
  }

  @Test func itIsAskedBeforeItIsAdded() {
    var driver = opened()
    driver.press(.control("s"))
    #expect(questions(driver).last?.asksServer == true)
    #expect(driver.message == "It is asked first. ^S again once it has answered.")
    answerNewest(&driver, ServerTest(lines: Self.complete.lines, hasAnswered: true))
    driver.press(.control("s"))
    #expect(driver.effects.contains { if case .addServer = $0 { true } else { false } })
    driver.send(.serverAdded("idp"))
    #expect(driver.effects.last == .reopen(added: "idp"))
    #expect(driver.state.serverForm == nil)
  }

  @Test func aServerThatDoesNotAnswerTakesAnotherKey() {
    var driver = opened()
    driver.press(.tab)
    let refused = ServerTest(
      lines: Self.complete.lines, answers: [.init(.wrong, "It refused the connection.")])
    answerNewest(&driver, refused)
    #expect(driver.screen.contains { $0.contains("✗ It refused the connection.") })
    driver.press(.control("s"))
    #expect(!driver.effects.contains { if case .addServer = $0 { true } else { false } })
    driver.press(.control("s"))
    #expect(driver.effects.contains { if case .addServer = $0 { true } else { false } })
  }

  @Test func oldAnswersAreIgnored() {
    var driver = opened()
    driver.send(.serverTested(ServerTest(lines: [.init(.wrong, "Old.")]), generation: 1))
    #expect(driver.state.serverForm?.test == Self.complete)
  }

  @Test func whatWasWrittenStaysWhenItIsLeft() {
    var driver = opened()
    driver.press(.escape)
    #expect(driver.state.serverForm == nil)
    driver.press(.character("+"))
    #expect(driver.state.serverForm?.name.value == "idp")
  }

  @Test func aFailureLetsOneTryAgain() {
    var driver = opened(answer: ServerTest(lines: Self.complete.lines, hasAnswered: true))
    driver.press(.control("s"))
    #expect(driver.state.serverForm?.isAdding == true)
    driver.send(.failed(Problem(code: "config.unreadable", sentence: "The disk is full.")))
    #expect(driver.state.serverForm?.isAdding == false)
  }

  @Test func theFirstRunStartsWithIt() {
    var driver = Driver(operator: Operator(name: "", person: nil))
    driver.servers = []
    driver.state.beginWithServerForm()
    driver.send(.started)
    #expect(driver.state.serverForm?.focus == .operatorName)
    driver.type("me@example.com")
    driver.press(.tab)
    driver.type("hr")
    let draft = questions(driver).last?.draft
    #expect(draft?.operatorName == "me@example.com" && draft?.name == "hr")
  }
}
