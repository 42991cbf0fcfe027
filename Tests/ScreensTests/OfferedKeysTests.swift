import Governance
import Terminal
import Testing

@testable import Screens

/// What cannot work is not offered, and says why when it is asked for.
@Suite struct OfferedKeysTests {
  @Test func anEmptyFolderOffersNoDecision() {
    var driver = Driver.started()
    driver.entries = []
    driver.send(.dataChanged)
    let footer = driver.screen[23]
    #expect(!footer.contains("approve") && !footer.contains("deny") && !footer.contains("open"))
    driver.press(.character("a"))
    #expect(driver.message == "The list is empty.")
  }

  @Test func aDecidedRequestOffersNoDecision() {
    var driver = Driver.started()
    driver.type("[")
    #expect(driver.state.queue.query.folder == .decided)
    #expect(!driver.screen[23].contains("approve"))
    driver.press(.character("a"))
    #expect(driver.message?.hasSuffix("Ask anew for what is still wanted: n.") == true)
    driver.press(.enter)
    #expect(!driver.screen[23].contains("approve"))
  }

  @Test func thePaletteShowsFirstWhatWorks() {
    var driver = Driver.started()
    driver.entries = []
    driver.send(.dataChanged)
    driver.type(":")
    let reasons = completions(driver.state).map { $0.disabledReason(driver.state) != nil }
    #expect(reasons.contains(true) && reasons.contains(false))
    #expect(reasons == reasons.filter { !$0 } + reasons.filter { $0 })
  }

  @Test func aDecidedPageSaysOnceWhatWasDecided() {
    var driver = Driver.started()
    driver.type("[")
    driver.press(.enter)
    let words = driver.screen.joined(separator: "\n").lowercased()
    for word in ["approved by", "denied by"] {
      #expect(words.components(separatedBy: word).count <= 2, "\(word)")
    }
    #expect(words.components(separatedBy: "✓ approved\n").count == 1)
  }

  @Test func enterBeforeTheAnswerOpensThePersonWhoIsFound() {
    var driver = Driver.started()
    driver.press(.character("F"))
    driver.isAnswering = false
    driver.type("ines")
    driver.press(.enter)
    #expect(driver.state.place == .people)
    driver.isAnswering = true
    driver.send(
      .peopleRead(
        Window(offset: 0, rows: Sample.people.filter { $0.person == Sample.ines }, total: 1),
        generation: driver.state.people.list.generation))
    #expect(driver.state.place == .profile(Sample.ines.key))
  }

  @Test func aKeyAfterEnterKeepsTheListWhereItIs() {
    var driver = Driver.started()
    driver.press(.character("F"))
    driver.isAnswering = false
    driver.type("ines")
    driver.press(.enter, .character("j"))
    driver.send(
      .peopleRead(
        Window(offset: 0, rows: Sample.people, total: Sample.people.count),
        generation: driver.state.people.list.generation))
    #expect(driver.state.place == .people)
  }

  @Test func anUntouchedFormLeavesNothingBehind() {
    var driver = Driver.started()
    driver.press(.down, .character("P"), .character("n"))
    #expect(driver.state.form.beneficiary == Sample.ada)
    driver.press(.escape)
    #expect(driver.state.place == .profile(Sample.ada.key))
    #expect(driver.state.form.beneficiary == nil)
  }
}
