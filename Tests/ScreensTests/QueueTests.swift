import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct QueueTests {
  private static func ids(_ names: String...) -> [RequestID] {
    names.map { RequestID(rawValue: $0) }
  }

  @Test func startsOnTheFirstRowWithItsDetails() {
    let driver = Driver.started()
    #expect(driver.state.queue.list.selectedID?.rawValue == "r-1001")
    #expect(driver.state.details[RequestID(rawValue: "r-1001")]?.detail != nil)
    #expect(driver.screen.joined().contains("remove Ines Haddad from finance-approvers"))
  }

  @Test(arguments: [
    ([Key.character("j")], 1), ([.down], 1), ([.character("3"), .character("j")], 3),
    ([.end], 7), ([.character("G")], 7), ([.character("4"), .character("G")], 3),
    ([.end, .home], 0), ([.end, .character("k")], 6),
    ([.end, .character("5"), .up], 2), ([.pageDown], 7), ([.pageDown, .pageUp], 0),
    ([.character("1"), .character("0"), .character("j")], 7), ([.control("d")], 3),
    ([.character("9"), .character("9"), .character("9"), .character("k")], 0),
  ])
  func movesByViKeysArrowsAndCounts(keys: [Key], row: Int) {
    var driver = Driver.started()
    for key in keys { driver.press(key) }
    #expect(driver.state.queue.list.cursor == row)
    #expect(driver.state.count == nil)
  }

  @Test func theHardwareCursorStandsOnTheSelectedRow() {
    var driver = Driver.started()
    driver.press(.down, .down)
    let frame = render(driver.state, size: driver.state.size)
    #expect(frame.cursor == Position(column: 0, row: 5))
    #expect(frame.text[5].hasPrefix("▸"))
    #expect(frame.text[5].contains("Bruno Lima"))
  }

  @Test func foldersFollowTheArrowsAndForgetTheRows() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.press(.right)
    #expect(driver.state.queue.query.folder == .mine)
    #expect(!driver.state.queue.list.isRead, "no row of another folder can be acted upon")
    driver.press(.character("a"))
    #expect(driver.message == "The list is still being read.")
    #expect(driver.state.confirmation == nil)
  }

  /// Whoever types fast means a row of the list that is to come.
  @Test(arguments: [Key.character("a"), .character("d"), .character("W")])
  func rowsOfTheListBeforeAreNotDecided(_ key: Key) {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.press(.character("/"))
    driver.type("bruno")
    driver.press(.enter, key)
    #expect(driver.message == "The list is still being read.")
    #expect(driver.state.confirmation == nil)
    #expect(driver.screen.joined().contains("Ines Haddad"), "what was there stays on the screen")
  }

  @Test func spaceTagsAndGoesDown() {
    var driver = Driver.started()
    driver.press(.character(" "), .character(" "))
    #expect(driver.state.queue.tags == Self.ids("r-1001", "r-1002"))
    driver.press(.up, .character(" "))
    #expect(driver.state.queue.tags == Self.ids("r-1001"))
    driver.type("3 ")
    #expect(driver.state.queue.tags == Self.ids("r-1001", "r-1003", "r-1004", "r-1005"))
  }

  @Test func tagsStayUnderALimitAndTheHiddenOnesAreCounted() {
    var driver = Driver.started()
    driver.type("   ")
    driver.type("lada")
    driver.press(.enter)
    #expect(driver.state.queue.tags.count == 3)
    #expect(driver.state.queue.hiddenTags == Set(Self.ids("r-1001", "r-1003")))
    #expect(driver.screen.joined().contains("2 of 3 tagged are hidden"))
    driver.press(.escape)
    #expect(driver.state.queue.query.limit.isEmpty)
    #expect(driver.state.queue.hiddenTags.isEmpty)
  }

  @Test func tagsByPatternWithinTheLimit() {
    var driver = Driver.started()
    driver.type("Trisk ge 60")
    driver.press(.enter)
    #expect(driver.state.queue.tags == Self.ids("r-1002", "r-1005", "r-1007"))
    #expect(driver.message?.hasPrefix("3 tagged") == true)
    driver.press(.character("U"))
    #expect(driver.state.queue.tags.isEmpty)
  }

  @Test func aPatternThatMatchesNothingSaysSo() {
    var driver = Driver.started()
    driver.type("Tzebra")
    driver.press(.enter)
    #expect(driver.message == "Nothing matches.")
    driver.press(.escape)
    driver.press(.character("U"))
    #expect(driver.message == "Nothing is tagged. ␣ tags a request.")
  }

  @Test func aSyncDoesNotMoveTheCursorsRequest() {
    var driver = Driver.started()
    driver.press(.down, .down)
    let id = driver.state.queue.list.selectedID
    let new = (0..<5).map { number in
      QueueEntry(
        request: Sample.request(
          "new\(number)", Sample.ada, [Sample.item(.grant, Sample.readers, "readers")], why: "",
          submitted: 0), riskScore: 1)
    }
    driver.entries = new + driver.entries
    driver.send(.dataChanged)
    #expect(driver.state.queue.list.selectedID == id)
    #expect(driver.state.queue.list.cursor == 7)
  }

  @Test func keysActOnTheRowThatIsShownWhileALimitIsRead() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.type("lbruno")
    driver.press(.enter)
    driver.press(.character(" "))
    #expect(driver.state.queue.tags == Self.ids("r-1001"))
  }

  @Test func theOrderCanBeChosen() {
    var driver = Driver.started()
    driver.type("o")
    #expect(driver.state.queue.query.order == .risk)
    driver.type(":order beneficiary")
    driver.press(.enter)
    #expect(driver.state.queue.query.order == QueueSort([.init(.person)]))
    driver.type(":order colour")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix("There is no column colour. There are: risk, due,") == true)
  }

  @Test func aLimitThatDoesNotParseIsShownUnderTheCaretAndTheListStays() {
    var driver = Driver.started()
    driver.type("lrisk eq")
    driver.press(.enter)
    #expect(driver.state.prompt?.kind == .limit)
    #expect(driver.state.prompt?.field.value == "risk eq")
    #expect(driver.state.queue.query.limit.isEmpty)
    #expect(driver.state.queue.list.total == 8)
    let lines = driver.screen
    let caret = lines[23].firstIndex(of: "^").map {
      lines[23].distance(from: lines[23].startIndex, to: $0)
    }
    #expect(caret == " limit risk eq".count)
    driver.type(" ")
    #expect(driver.state.prompt?.mistake == nil, "the mistake goes with the next key")
  }

  @Test func findNarrowsAtEveryKeyAndEscapeRestores() {
    var driver = Driver.started()
    driver.type("lplatform")
    driver.press(.enter)
    #expect(driver.state.queue.list.total == 2)
    driver.type("/")
    driver.type("bru")
    #expect(driver.state.queue.list.total == 1)
    #expect(driver.state.queue.query.limit == "bru")
    driver.press(.escape)
    #expect(driver.state.queue.query.limit == "platform")
    #expect(driver.state.queue.list.total == 2)
  }

  @Test func halfAFilterIsNoMistakeUntilEnter() {
    var driver = Driver.started()
    driver.type("/risk eq")
    #expect(driver.state.prompt?.mistake == nil)
    #expect(driver.state.queue.list.isRead)
    driver.press(.enter)
    #expect(driver.state.prompt?.kind == .limit)
    #expect(driver.state.prompt?.mistake != nil)
  }

  @Test func anAnswerToAnOlderSearchIsIgnored() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.type("/a")
    let old = driver.state.queue.list.generation
    driver.type("d")
    driver.send(.queueRead(Window(offset: 0, rows: [], total: 0), generation: old))
    #expect(driver.state.queue.list.total == 8)
  }

  @Test func pastedTextRunsNothing() {
    var driver = Driver.started()
    driver.forgetEffects()
    driver.press(.paste("a y\ndq:quit\n"))
    #expect(driver.effects.isEmpty)
    #expect(driver.state.confirmation == nil)
    #expect(driver.message?.hasPrefix("Pasted text runs no commands.") == true)
  }

  @Test func pastedLinesBecomeOneLineOfAPrompt() {
    var driver = Driver.started()
    driver.type(":")
    driver.press(.paste("quit\nquit"))
    #expect(driver.state.prompt?.field.value == "quit quit")
    #expect(!driver.effects.contains(.quit))
  }

  @Test func anIdleScreenPaintsNothingNew() {
    var driver = Driver.started()
    let before = driver.screen
    driver.send(.timePassed(to: Sample.now.addingTimeInterval(30)))
    #expect(driver.screen == before)
  }

  @Test func aFailedEffectIsSaidWithItsAdvice() {
    var driver = Driver.started()
    driver.send(
      .failed(Problem(code: "store.full", sentence: "The disk is full.", advice: "Free some.")))
    #expect(driver.message == "The disk is full. Free some. [store.full]")
    driver.press(.down)
    #expect(driver.message == nil)
  }

  @Test func detailsAreReadAgainWhenTheDataChanged() {
    var driver = Driver.started()
    driver.forgetEffects()
    driver.send(.dataChanged)
    #expect(driver.effects.contains(.readDetail(RequestID(rawValue: "r-1001"))))
    #expect(driver.effects.contains(.readServers))
    #expect(driver.effects.contains(.readFolderCounts([])))
  }
}
