import Terminal
import Testing

struct ListViewportTests {
  func viewport(_ count: Int, height: Int = 5) -> ListViewport<String> {
    var viewport = ListViewport<String>(height: height)
    viewport.reload(count: count, rowOfSelected: nil)
    return viewport
  }

  enum Move: Sendable {
    case by(Int)
    case page(Int)
    case start, end
    case to(Int)
    case scroll(Int)
    case resize(Int)
  }

  @Test(
    arguments: [
      ([Move.by(1)], 1, 0..<5), ([.by(5)], 5, 1..<6), ([.by(-3)], 0, 0..<5), ([.end], 19, 15..<20),
      ([.end, .start], 0, 0..<5), ([.page(1)], 4, 0..<5), ([.page(2)], 8, 4..<9),
      ([.end, .page(-1)], 15, 15..<20), ([.to(99)], 19, 15..<20), ([.to(-9)], 0, 0..<5),
      ([.scroll(3)], 3, 3..<8), ([.to(4), .scroll(2)], 4, 2..<7),
      ([.end, .scroll(-9)], 10, 6..<11),
      ([.scroll(99)], 15, 15..<20), ([.to(12), .resize(3)], 12, 10..<13),
      ([.end, .resize(30)], 19, 0..<20), ([.to(7), .resize(0)], 7, 7..<8),
    ] as [([Move], Int, Range<Int>)])
  func moving(_ moves: [Move], _ cursor: Int, _ visible: Range<Int>) {
    var viewport = viewport(20)
    for move in moves {
      switch move {
      case .by(let rows): viewport.move(by: rows)
      case .page(let pages): viewport.movePage(by: pages)
      case .start: viewport.moveToStart()
      case .end: viewport.moveToEnd()
      case .to(let row): viewport.move(to: row)
      case .scroll(let rows): viewport.scroll(by: rows)
      case .resize(let height): viewport.resize(height: height)
      }
    }
    #expect(viewport.cursor == cursor)
    #expect(viewport.visible == visible)
  }

  @Test func anEmptyListHasNoRows() {
    var viewport = viewport(0)
    viewport.move(by: 3)
    viewport.moveToEnd()
    viewport.scroll(by: 4)
    #expect(viewport.isEmpty)
    #expect(viewport.cursor == 0)
    #expect(viewport.visible == 0..<0)
  }

  @Test func theCursorFollowsItsRow() {
    var viewport = viewport(20)
    viewport.move(to: 8)
    viewport.selected = "ada"
    let offset = viewport.cursor - viewport.top
    viewport.reload(count: 23, rowOfSelected: 11)
    #expect(viewport.cursor == 11)
    #expect(viewport.cursor - viewport.top == offset)
    #expect(viewport.selected == "ada")
  }

  @Test func aRowThatIsGoneLeavesTheCursorInItsPlace() {
    var viewport = viewport(20)
    viewport.move(to: 19)
    viewport.selected = "ada"
    viewport.reload(count: 10, rowOfSelected: nil)
    #expect(viewport.cursor == 9)
    #expect(viewport.visible == 5..<10)
    #expect(viewport.selected == nil)
  }

  @Test func movingForgetsWhatWasSelected() {
    var viewport = viewport(20)
    viewport.selected = "ada"
    viewport.move(to: 0)
    #expect(viewport.selected == "ada")
    viewport.move(by: 1)
    #expect(viewport.selected == nil)
  }
}
