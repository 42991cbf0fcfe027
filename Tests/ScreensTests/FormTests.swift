import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct FormTests {
  private static func filled() -> Driver {
    var driver = Driver.started()
    driver.type("n")
    driver.type("ada")
    driver.press(.enter)
    driver.press(.tab)
    driver.type("platform")
    driver.press(.enter)
    driver.type("2w")
    driver.press(.tab)
    driver.type("Joins the team")
    return driver
  }

  private static func drafts(_ driver: Driver) -> [RequestDraft] {
    driver.effects.compactMap { if case .submit(let draft) = $0 { draft } else { nil } }
  }

  @Test func aRequestIsWrittenAndSubmitted() {
    var driver = Self.filled()
    driver.press(.control("s"))
    #expect(
      Self.drafts(driver) == [
        RequestDraft(
          requester: Sample.priya, beneficiary: Sample.ada,
          items: [
            RequestItem(
              id: "1", operation: .grant, entitlement: Sample.engineers,
              display: "platform-engineers", duration: "P2W")
          ], justification: "Joins the team")
      ])
    #expect(driver.state.place == .request(RequestID(rawValue: "r-1002")))
    #expect(driver.state.form == RequestForm(generation: driver.state.form.generation))
    #expect(driver.message == "Submitted. It waits for an approver.")
  }

  @Test func theSubmitFieldSubmitsToo() {
    var driver = Self.filled()
    driver.press(.tab, .enter)
    #expect(Self.drafts(driver).count == 1)
  }

  @Test func whatIsMissingIsSaidAtItsField() {
    var driver = Driver.started()
    driver.type("n")
    driver.press(.control("s"))
    #expect(driver.state.form.focus == .beneficiary)
    #expect(driver.message?.hasPrefix("Choose whom it is for") == true)
    driver.type("ada")
    driver.press(.enter, .control("s"))
    #expect(driver.state.form.focus == .entitlement)
    driver.type("platform")
    driver.press(.enter)
    driver.type("forever")
    driver.press(.control("s"))
    #expect(driver.state.form.focus == .duration)
    driver.press(.control("u"), .control("s"))
    #expect(driver.state.form.focus == .justification)
    #expect(Self.drafts(driver).isEmpty)
  }

  @Test func aNameThatWasChangedIsNotChosenAnyMore() {
    var driver = Self.filled()
    driver.press(.backTab, .backTab, .backspace)
    #expect(driver.state.form.entitlement == nil)
    driver.press(.control("s"))
    #expect(Self.drafts(driver).isEmpty)
  }

  @Test func aRevocationHasNoDuration() {
    var driver = Self.filled()
    driver.press(.backTab, .backTab, .backTab, .character(" "))
    #expect(driver.state.form.operation == .revoke)
    driver.press(.control("s"))
    #expect(Self.drafts(driver).first?.items.first?.duration == nil)
    #expect(Self.drafts(driver).first?.items.first?.operation == .revoke)
  }

  @Test func suggestionsAreChosenByTheArrows() {
    var driver = Driver.started()
    driver.type("n")
    driver.press(.down, .down, .enter)
    #expect(driver.state.form.beneficiary == Sample.chen)
    #expect(driver.state.form.focus == .operation)
  }

  @Test func anAnswerToAnOlderSearchIsIgnored() {
    var driver = Driver.started()
    driver.type("n")
    driver.isAnswering = false
    driver.type("a")
    let old = driver.state.form.generation
    driver.type("d")
    driver.send(.beneficiariesFound([], generation: old))
    #expect(!driver.state.form.beneficiaries.isEmpty)
  }

  @Test func whatIsWrittenStaysWhenTheFormIsLeft() {
    var driver = Self.filled()
    driver.press(.escape)
    #expect(driver.state.place == .queue)
    driver.press(.character("n"))
    #expect(driver.state.form.justification.value == "Joins the team")
    driver.press(.control("r"))
    #expect(driver.state.form.justification.isEmpty)
  }

  @Test func theFormStartsWithThePersonInView() {
    var driver = Driver.started()
    driver.press(.down, .character("P"), .character("n"))
    #expect(driver.state.form.beneficiary == Sample.ada)
    #expect(driver.state.form.focus == .operation)
  }

  @Test func aFailureKeepsTheForm() {
    var driver = Self.filled()
    driver.isAnswering = false
    driver.press(.control("s"))
    driver.press(.control("s"))
    #expect(driver.message == "It is being submitted.")
    driver.send(.failed(Problem(code: "store.full", sentence: "The disk is full.")))
    #expect(!driver.state.form.isSubmitting)
    #expect(driver.state.form.justification.value == "Joins the team")
  }

  @Test func pastedLinesStayInTheField() {
    var driver = Self.filled()
    driver.press(.control("u"), .paste("one\ntwo"))
    #expect(driver.state.form.justification.value == "one two")
    #expect(Self.drafts(driver).isEmpty)
  }
}
