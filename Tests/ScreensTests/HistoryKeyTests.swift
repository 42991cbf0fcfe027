import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// Stepping through the changes that a profile's timeline keeps.
@Suite struct HistoryKeyTests {
  private static let key = Sample.ada.key
  /// Order: the newest first.
  private static let changes = [
    change(-10, "joined platform-engineers"), change(-20, "title: Analyst → Engineer"),
    change(-30, "account appeared"),
  ]

  private static func change(_ hours: Double, _ sentence: String) -> TimelineEntry {
    TimelineEntry(
      time: Sample.at(hours), sentence: sentence, server: "idp", isRecorded: true)
  }

  private static func profile(at moment: Date? = nil) throws -> Profile {
    var profile = try #require(Sample.profile(key))
    profile.timeline = changes.filter { $0.time <= moment ?? .distantFuture }
    if let moment {
      profile.past = PastMark(at: moment, unknown: [HistoryStart(server: "chat", begins: nil)])
    }
    return profile
  }

  private func opened() throws -> Driver {
    var driver = Driver.started(columns: 100, rows: 40)
    driver.press(.down, .character("P"))
    driver.send(.profileRead(Self.key, try Self.profile()))
    driver.isAnswering = false
    return driver
  }

  /// Answers what was asked for last.
  private func answer(_ driver: inout Driver) throws {
    guard let at = driver.state.past(Self.key)?.at else { return }
    driver.send(.pastRead(Self.key, at: at, .success(try Self.profile(at: at))))
  }

  private func before(_ hours: Double) -> Date { Sample.at(hours).addingTimeInterval(-1) }

  @Test func bracketsStepThroughTheChanges() throws {
    var driver = try opened()
    driver.forgetEffects()
    driver.press(.character("("))
    #expect(driver.effects == [.readPast(Sample.ada, at: before(-10))])
    #expect(driver.screen.joined().contains("reading …"))
    try answer(&driver)
    driver.press(.character("("))
    #expect(driver.state.past(Self.key)?.at == before(-20))
    try answer(&driver)
    driver.press(.character(")"))
    #expect(driver.state.past(Self.key)?.at == before(-10))
    try answer(&driver)
    driver.press(.character(")"))
    #expect(driver.state.past(Self.key) == nil)
    driver.press(.character(")"))
    #expect(driver.message == "This is now: ( goes back in time.")
  }

  @Test func countsStepFurtherAndTheEndIsSaid() throws {
    var driver = try opened()
    driver.type("3(")
    #expect(driver.state.past(Self.key)?.at == before(-30))
    driver.press(.character("("))
    #expect(driver.message == "That moment is still being read.")
    try answer(&driver)
    driver.press(.character("("))
    #expect(driver.message == "Nothing earlier is known: the history begins here.")
    driver.type("9)")
    #expect(driver.state.past(Self.key) == nil)
  }

  @Test func thePageSaysThatItIsNotNow() throws {
    var driver = try opened()
    driver.press(.character("("))
    try answer(&driver)
    let screen = driver.screen
    #expect(screen[1].contains("Ada Okafor · as of"), "\(screen[1])")
    let text = screen.joined(separator: "\n")
    #expect(text.contains("Not now: as it was on"), "\(text)")
    #expect(text.contains("joined platform-engineers · idp"), "\(text)")
    #expect(text.contains("chat was never read to its end: nothing is known of it."))
    // Nothing is claimed about what is not kept.
    #expect(!text.contains("Open requests") && !text.contains("not on chat"))
  }

  @Test func aDateIsTyped() throws {
    var driver = try opened()
    let day = Sample.at(-24)
    driver.press(.character("H"))
    driver.type("2026-02-30")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix("Write a date such as 2026-03-01") == true)
    #expect(driver.state.prompt != nil)
    driver.press(.control("u"))
    driver.type("2099-01-01")
    driver.press(.enter)
    #expect(driver.message?.contains("is still to come.") == true)
    driver.press(.control("u"))
    driver.type(String(Moments(now: day, timeZone: .gmt).exact(day).prefix(10)))
    driver.press(.enter)
    #expect(driver.state.prompt == nil)
    #expect(driver.state.past(Self.key) != nil)
    driver.type(":as-of now")
    driver.press(.enter)
    #expect(driver.state.past(Self.key) == nil)
  }

  @Test func whatIsNotKnownIsSaidOnThePage() throws {
    var driver = try opened()
    driver.press(.character("("))
    let at = before(-10)
    driver.send(
      .pastRead(Self.key, at: at, .failure(.beforeHistory(at: at, begins: Sample.at(-5)))))
    let text = driver.screen.joined(separator: "\n")
    #expect(text.contains("The history begins on"), "\(text)")
    #expect(text.contains(") goes forward in time."), "\(text)")
  }

  @Test func whoeverIsOpenedAnewIsShownAsTheyAre() throws {
    var driver = try opened()
    driver.press(.character("("))
    try answer(&driver)
    driver.press(.escape)
    driver.press(.character("P"))
    #expect(driver.state.place == .profile(Self.key))
    #expect(driver.state.past(Self.key) == nil)
  }

  @Test func withoutChangesThereIsNothingEarlier() {
    var driver = Driver.started()
    driver.press(.down, .character("P"), .character("("))
    #expect(driver.message == "Nothing has changed since their servers were first read.")
  }
}
