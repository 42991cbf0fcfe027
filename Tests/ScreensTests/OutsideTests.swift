import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct OutsideTests {
  // MARK: The editor

  @Test func theEditorWritesTheReason() {
    var driver = Driver.started()
    driver.edited = "First paragraph.\n\n\nSecond.  \n\n"
    driver.type("d")
    // A denial starts in its reason, where letters are letters.
    driver.press(.alt("e"))
    #expect(driver.state.confirmation?.reason.value == "First paragraph.\n\n\nSecond.  ")
    driver.forgetEffects()
    driver.type("y")
    #expect(driver.decisions.first?.comment == "First paragraph.\n\n\nSecond.  ")
  }

  @Test func eOpensItBesideTheButtons() {
    var driver = Driver.started()
    driver.edited = "All good."
    driver.press(.down, .character("a"), .character("e"))
    #expect(driver.effects.contains(.edit("")))
    #expect(driver.state.confirmation?.reason.value == "All good.")
    #expect(driver.decisions.isEmpty)
    // Whatever an editor leaves, Yes is not in focus by it.
    #expect(driver.state.confirmation?.focus == .no)
  }

  @Test func theFormAndAFailure() {
    var driver = Driver.started()
    driver.edited = "For the audit.\n"
    driver.press(.character("n"), .alt("e"))
    #expect(driver.state.form.justification.value == "For the audit.")
    driver.isAnswering = false
    driver.press(.alt("e"))
    driver.send(.failed(Problem(code: "editor.failed", sentence: "It failed.")))
    #expect(driver.state.form.justification.value == "For the audit.")
  }

  @Test func anAnswerThatNobodyWaitsForChangesNothing() {
    var driver = Driver.started()
    driver.send(.edited("late"))
    #expect(driver.state.confirmation == nil && driver.message == nil)
  }

  // MARK: Copying

  struct Copied: Sendable {
    var keys: [Key]
    var line: String
    var text: String
  }

  static let copied: [Copied] = [
    Copied(keys: [], line: "copy", text: "r-1001"),
    Copied(keys: [.character(" "), .character(" ")], line: "copy id", text: "r-1001\nr-1002"),
    Copied(keys: [.tab], line: "copy user", text: "ada.okafor@example.com"),
    Copied(keys: [.backTab], line: "copy", text: "https://hr.example.com/scim/v2"),
  ]

  @Test(arguments: copied)
  func copies(_ row: Copied) {
    var driver = Driver.started(columns: 120)
    for key in row.keys { driver.press(key) }
    driver.forgetEffects()
    driver.type(":" + row.line)
    driver.press(.enter)
    let texts = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(texts == [row.text], "\(driver.message ?? "")")
  }

  @Test func whatIsCopiedCannotActInAShell() {
    var driver = Driver.started()
    while driver.state.queue.list.selected?.request.beneficiary.name.contains("Mallory") != true {
      driver.press(.down)
    }
    driver.type(":copy name")
    driver.press(.enter)
    let text = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
      .first
    #expect(text?.contains("Mallory") == true)
    #expect(text?.unicodeScalars.contains { $0.value < 32 } == false)
  }

  @Test func whatIsNotThereIsSaid() {
    var driver = Driver.started()
    driver.type(":copy colour")
    driver.press(.enter)
    #expect(driver.message == "Here can be copied: id, name, access, why, page.")
    driver.press(.character("?"), .character("y"))
    #expect(driver.message == "There is nothing under the cursor.")
  }

  // MARK: Piping

  @Test func pipesWhatIsTaggedWithoutAShell() {
    var driver = Driver.started()
    driver.type("  |")
    driver.type("jq -r '.id; $(rm x)' \"a b\"")
    driver.press(.enter)
    let ids = ["r-1001", "r-1002"].map { RequestID(rawValue: $0) }
    #expect(
      driver.effects.contains(
        .pipe(.requests(ids), program: ["jq", "-r", ".id; $(rm x)", "a b"])))
    // The program that was named last stands there the next time.
    driver.type("|")
    #expect(driver.state.prompt?.field.value == "jq -r '.id; $(rm x)' \"a b\"")
  }

  @Test func anOpenQuoteKeepsThePrompt() {
    var driver = Driver.started()
    driver.type("|jq '.")
    driver.press(.enter)
    #expect(driver.message == "A quote is not closed." && driver.state.prompt != nil)
  }

  @Test(
    arguments: [
      ("a b", ["a", "b"]), ("", []), ("  a\\ b ''  ", ["a b", ""]), ("'a\"b\\'", ["a\"b\\"]),
      ("\"a\\\"b\"", ["a\"b"]), ("'a", nil), ("a\\", nil),
    ] as [(String, [String]?)])
  func wordsAreSplitAsWritten(_ line: String, _ words: [String]?) {
    #expect(ProgramWords.split(line) == words)
  }
}
