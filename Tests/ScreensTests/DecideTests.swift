import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct DecideTests {
  private static let first = RequestID(rawValue: "r-1001")
  private static let ada = RequestID(rawValue: "r-1002")

  private static func item(_ id: String) -> DecisionBatch.Item {
    DecisionBatch.Item(
      request: RequestID(rawValue: id), planDigest: "d1-\(id)-" + String(repeating: "0", count: 54))
  }

  @Test func approvingShowsThePlanWithNoInFocus() {
    var driver = Driver.started()
    driver.press(.down, .character("a"))
    #expect(driver.state.confirmation?.focus == .no)
    #expect(driver.decisions.isEmpty)
    let screen = driver.screen.joined(separator: "\n")
    #expect(screen.contains("Approve 1 request?"))
    #expect(screen.contains("PATCH /Groups/9f2c0c1e-77aa"))
    #expect(screen.contains("[ No ]"))
  }

  @Test(arguments: [
    [Key.enter], [.escape], [.character("n")], [.character("q")], [.control("c")],
    [.right, .left, .enter], [.tab, .tab, .enter, .enter],
  ])
  func theRefusalDecidesNothing(keys: [Key]) {
    var driver = Driver.started()
    driver.press(.character("a"))
    for key in keys { driver.press(key) }
    #expect(driver.state.confirmation == nil)
    #expect(driver.decisions.isEmpty)
    #expect(driver.message == "Nothing was decided.")
  }

  @Test(arguments: [
    [Key.character("y")], [.right, .enter], [.tab, .enter], [.character("l"), .enter],
  ])
  func aYesCarriesTheDigestThatWasShown(keys: [Key]) {
    var driver = Driver.started()
    driver.press(.character("a"))
    for key in keys { driver.press(key) }
    #expect(
      driver.decisions == [
        DecisionBatch(outcome: .approved, comment: "", items: [Self.item("r-1001")])
      ])
    #expect(driver.state.confirmation == nil)
    #expect(driver.message == "1 request decided. Activity shows what is sent.")
  }

  @Test func aDenialSendsNothingAndSaysSo() {
    var driver = Driver.started()
    driver.type("dnot now")
    driver.press(.enter)
    driver.type("y")
    #expect(driver.message == "1 request denied. Nothing of it is sent.")
  }

  @Test func enterDoesNotConfirmHoweverOftenItIsPressed() {
    var driver = Driver.started()
    for _ in 0..<20 { driver.press(.character("a"), .enter) }
    driver.press(.enter)
    #expect(driver.decisions.isEmpty)
  }

  @Test func nothingCanBeSaidBeforeThePlanIsThere() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.press(.character("a"), .character("y"))
    #expect(driver.message == "The plans are still being read.")
    driver.press(.right, .enter)
    #expect(driver.decisions.isEmpty)
  }

  @Test func aDenialNeedsAReason() {
    var driver = Driver.started()
    driver.press(.character("d"))
    #expect(driver.state.confirmation?.focus == .reason)
    driver.press(.enter, .character("y"))
    #expect(driver.decisions.isEmpty)
    #expect(driver.message?.hasPrefix("A denial needs a reason") == true)
    driver.press(.character("r"))
    driver.type("  ")
    driver.press(.enter, .character("y"))
    #expect(driver.decisions.isEmpty, "blanks are no reason")
    driver.press(.character("r"))
    driver.type("Not needed.")
    driver.press(.enter)
    #expect(driver.state.confirmation?.focus == .no)
    driver.press(.character("y"))
    #expect(driver.decisions.first?.outcome == .denied)
    #expect(driver.decisions.first?.comment == "  Not needed.")
  }

  @Test func aYInTheReasonIsALetter() {
    var driver = Driver.started()
    driver.press(.character("d"))
    driver.type("yyyy")
    #expect(driver.state.confirmation?.reason.value == "yyyy")
    #expect(driver.decisions.isEmpty)
  }

  @Test func pastingDecidesNothing() {
    var driver = Driver.started()
    driver.press(.character("a"), .paste("y\ny\n"))
    #expect(driver.decisions.isEmpty)
    #expect(driver.state.confirmation != nil)
    driver.press(.character("r"), .paste("line one\nline two"), .enter)
    #expect(driver.state.confirmation?.reason.value == "line one line two")
    #expect(driver.decisions.isEmpty)
  }

  @Test func anApprovalMayHaveAReason() {
    var driver = Driver.started()
    driver.press(.character("a"), .character("r"))
    driver.type("INC-1")
    driver.press(.enter, .character("y"))
    #expect(driver.decisions.first?.comment == "INC-1")
  }

  @Test func oneOwnRequestIsRefusedAtTheKey() {
    var driver = Driver.started()
    driver.type("3j")
    driver.press(.character("a"))
    #expect(driver.state.confirmation == nil)
    #expect(driver.message?.hasPrefix("This request is for you") == true)
  }

  @Test func anUnknownOperatorDecidesNothing() {
    var driver = Driver(operator: Operator(name: "nobody", person: nil))
    driver.send(.started)
    driver.press(.character("a"))
    #expect(driver.state.confirmation == nil)
    #expect(driver.message?.contains("nobody that a server knows") == true)
    #expect(driver.screen[1].hasSuffix("nobody (unknown)"))
  }

  @Test func aBlockedRequestCanBeDeniedButNotApproved() {
    var driver = Driver.started()
    driver.type("5j")
    driver.press(.character("a"), .character("y"))
    #expect(driver.decisions.isEmpty)
    #expect(driver.message == "Nothing here can be decided. n goes back.")
    driver.press(.escape, .character("d"))
    driver.type("Read chat first.")
    driver.press(.enter, .character("y"))
    #expect(driver.decisions.first?.items.map(\.request.rawValue) == ["r-1006"])
  }

  // MARK: Many

  private static func tagged() -> Driver {
    var driver = Driver.started()
    driver.type("jj")
    driver.type("    ")
    return driver
  }

  @Test func taggedRequestsAreDecidedTogetherAndTheOddOnesAreLeftOut() {
    var driver = Self.tagged()
    driver.press(.character("a"))
    let plan = driver.state.confirmation.map(MergedPlan.init)
    #expect(plan?.odd.map(\.detail.request.id.rawValue) == ["r-1004", "r-1006", "r-1005"])
    #expect(plan?.odd.map(\.rank) == [.leftOut, .leftOut, .highRisk])
    #expect(plan?.servers.map(\.name) == ["code", "idp"])
    #expect(plan?.callCount == 3)
    #expect(plan?.laterCount == 1)
    driver.press(.character("y"))
    #expect(driver.decisions.first?.items == [Self.item("r-1003"), Self.item("r-1005")])
    #expect(driver.state.queue.tags.map(\.rawValue) == ["r-1004", "r-1006"])
    #expect(
      driver.state.queue.leftovers[RequestID(rawValue: "r-1004")]
        == "This request is for you: nobody decides for themselves.")
  }

  @Test func theHiddenTagsAreSaid() {
    var driver = Self.tagged()
    driver.type("lbruno")
    driver.press(.enter)
    driver.press(.character("a"))
    #expect(driver.state.confirmation?.hiddenCount == 3)
    #expect(driver.screen.joined().contains("3 of 4 hidden by"))
  }

  @Test func whatWasRefusedStaysTaggedWithWhy() {
    var driver = Self.tagged()
    let id = RequestID(rawValue: "r-1003")
    driver.refusals[id] = .alreadyDecided(status: .denied, by: "Chen Wei")
    driver.press(.character("a"), .character("y"))
    #expect(driver.state.queue.isTagged(id))
    #expect(driver.state.queue.leftovers[id] == "This request is already denied by Chen Wei.")
    #expect(driver.message?.hasPrefix("1 decided, 1 not: they stay tagged.") == true)
    let lines = driver.screen
    #expect(
      lines.contains { $0.contains("not done: This request is already denied by Chen Wei.") }
        == (driver.state.queue.list.selectedID == id))
  }

  @Test func aPlanThatChangedUnderTheDecisionIsShownAgain() {
    var driver = Driver.started()
    driver.refusals[Self.first] = .planChanged(shown: "a", current: "b")
    driver.press(.character("a"), .character("r"))
    driver.type("ok")
    driver.press(.enter, .character("y"))
    #expect(driver.decisions.count == 1)
    #expect(driver.state.confirmation?.ids == [Self.first])
    #expect(driver.state.confirmation?.focus == .no)
    #expect(driver.state.confirmation?.reason.value == "ok")
    #expect(driver.screen.joined().contains("1 plan changed meanwhile. Look again."))
  }

  @Test func aPlanThatChangesWhileItIsReadTakesTheFocusBack() {
    var driver = Driver.started()
    driver.press(.character("a"), .right)
    #expect(driver.state.confirmation?.focus == .yes)
    driver.digests[Self.first] = "another"
    driver.send(.dataChanged)
    #expect(driver.state.confirmation?.focus == .no)
    #expect(driver.screen.joined().contains("1 plan changed while you were reading."))
    driver.press(.character("y"))
    #expect(driver.decisions.isEmpty, "a Yes that was on its way does not count")
    driver.press(.character("y"))
    #expect(driver.decisions.first?.items.first?.planDigest == "another")
  }

  @Test func aChangeThatLeavesThePlanAsItIsDisturbsNothing() {
    var driver = Driver.started()
    driver.press(.character("a"), .right)
    driver.send(.dataChanged)
    #expect(driver.state.confirmation?.focus == .yes)
    #expect(driver.state.confirmation?.notice == nil)
  }

  @Test func anOlderPlanIsNotTaken() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.press(.character("a"), .escape, .character("a"))
    driver.send(.plansRead([], generation: 1))
    #expect(driver.state.confirmation?.details == nil)
  }

  @Test func thePlanOfAllTaggedCanBeReadWithoutDeciding() {
    var driver = Self.tagged()
    driver.press(.character("p"))
    #expect(driver.state.confirmation?.subject == .look)
    driver.press(.character("y"), .right, .enter)
    #expect(driver.decisions.isEmpty)
    #expect(driver.state.confirmation == nil)
  }

  @Test func aRequestPageDecidesItsOwnRequest() {
    var driver = Driver.started()
    driver.type(" ")
    driver.press(.enter)
    #expect(driver.state.place == .request(Self.ada))
    driver.press(.character("a"), .character("y"))
    #expect(driver.decisions.first?.items.map(\.request) == [Self.ada])
  }

  @Test func onlyTheRequesterWithdraws() {
    var driver = Driver.started()
    driver.press(.character("W"))
    #expect(driver.message == "Only Chen Wei, who made it, can withdraw it.")
    driver.type("3j")
    driver.press(.character("W"), .enter)
    #expect(!driver.effects.contains(.withdraw(RequestID(rawValue: "r-1004"))))
    driver.press(.character("W"), .character("y"))
    #expect(driver.effects.contains(.withdraw(RequestID(rawValue: "r-1004"))))
  }
}
