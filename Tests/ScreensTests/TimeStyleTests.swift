import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// Times by the clock, as a distance, and exactly.
@Suite struct TimeStyleTests {
  private func moments(_ style: TimeStyle) -> Moments {
    Moments(now: Sample.now, timeZone: .gmt, style: style)
  }

  @Test func distancesAreShort() {
    let moments = moments(.relative)
    #expect(moments.short(Sample.now - 30) == "now")
    #expect(moments.short(Sample.at(-3)) == "3h ago")
    #expect(moments.short(Sample.at(3)) == "in 3h")
    #expect(moments.long(Sample.at(-24 * 3)) == "3d ago")
    #expect(moments.short(Sample.at(24 * 3650)) == "in 9y")
    #expect(moments.short(.distantPast).count <= TimeStyle.relative.columns)
  }

  @Test func exactTimesHaveTheirDate() {
    #expect(moments(.exact).short(Sample.now) == "2026-11-24 09:12")
    #expect(moments(.exact).long(Sample.now) == "2026-11-24 09:12:00")
    #expect(moments(.exact).short(Sample.now).count < TimeStyle.exact.columns)
  }

  @Test func aKeyGoesThroughThem() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("t"))
    #expect(driver.message?.hasPrefix("Times as the distance from now") == true)
    #expect(driver.screen.contains { $0.contains("15h ago!") }, "\(driver.screen)")
    driver.press(.alt("t"))
    #expect(driver.screen.contains { $0.contains("2026-11-23 18:12!") }, "\(driver.screen)")
    // The first line stays as it is.
    #expect(driver.screen[0].contains("hr 06:12"))
    driver.press(.alt("t"))
    #expect(driver.message == "Times by the clock.")
    driver.type(":times exact")
    driver.press(.enter)
    #expect(driver.state.views.times == .exact)
    driver.type(":times never")
    driver.press(.enter)
    #expect(driver.message == "Times are clock, relative, exact.")
  }

  @Test func aReasonsBarIsAsLongAsItWeighs() {
    #expect(RequestWords.bar(60) == "████████")
    #expect(RequestWords.bar(30) == "████    ")
    #expect(RequestWords.bar(100) == "████████")
    #expect(RequestWords.bar(0).count == 8 && RequestWords.bar(1) == "▏       ")
  }

  @Test func theManagersAreATree() throws {
    var driver = Driver.started(columns: 120, rows: 50)
    driver.press(.character("P"))
    let lines = pageLines(driver.state).map { $0.text.runs.map(\.text).joined() }
    let top = try #require(lines.firstIndex { $0.hasSuffix("Grace Adeyemi") })
    #expect(lines[top] == "  Grace Adeyemi")
    #expect(lines[top + 1] == "  └ Chen Wei")
    #expect(lines[top + 2].hasPrefix("    └ "))
  }
}
