import Foundation
import Testing

@testable import countersign

@Suite("Tables")
struct TableTests {
  @Test func alignsByDisplayWidth() {
    var table = Table([.init("NAME"), .init("N", isRightAligned: true), .init("WHY")])
    table.rows = [["Ada", "7", "x"], ["明子", "120", ""]]
    #expect(
      table.lines(width: nil) == ["NAME    N  WHY", "Ada     7  x", "明子  120"])
  }

  @Test func elasticColumnsGiveWay() {
    var table = Table([.init("A"), .init("B", isElastic: true)])
    table.rows = [["fixed-text", "a long reason that goes on"]]
    let lines = table.lines(width: 24)
    #expect(lines == ["A           B", "fixed-text  a long reas…"])
    // What cannot give way is left to the terminal.
    #expect(table.lines(width: 5)[1] == "fixed-text  a long …")
  }

  @Test func hostileTextIsMadeHarmless() {
    var table = Table([.init("A")])
    table.rows = [["\u{1B}[2Jx\u{202E}y\n"]]
    let line = table.lines(width: nil)[1]
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    #expect(line.contains("x") && line.contains("y"))
  }

  @Test(
    arguments: [
      (0, "0s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (7200, "2h"), (259_200, "3d"),
    ] as [(Double, String)])
  func spans(_ seconds: Double, _ text: String) {
    #expect(Moment.span(seconds: seconds) == text)
  }

  @Test func moments() throws {
    let date = Date(timeIntervalSince1970: 1_795_500_000)
    let lagos = try #require(TimeZone(identifier: "Africa/Lagos"))
    #expect(Moment.text(date, in: .gmt) == "2026-11-24 06:00")
    #expect(Moment.text(date, in: lagos) == "2026-11-24 07:00")
    #expect(Moment.distance(from: date, to: date.addingTimeInterval(-120)) == "-2m")
  }
}
