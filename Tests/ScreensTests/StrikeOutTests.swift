import Governance
import Terminal
import Testing

@testable import Screens

/// Leaving one out of a batch, in the merged plan.
@Suite struct StrikeOutTests {
  private static let ada = RequestID(rawValue: "r-1002")

  /// A merged plan of the first three, with the cursor on a line about Ada's.
  private static func asked() throws -> Driver {
    var driver = Driver.started()
    driver.type("   a")
    let lines = try #require(driver.state.confirmation?.lines)
    let line = try #require(lines.firstIndex { $0.target == .request(ada) })
    for _ in 0..<line { driver.press(.down) }
    return driver
  }

  @Test func itIsNotDecidedAndStaysTagged() throws {
    var driver = try Self.asked()
    driver.press(.character("x"))
    #expect(driver.screen.joined().contains("Approve 2 of 3 requests?"))
    #expect(driver.screen.joined().contains("left out: You left it out."))
    #expect(driver.decisions.isEmpty)
    driver.press(.character("y"))
    let decided = driver.decisions.flatMap(\.items).map(\.request.rawValue)
    #expect(decided == ["r-1001", "r-1003"])
    #expect(driver.state.queue.tags == [Self.ada])
    #expect(driver.state.queue.leftovers[Self.ada] == "You left it out.")
  }

  @Test func itComesBackWithTheSameKey() throws {
    var driver = try Self.asked()
    driver.press(.character("x"))
    let lines = try #require(driver.state.confirmation?.lines)
    let line = try #require(lines.firstIndex { $0.target == .request(Self.ada) })
    driver.press(.home)
    for _ in 0..<line { driver.press(.down) }
    driver.press(.character("x"))
    #expect(driver.state.confirmation?.struck.isEmpty == true)
    #expect(driver.screen.joined().contains("Approve 3 requests?"))
  }

  @Test func yesIsAnotherQuestionThen() throws {
    var driver = try Self.asked()
    driver.press(.right)
    #expect(driver.state.confirmation?.focus == .yes)
    driver.press(.character("x"))
    #expect(driver.state.confirmation?.focus == .no)
  }

  @Test func aLineAboutNobodyStrikesNothing() {
    var driver = Driver.started()
    driver.type("   a")
    driver.press(.home, .character("x"))
    #expect(driver.message == "Go to a request's line first; x leaves it out of the batch.")
    #expect(driver.state.confirmation?.struck.isEmpty == true)
  }

  @Test func theOnlyOneIsLeftByLeaving() {
    var driver = Driver.started()
    driver.press(.character("a"), .down, .character("x"))
    #expect(driver.message == "There is one request only: n leaves it undecided.")
  }
}
