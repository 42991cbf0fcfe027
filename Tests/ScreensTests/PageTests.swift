import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct PageTests {
  @Test func aProfileLeadsToTheManagerAndBack() {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    driver.type("5j")
    let line = driver.state.document.line
    driver.press(.character("m"))
    #expect(driver.state.place == .profile(Sample.chen.key))
    driver.press(.character("m"))
    #expect(driver.message == "No manager is known.")
    driver.press(.escape)
    #expect(driver.state.place == .profile(Sample.ada.key))
    #expect(driver.state.document.line == line, "back where the cursor stood")
    driver.press(.character("q"))
    #expect(driver.state.place == .queue)
  }

  @Test func sectionsFoldUnderTheCursor() {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    let open = pageLines(driver.state).count
    driver.press(.character("]"), .character("]"), .character("j"), .character(" "))
    #expect(driver.state.profiles.folded == [ProfileSection.fields.rawValue])
    #expect(pageLines(driver.state).count < open)
    #expect(pageLines(driver.state)[driver.state.document.line].target == .section("fields"))
    driver.press(.enter)
    #expect(pageLines(driver.state).count == open)
  }

  @Test func sectionsAreSteppedThrough() {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    driver.type("3]")
    #expect(pageLines(driver.state)[driver.state.document.line].target == .section("accounts"))
    driver.press(.character("["))
    #expect(pageLines(driver.state)[driver.state.document.line].target == .section("fields"))
    driver.type("99]")
    #expect(pageLines(driver.state)[driver.state.document.line].target == .section("timeline"))
  }

  @Test func aManagersReportsAreListed() {
    var driver = Driver.started()
    driver.press(.down, .character("P"), .character("m"), .character("r"), .down, .enter)
    #expect(driver.state.place == .profile(Sample.ada.key))
  }

  @Test func aGrantLeadsToTheRequestThatDecidedIt() {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    let lines = pageLines(driver.state)
    let grant = lines.firstIndex { $0.target == .request(RequestID(rawValue: "r-0985")) } ?? 0
    driver.type("\(grant + 1)g")
    driver.press(.enter)
    #expect(driver.state.place == .request(RequestID(rawValue: "r-0985")))
  }

  @Test func whereNothingOpensThatIsSaid() {
    var driver = Driver.started()
    driver.press(.enter, .enter)
    #expect(driver.message == "Nothing opens here: go to a person, a request or a section.")
  }

  @Test func thePlanKeyOpensTheRequestAtItsPlan() {
    var driver = Driver.started()
    driver.press(.down, .character("p"))
    #expect(driver.state.place == .request(RequestID(rawValue: "r-1002")))
    #expect(pageLines(driver.state)[driver.state.document.line].id == "plan")
    #expect(driver.screen[2].contains("plan"))
  }

  @Test func whatIsGoneSaysSo() {
    var driver = Driver.started()
    driver.press(.enter)
    driver.send(.detailRead(RequestID(rawValue: "r-1001"), nil))
    #expect(driver.screen[2].contains("There is no such request any more."))
    driver.press(.character("P"))
    #expect(driver.message == "The request is still being read.")
  }

  @Test func thePlansBodyIsShownToTheLetter() {
    var driver = Driver(columns: 60, rows: 50)
    driver.send(.started)
    driver.press(.down, .enter)
    let detail = driver.state.details[RequestID(rawValue: "r-1002")]?.detail
    let body = detail?.plan.operations[0].call?.body ?? "?"
    let shown = driver.screen.map { $0.drop { $0 == " " || $0 == "▸" } }.joined()
    #expect(shown.contains(body))
  }

  @Test func helpFindsAndRuns() {
    var driver = Driver.started()
    driver.press(.down)
    driver.type("?/space")
    driver.press(.escape)
    driver.press(.escape)
    driver.type("?/withdraw")
    driver.press(.enter)
    #expect(driver.state.place == .queue)
    #expect(driver.message == "Only Ada Okafor, who made it, can withdraw it.")
  }

  @Test func helpGoesToTheTabWhereACommandWorks() {
    var driver = Driver.started()
    driver.type("?/every record")
    driver.press(.control("u"))
    driver.type("no record was changed")
    driver.press(.enter)
    #expect(driver.state.place == .audit)
    #expect(driver.effects.contains(.verifyAudit))
  }

  @Test func helpSaysWhichPageACommandNeeds() {
    var driver = Driver.started()
    driver.type("?/person's manager")
    driver.press(.enter)
    #expect(driver.message == "manager works on the page Profile: open one first.")
  }

  @Test func aSearchOfPeopleFollowsEveryKey() {
    var driver = Driver.started()
    driver.press(.tab)
    driver.press(.down, .down)
    driver.type("/ines")
    #expect(driver.state.people.list.selected?.person == Sample.ines)
    #expect(driver.state.people.list.cursor == 0, "the best is the first")
    driver.press(.enter)
    #expect(driver.state.place == .profile(Sample.ines.key))
    driver.press(.escape, .escape)
    #expect(driver.state.people.search.isEmpty)
    #expect(driver.state.people.list.total == 7)
  }

  @Test func anAnswerToAnOlderSearchOfPeopleIsIgnored() {
    var driver = Driver.started()
    driver.press(.tab)
    driver.isAnswering = false
    driver.type("/a")
    let old = driver.state.people.list.generation
    driver.type("d")
    driver.send(.peopleRead(Window(offset: 0, rows: [], total: 0), generation: old))
    #expect(driver.state.people.list.total == 7)
  }

  @Test func theOperatorMayBecomeKnownLater() {
    var driver = Driver.started()
    let nobody = Operator(name: "priya", person: nil)
    driver.send(.operatorRecognised(nobody))
    #expect(driver.state.operator == nobody)
    driver.press(.character("a"))
    #expect(driver.state.confirmation == nil)
    #expect(driver.message?.contains("nobody that a server knows") == true)
  }

  @Test func aConflictIsNotSentAgain() throws {
    var driver = Driver.started()
    driver.press(.tab, .tab)
    var action = try #require(driver.state.activity.selected)
    action.status = .conflicted
    let window = Window(offset: 0, rows: [action], total: 1)
    driver.send(.activityRead(window, generation: driver.state.activity.generation))
    driver.press(.character("r"))
    #expect(!driver.effects.contains(.retry(action: action.id)))
    #expect(driver.message == "A conflict is final: make a new request if it is still wanted.")
  }

  @Test func onlyWhatFailedIsSentAgain() {
    var driver = Driver.started()
    driver.press(.tab, .tab, .character("r"))
    #expect(driver.effects.contains(.retry(action: 42)))
    driver.press(.down, .character("r"))
    #expect(driver.message == "It worked already.")
    driver.press(.down, .character("r"))
    #expect(driver.message == "It is sent by itself: there is nothing to retry.")
    driver.press(.enter)
    #expect(driver.state.place == .request(RequestID(rawValue: "r-0990")))
  }

  @Test func aBrokenAuditLogIsNamed() {
    var driver = Driver.started()
    driver.press(.tab, .tab, .tab)
    driver.isAnswering = false
    driver.press(.character("v"))
    #expect(driver.screen[1].contains("verifying"))
    driver.press(.character("v"))
    #expect(driver.message == "It is being verified.")
    let broken = AuditBreak(kind: .altered, sequence: 17, expected: 17)
    driver.send(.auditVerified(AuditReport(verdict: .broken(broken), signing: AuditSigning())))
    #expect(driver.screen[1].contains("✗ broken"))
    #expect(driver.screen[1].contains("17"))
  }

  @Test func aServerIsSyncedOnceAtATime() {
    var driver = Driver.started()
    driver.press(.backTab, .character("s"))
    #expect(driver.effects.contains(.sync(server: "hr")))
    driver.press(.down, .down, .character("s"))
    #expect(driver.message == "It is being read already.")
    driver.press(.character("S"))
    #expect(driver.effects.contains(.sync(server: nil)))
  }

  @Test func serversThatAreNotReadYetAreNotMissing() {
    var driver = Driver()
    driver.press(.character("S"))
    #expect(driver.message == "The servers are still being read.")
    #expect(!driver.effects.contains(.sync(server: nil)))
  }

  @Test func withoutAServerTheScreenSaysWhatToDo() {
    var driver = Driver()
    driver.servers = []
    driver.entries = []
    driver.send(.started)
    #expect(driver.screen.joined().contains("countersign server add NAME URL"))
    driver.press(.character("S"))
    #expect(driver.message?.hasPrefix("No server is configured.") == true)
    driver.press(.backTab)
    #expect(driver.screen.joined().contains("countersign server add NAME URL"))
  }

  @Test(arguments: [
    Size(columns: 59, rows: 24), Size(columns: 80, rows: 19), Size(columns: 5, rows: 1),
  ])
  func aScreenThatIsTooSmallSaysSoAndDecidesNothing(size: Size) {
    var driver = Driver.started()
    driver.press(.character("a"))
    driver.send(.resized(size))
    driver.press(.character("y"), .enter)
    #expect(driver.decisions.isEmpty)
    #expect(driver.state.confirmation != nil)
    #expect(size.columns < 40 || driver.screen.joined().contains("Countersign needs 60×20."))
    driver.forgetEffects()
    driver.press(.character("q"))
    #expect(driver.effects == [.quit])
  }

  @Test func hostileTextIsShownAsMarksEverywhere() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.type("6j")
    for keys in [[], [Key.enter], [.escape, .character("a")], [.escape, .character("P")]] {
      for key in keys { driver.press(key) }
      for line in driver.screen {
        #expect(!line.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E }, "\(line)")
      }
    }
  }
}

@Suite struct DetailPaneTests {
  @Test func detailsThatDoNotFitSaySoAndScroll() {
    var driver = Driver.started(columns: 60, rows: 20)
    driver.press(.tab, .tab)
    #expect(driver.screen[17].contains("more lines: J and K scroll"))
    driver.type("99J")
    #expect(driver.screen[17].contains("request r-0985"))
    driver.press(.character("K"))
    #expect(driver.screen[17].contains("more lines"))
    driver.press(.down)
    #expect(driver.state.paneTop == 0, "another row is shown from its top")
  }

  @Test func whatFitsDoesNotScroll() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.type("9J")
    #expect(driver.state.paneTop == 0)
  }
}
