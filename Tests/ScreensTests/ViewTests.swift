import Governance
import Terminal
import Testing

@testable import Screens

/// Order, groups, columns and saved folders of the queue.
@Suite struct ViewTests {
  private static func ids(_ names: String...) -> [RequestID] {
    names.map(RequestID.init(rawValue:))
  }

  @Test func sortsByManyColumnsAndKeepsIt() {
    var driver = Driver.started()
    driver.type("O")
    #expect(driver.state.prompt?.field.value == "due")
    driver.press(.control("u"))
    driver.type("risk,-du")
    driver.press(.tab)
    #expect(driver.state.prompt?.field.value == "risk,-due ")
    driver.press(.enter)
    #expect(driver.state.queue.query.order.text == "risk,-due")
    #expect(driver.message == "Ordered by risk, then due, last first.")
    #expect(driver.effects.contains(.keepViews(ViewSettings(sort: driver.state.views.sort))))
    #expect(driver.screen[2].contains("due ↑"))
    let again = Driver.started(views: driver.state.views)
    #expect(again.state.queue.query.order.text == "risk,-due", "remembered by the next run")
  }

  /// The help's own words.
  @Test(arguments: [
    ("person", QueueColumn.person), ("access", .access), ("requester", .requester),
    ("server", .place), ("risk", .risk),
  ])
  func groupsAreCalledAsPeopleCallThem(_ name: String, _ column: QueueColumn) {
    #expect(QueueColumn(named: name) == column)
    #expect(QueueSort.groups.contains(column))
  }

  @Test func anUnknownColumnKeepsThePrompt() {
    var driver = Driver.started()
    driver.type("Ocolour")
    driver.press(.control("u"))
    driver.type("colour")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix("There is no column colour.") == true)
    #expect(driver.state.prompt?.kind == .order)
  }

  @Test func columnsAreChosenAndBroughtBack() {
    var driver = Driver.started()
    driver.type(":columns for ticket risk")
    driver.press(.enter)
    #expect(driver.screen[2].contains("for") && driver.screen[2].contains("ticket"))
    #expect(!driver.screen[2].contains("due"))
    #expect(driver.state.views.columns == [.person, .ticket, .risk])
    driver.type("C")
    #expect(driver.state.prompt?.field.value == "for ticket risk")
    driver.press(.control("u"), .enter)
    #expect(driver.state.views.columns.isEmpty)
    #expect(driver.screen[2].contains("due"))
  }

  @Test func groupsStandTogetherAndAreTaggedWhole() {
    var driver = Driver.started()
    driver.type("t")
    #expect(driver.message == "The list has no groups: v groups it.")
    driver.type(":group asked-by")
    driver.press(.enter)
    #expect(driver.screen[2].contains("asked by"))
    driver.press(.home)
    for _ in 0..<7 where driver.state.queue.list.selected?.request.requester.key != Sample.chen.key
    {
      driver.press(.down)
    }
    driver.type("t")
    #expect(Set(driver.state.queue.tags) == Set(Self.ids("r-1001", "r-1003", "r-1005")))
    #expect(driver.screen.contains { $0.contains("″") }, "the group's name is said once")
    driver.type("t")
    #expect(driver.state.queue.tags.isEmpty, "once more takes them away")
    driver.type(":group none")
    driver.press(.enter)
    #expect(driver.message == "No groups.")
  }

  @Test func tagsARange() {
    var driver = Driver.started()
    driver.type("V")
    #expect(driver.message == "Tag the first one of the range with ␣.")
    driver.type("j 3jV")
    #expect(driver.state.queue.tags.count == 5)
    driver.type(":untag-matching risk ge 60")
    driver.press(.enter)
    #expect(driver.message == "2 untagged, 3 left.")
  }

  @Test func hiddenTagsAreSaidEvenUnderAMessage() {
    var driver = Driver.started()
    driver.type("Trisk ge 0")
    driver.press(.enter)
    driver.type("lrisk ge 60")
    driver.press(.enter)
    #expect(driver.screen[22].contains("✓ 5 of 8 tagged are hidden"))
    driver.type("o")
    #expect(driver.message != nil)
    #expect(driver.screen.contains { $0.contains("✓ 5 of 8 tagged are hidden") })
  }

  @Test func aLimitBecomesAFolderWithALiveCount() {
    var driver = Driver.started()
    driver.type("B")
    #expect(driver.message == "There is no limit to keep: l sets one.")
    driver.type("lrisk ge 60")
    driver.press(.enter)
    driver.type("BHigh risk")
    driver.press(.enter)
    let saved = SavedFolder(name: "High risk", folder: .forMe, limit: "risk ge 60")
    #expect(driver.state.views.folders == [saved])
    #expect(driver.screen[1].contains("‹High risk 3›"))
    driver.type("]")
    #expect(driver.state.queue.query.folder == .forMe && driver.state.queue.query.base.isEmpty)
    driver.type("[")
    #expect(driver.state.queue.query.base == "risk ge 60")
    #expect(driver.state.queue.list.total == 3)
    driver.type(":forget-folder High risk")
    driver.press(.enter)
    #expect(driver.state.views.folders.isEmpty && driver.state.queue.query.base.isEmpty)
  }

  @Test func aFoldersNameIsNotTakenTwice() {
    let own = SavedFolder(name: "Mine too", folder: .open, limit: "ada")
    var driver = Driver.started(folders: [own])
    driver.type("lada")
    driver.press(.enter)
    for name in ["Mine too", "open", "  "] {
      driver.type(":save-folder \(name)")
      driver.press(.enter)
      #expect(driver.state.views.folders.isEmpty, "\(name)")
    }
    driver.type(":folder mine too")
    driver.press(.enter)
    #expect(driver.state.queue.savedName == "Mine too")
  }

  @Test func theChosenFolderIsAlwaysInSight() {
    let many = (0..<12).map { SavedFolder(name: "Folder \($0)", folder: .open, limit: "ada") }
    for columns in [60, 80, 200] {
      var driver = Driver.started(columns: columns, folders: many)
      for index in 0..<17 {
        #expect(driver.screen[1].contains("‹"), "\(columns), \(index)")
        driver.type("]")
      }
    }
  }
}
