import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct DrawingTests {
  private static let moments = Moments(now: Sample.now, timeZone: .gmt)

  private static let shortMoments: [(Double, String)] = [
    (0, "09:12"), (-9, "00:12"), (-9.3, "Mon 23:54"), (15, "Wed 00:12"), (144, "Mon 09:12"),
    (168, "1 Dec"), (-168, "17 Nov"), (960, "3 Jan 2027"), (-9600, "20 Oct 2025"),
  ]

  @Test(arguments: shortMoments)
  func momentsAreAsShortAsTheyCanBe(hours: Double, text: String) {
    #expect(Self.moments.short(Sample.at(hours)) == text)
    #expect(text.count <= 11)
  }

  private static let exactMoments: [(Double, String)] = [
    (0, "1970-01-01 00:00:00"), (951_782_400, "2000-02-29 00:00:00"),
    (4_107_542_399, "2100-02-28 23:59:59"), (-1, "1969-12-31 23:59:59"),
    (-62_135_596_800, "1-01-01 00:00:00"),
  ]

  @Test(arguments: exactMoments)
  func momentsAreExact(seconds: Double, text: String) {
    #expect(Self.moments.exact(Date(timeIntervalSince1970: seconds)) == text)
  }

  @Test func aMomentStandsInTheOperatorsTimeZone() throws {
    let zone = try #require(TimeZone(secondsFromGMT: 5 * 3600 + 1800))
    let moments = Moments(now: Sample.now, timeZone: zone)
    #expect(moments.exact(Sample.now) == "2026-11-24 14:42:00")
  }

  @Test(arguments: [Double.infinity, -.infinity, 1e300, -1e300])
  func noMomentIsTooFar(seconds: Double) {
    #expect(!Self.moments.long(Date(timeIntervalSince1970: seconds)).isEmpty)
  }

  @Test(arguments: [1, 2, 3, 7, 80])
  func exactLinesLeaveNothingOut(width: Int) {
    let text = "{\"a\":\"王小明\", \"b\":  [1,2]}"
    let pieces = exactLines(text, width: width)
    #expect(pieces.joined() == text)
    #expect(pieces.allSatisfy { DisplayText.columns(of: $0) <= max(2, width) })
  }

  @Test(arguments: [
    ("/Groups/9f2c", 20, "/Groups/9f2c"), ("/Groups/9f2c0c1e-77aa", 12, "/Groups/…7aa"),
    ("abc", 1, "…"),
  ])
  func idsAreShortenedInside(text: String, width: Int, shown: String) {
    #expect(shortenedInside(text, to: width) == shown)
  }

  @Test(arguments: 10...240)
  func columnsFillTheirWidthAndNoMore(width: Int) {
    let columns = QueueColumns.columns(Driver.started().state)
    let table = TableLayout(columns, start: 0, width: width)
    let end = table.places.map { $0.start + $0.width }.max() ?? 0
    let needed = table.places.filter { $0.column.rank == 0 }
    #expect(needed.count == 5, "what decides is never left out")
    #expect(end <= width || table.places.count == 5)
    #expect(table.places.allSatisfy { $0.width >= $0.column.least && $0.width <= $0.column.most })
  }

  @Test func theDetailsGrowWithTheScreen() {
    let heights = (20...60).map { Layout(Size(columns: 100, rows: $0)) }
    for layout in heights {
      #expect(layout.masterRows >= 6)
      #expect(layout.detailRows >= 8)
      #expect(layout.masterRows + layout.detailRows + 2 == layout.bodyRows)
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (7, 3), (59, 19), (60, 20), (61, 21), (150, 20), (400, 120)])
  func everySizeCanBeDrawn(columns: Int, rows: Int) {
    for place in KeyTableTests.places {
      let driver = KeyTableTests.driver(at: place)
      let frame = render(driver.state, size: Size(columns: columns, rows: rows))
      #expect(frame.text.count == rows)
      #expect(frame.text.allSatisfy { DisplayText.columns(of: $0) <= columns })
    }
  }

  @Test func runsFlowBetweenPartsOnly() {
    var builder = LineBuilder(width: 20)
    builder.flow(
      ["alpha beta", "gamma", "delta"].map { StyledText($0) }, separator: StyledText(" · "),
      lead: [Run("x ")])
    #expect(builder.lines.map(\.text.text) == ["x alpha beta · gamma", "  delta"])
  }

  @Test func theServerStripKeepsTheTroubleLongest() {
    let texts = [60, 80, 120].map { columns in
      render(
        Driver.started(columns: columns, rows: 24).state, size: Size(columns: columns, rows: 24)
      )
      .text[0]
    }
    #expect(texts[0].hasSuffix("⚠ 1 of 4 failed"))
    #expect(texts[1].hasSuffix("hr idp 06:12  code ⟳61%  chat ⚠429"))
    #expect(texts[2].hasSuffix("hr 06:12  idp 06:12  code ⟳61%  chat ⚠429"))
  }
}
