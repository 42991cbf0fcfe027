import Governance
import Testing

@testable import Screens

@Suite struct RowListTests {
  private static func entries(_ ids: Range<Int>) -> [QueueEntry] {
    ids.map { id in
      QueueEntry(
        request: Sample.request(
          "r\(id)", Sample.ada, [Sample.item(.grant, Sample.readers, "readers")], why: "",
          submitted: 0), riskScore: 0)
    }
  }

  /// A list of `total` rows, as the first read leaves it.
  private static func list(of total: Int, height: Int = 10) -> RowList<QueueEntry> {
    var list = RowList<QueueEntry>()
    let rows = list.rowsToRead(height: height)
    let held = (rows ?? 0..<0).clamped(to: 0..<total)
    let window = Window(offset: held.lowerBound, rows: entries(held), total: total)
    let isTaken = list.accept(window, generation: list.generation)
    #expect(isTaken)
    return list
  }

  @Test func firstReadTakesTheScreenAndAMargin() {
    var list = RowList<QueueEntry>()
    let rows = list.rowsToRead(height: 10)
    #expect(rows == 0..<130)
    let again = list.rowsToRead(height: 10)
    #expect(again == nil, "asked once")
    #expect(!list.isRead)
  }

  @Test func nothingIsReadWhileTheCursorIsInTheMiddleOfTheWindow() {
    var list = Self.list(of: 1000)
    list.move(by: 50)
    list.reveal(height: 10)
    let rows = list.rowsToRead(height: 10)
    #expect(rows == nil)
  }

  @Test func moreIsReadBeforeTheEdgeIsReached() {
    var list = Self.list(of: 1000)
    list.move(to: 125)
    list.reveal(height: 10)
    #expect(list.selectedID != nil, "the cursor still is on a row that is there")
    let rows = list.rowsToRead(height: 10)
    #expect(rows == 0..<246)
  }

  @Test func theCursorMayRunAheadOfWhatWasRead() {
    var list = Self.list(of: 100_000)
    list.move(to: Int.max)
    list.reveal(height: 10)
    #expect(list.cursor == 99_999)
    #expect(list.selected == nil)
    #expect(list.selectedID == nil)
    let rows = list.rowsToRead(height: 10)
    #expect(rows?.contains(99_999) == true)
    let window = Window(offset: 99_870, rows: Self.entries(99_870..<100_000), total: 100_000)
    let isTaken = list.accept(window, generation: list.generation)
    #expect(isTaken)
    #expect(list.selectedID?.rawValue == "r99999")
  }

  @Test func rowsThatArriveAboveDoNotMoveTheCursorsRow() {
    var list = Self.list(of: 50)
    list.move(to: 20)
    list.reveal(height: 10)
    let (id, onScreen) = (list.selectedID, list.cursor - list.top)
    list.expire()
    _ = list.rowsToRead(height: 10)
    let rows = Self.entries(1000..<1007) + Self.entries(0..<50)
    let isTaken = list.accept(
      Window(offset: 0, rows: rows, total: 57), generation: list.generation)
    #expect(isTaken)
    list.reveal(height: 10)
    #expect(list.selectedID == id)
    #expect(list.cursor == 27)
    #expect(list.cursor - list.top == onScreen, "the row stays on its line of the screen")
  }

  @Test func theRowAfterTakesThePlaceOfOneThatWent() {
    var list = Self.list(of: 50)
    list.move(to: 20)
    list.expire()
    _ = list.rowsToRead(height: 10)
    let rows = Self.entries(0..<20) + Self.entries(21..<50)
    let isTaken = list.accept(
      Window(offset: 0, rows: rows, total: 49), generation: list.generation)
    #expect(isTaken)
    #expect(list.selectedID?.rawValue == "r21")
  }

  @Test func anOlderAnswerChangesNothing() {
    var list = Self.list(of: 50)
    let old = list.generation
    list.startOver(isForgotten: false)
    let before = list
    let isTaken = list.accept(Window(offset: 0, rows: [], total: 0), generation: old)
    #expect(!isTaken)
    #expect(list == before)
  }

  @Test func changesThatComeFasterThanAnswersDoNotStarveTheList() {
    var list = Self.list(of: 50)
    list.expire()
    let rows = list.rowsToRead(height: 10)
    let asked = list.generation
    list.expire()
    #expect(rows != nil)
    let again = list.rowsToRead(height: 10)
    #expect(again == nil, "one read at a time")
    let window = Window(offset: 0, rows: Self.entries(0..<50), total: 50)
    let isTaken = list.accept(window, generation: asked)
    #expect(isTaken)
    let more = list.rowsToRead(height: 10)
    #expect(more != nil, "and again for the change that came meanwhile")
  }

  @Test func aReadThatFailedIsAskedForAgain() {
    var list = Self.list(of: 50)
    list.expire()
    let rows = list.rowsToRead(height: 10)
    #expect(rows != nil)
    list.abandon()
    let again = list.rowsToRead(height: 10)
    #expect(again != nil)
  }

  @Test func aForgottenListIsEmptyUntilItsAnswer() {
    var list = Self.list(of: 50)
    list.move(to: 20)
    list.startOver(isForgotten: true)
    #expect(!list.isRead)
    #expect(list.selectedID == nil)
    let rows = list.rowsToRead(height: 10)
    #expect(rows == 0..<130)
  }

  @Test func theRowThatWasSelectedIsFoundInALimitedList() {
    var list = Self.list(of: 50)
    list.move(to: 20)
    list.startOver(isForgotten: false)
    #expect(list.selectedID?.rawValue == "r20")
    _ = list.rowsToRead(height: 10)
    let rows = Self.entries(18..<23)
    let isTaken = list.accept(
      Window(offset: 0, rows: rows, total: 5), generation: list.generation)
    #expect(isTaken)
    #expect(list.cursor == 2)
  }

  @Test func anEmptyListHasNoCursorRow() {
    var list = Self.list(of: 0)
    list.move(by: 5)
    list.move(by: -5)
    list.reveal(height: 10)
    #expect(list.cursor == 0)
    #expect(list.selected == nil)
    let rows = list.rowsToRead(height: 10)
    #expect(rows == nil)
  }

  @Test(arguments: [Int.max, Int.min, 1 << 62, -(1 << 62)])
  func hugeCountsStopAtTheEnds(distance: Int) {
    var list = Self.list(of: 50)
    list.move(by: 7)
    list.move(by: distance)
    #expect(list.cursor == (distance > 0 ? 49 : 0))
  }
}
