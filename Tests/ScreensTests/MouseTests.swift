import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct MouseTests {
  private func click(_ driver: inout Driver, _ column: Int, _ row: Int) {
    driver.send(.mouse(MouseAction(.press, Position(column: column, row: row))))
  }

  /// Where a text stands on the screen.
  private func find(_ text: String, _ driver: Driver, row: Int? = nil) throws -> Position {
    let screen = driver.screen
    for (index, line) in screen.enumerated() where row == nil || row == index {
      if let range = line.firstRange(of: text) {
        return Position(
          column: DisplayText.columns(of: String(line[..<range.lowerBound])), row: index)
      }
    }
    throw Missing(text: text)
  }

  private struct Missing: Error { var text: String }

  @Test func aClickSelectsARow() throws {
    var driver = Driver.started()
    let place = try find("Bruno Lima", driver)
    click(&driver, place.column, place.row)
    #expect(driver.state.queue.list.selected?.request.beneficiary.name == "Bruno Lima")
    #expect(driver.state.place == .queue)
    // Below the list nothing is selected.
    click(&driver, 5, 15)
    #expect(driver.state.queue.list.selected?.request.beneficiary.name == "Bruno Lima")
  }

  @Test func aClickOnATabGoesThere() throws {
    var driver = Driver.started()
    let place = try find("Audit", driver, row: 0)
    click(&driver, place.column + 2, 0)
    #expect(driver.state.place == .audit)
  }

  @Test func aClickOnAFooterKeyPressesIt() throws {
    var driver = Driver.started()
    let place = try find("help", driver, row: 23)
    click(&driver, place.column, 23)
    #expect(driver.state.place == .help)
    var other = Driver.started()
    let approve = try find("approve", other, row: 23)
    other.press(.down)
    click(&other, approve.column, 23)
    #expect(other.state.confirmation != nil)
  }

  @Test func aClickDecidesNothing() throws {
    var driver = Driver.started()
    driver.press(.down, .character("a"))
    for text in ["y yes", "es"] {
      let place = try find(text, driver, row: 23)
      click(&driver, place.column, 23)
    }
    #expect(driver.decisions.isEmpty && driver.state.confirmation != nil)
    let no = try find("n no", driver, row: 23)
    click(&driver, no.column, 23)
    #expect(driver.state.confirmation == nil)
  }

  @Test func theWheelMovesWhereThePointerIs() {
    var driver = Driver.started()
    driver.send(.mouse(MouseAction(.wheelDown, Position(column: 5, row: 5))))
    #expect(driver.state.queue.list.cursor == 3)
    driver.send(.mouse(MouseAction(.wheelUp, Position(column: 5, row: 5))))
    #expect(driver.state.queue.list.cursor == 0)
    driver.send(.resized(Size(columns: 80, rows: 20)))
    driver.press(.down)
    driver.send(.mouse(MouseAction(.wheelDown, Position(column: 5, row: 14))))
    #expect(driver.state.queue.list.cursor == 1)
  }

  @Test func nothingHappensWhereNothingIs() {
    var driver = Driver.started()
    let before = driver.state
    click(&driver, 79, 0)
    click(&driver, 500, 500)
    #expect(driver.state == before)
  }
}
