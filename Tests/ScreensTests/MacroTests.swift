import Governance
import Terminal
import Testing

@testable import Screens

/// Doing things again: the last command, and keys that were recorded.
@Suite struct MacroTests {
  private static func recorded(_ keys: String, as name: String = "low") -> Driver {
    var driver = Driver.started()
    driver.type("M\(keys)M\(name)")
    driver.press(.enter)
    return driver
  }

  @Test func theLastCommandIsDoneAgain() {
    var driver = Driver.started()
    driver.press(.character("."))
    #expect(driver.message == "Nothing was done yet that could be done again.")
    driver.type(" j..")
    #expect(driver.state.queue.tags.count == 3)
  }

  @Test func aPatternIsRepeatedWithWhatWasTyped() {
    var driver = Driver.started()
    driver.type("Trisk ge 60")
    driver.press(.enter)
    let tagged = driver.state.queue.tags
    driver.type("U")
    driver.type(":tag-matching risk ge 60")
    driver.press(.enter)
    driver.type("U")
    #expect(driver.state.queue.tags.isEmpty)
    driver.state.lastCommand = LastCommand(
      name: "tag-matching", invocation: Invocation(argument: "risk ge 60"))
    driver.type(".")
    #expect(driver.state.queue.tags == tagged && !tagged.isEmpty)
  }

  @Test func keysAreRecordedNamedAndPlayed() {
    var driver = Self.recorded(" j ")
    #expect(driver.message == "Kept low, 3 keys. @ plays it.")
    #expect(driver.effects.contains(.keepMacros(["low": [" ", "j", " "].map { .character($0) }])))
    driver.type("U")
    driver.press(.home)
    driver.press(.character("@"), .enter)
    #expect(driver.state.queue.tags.count == 2)
    driver.type("U")
    driver.press(.home)
    driver.type("2:play low")
    driver.press(.enter)
    #expect(driver.state.queue.tags.count == 2)
  }

  @Test func aMacroWaitsForTheAnswersThatItBuildsUpon() {
    var driver = Driver.started()
    driver.type("M")
    driver.type("lrisk ge 60")
    driver.press(.enter)
    driver.type(" Mhigh")
    driver.press(.enter, .escape)
    driver.type("U")
    driver.press(.home)
    driver.isAnswering = false
    driver.press(.character("@"), .enter)
    #expect(driver.state.macros.isPlaying)
    #expect(driver.state.queue.tags.isEmpty, "the list to come is not there yet")
    driver.isAnswering = true
    driver.send(.dataChanged)
    let entry = driver.state.queue.list.row(at: 0)
    driver.send(
      .queueRead(
        Window(offset: 0, rows: driver.entries.filter { $0.riskScore >= 60 }, total: 3),
        generation: driver.state.queue.list.generation))
    #expect(!driver.state.macros.isPlaying)
    #expect(driver.state.queue.tags.count == 1 && entry != nil)
  }

  @Test func aMacroDecidesNothing() {
    var driver = Driver.started()
    driver.press(.down)
    driver.type("M")
    driver.press(.character("a"), .character("n"))
    driver.type("Mbad")
    driver.press(.enter)
    #expect(driver.state.macros.kept["bad"] == [.character("a")], "an answer is not recorded")
    driver.state.macros.kept["bad"] = [.character("a"), .character("y"), .character("y")]
    driver.forgetEffects()
    driver.type(":play bad")
    driver.press(.enter)
    #expect(driver.state.confirmation != nil)
    #expect(driver.decisions.isEmpty)
    #expect(driver.message == "bad ends here: answer this yourself.")
  }

  @Test func aMacroStopsWhereSomethingCannotWork() {
    var driver = Self.recorded("j")
    driver.state.macros.kept["low"] = [.character("Z"), .character(" ")]
    driver.press(.character("@"), .enter)
    #expect(driver.message?.hasPrefix("low stopped at Z: Z does nothing here.") == true)
    #expect(driver.state.queue.tags.isEmpty)
  }

  @Test func aMacroThatPlaysItselfEnds() {
    var driver = Self.recorded("j")
    driver.state.macros.mostKeys = 60
    driver.state.macros.kept["low"] = [.character("@"), .enter]
    driver.press(.character("@"), .enter)
    #expect(!driver.state.macros.isPlaying)
    #expect(driver.message == "low was stopped: it does not come to an end.")
    driver.state.macros.kept["low"] = [.character("9"), .character("@"), .enter, .character("j")]
    driver.press(.character("@"), .enter)
    #expect(driver.message == "low was stopped: it does not come to an end.")
  }

  @Test func aNameIsWhatAFileCanHold() {
    var driver = Driver.started()
    driver.type("MjMa b")
    driver.press(.enter)
    #expect(driver.message == "A macro's name has letters, digits, - and _ only.")
    driver.press(.escape)
    #expect(driver.state.macros.kept.isEmpty)
  }

  @Test func aForgottenMacroIsGone() {
    var driver = Self.recorded("j")
    driver.type(":forget low")
    driver.press(.enter)
    #expect(driver.state.macros.kept.isEmpty)
    #expect(driver.effects.last == .keepMacros([:]))
  }

  @Test func thePaletteCompletesWhatFollowsAName() {
    var driver = Driver.started()
    driver.type(":sync i")
    #expect(completionLines(driver.state).map(\.line) == ["sync idp"])
    driver.press(.tab, .enter)
    #expect(driver.effects.contains(.sync(server: "idp")))
    driver.type(":order ")
    #expect(completionLines(driver.state).count == QueueColumn.allCases.count)
  }
}
