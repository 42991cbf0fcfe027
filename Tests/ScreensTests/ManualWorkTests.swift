import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// Work by hand, what is due later, and who the log is about.
@Suite struct ManualWorkTests {
  private static func action(due: Date? = nil, isManual: Bool = true) -> Action {
    var action = Sample.actions[0]
    action.status = .queued
    action.answer = nil
    action.due = due
    if isManual { action.operation.call = nil }
    return action
  }

  private static func driver(_ action: Action) -> Driver {
    var driver = Driver.started()
    driver.actions = [action]
    driver.press(.alt("3"))
    return driver
  }

  private static func recorded(_ driver: Driver) -> [String] {
    driver.effects.compactMap { if case .recordManual(_, let note) = $0 { note } else { nil } }
  }

  @Test func itIsRecordedWithHowItWasDone() {
    var driver = Self.driver(Self.action())
    #expect(driver.screen.contains { $0.contains("! by hand") })
    driver.press(.character("D"), .enter)
    #expect(Self.recorded(driver).isEmpty, "Enter alone records nothing")
    #expect(driver.message == "Say how it was done, such as a ticket's number.")
    driver.type("OPS-311")
    driver.press(.enter)
    #expect(Self.recorded(driver) == ["OPS-311"])
    #expect(driver.message == "Recorded as done by hand; the audit log names you.")
  }

  @Test func itIsRecordedFromTheRequestToo() throws {
    var driver = Driver.started()
    driver.press(.down, .enter)
    driver.press(.character("D"))
    #expect(driver.message == "Nothing of this is done by hand.")
    let id = RequestID(rawValue: "r-1002")
    var detail = try #require(driver.state.details[id]?.detail)
    detail.actions = [Self.action(isManual: false), Self.action()]
    driver.send(.detailRead(id, detail))
    driver.press(.character("D"))
    driver.type("badge handed in")
    driver.press(.enter)
    #expect(Self.recorded(driver) == ["badge handed in"])
  }

  @Test func escapeRecordsNothing() {
    var driver = Self.driver(Self.action())
    driver.press(.character("D"))
    driver.type("OPS-311")
    driver.press(.escape)
    #expect(Self.recorded(driver).isEmpty && driver.state.prompt == nil)
  }

  @Test func whatAServerDoesIsNotDoneByHand() {
    var driver = Self.driver(Self.action(isManual: false))
    driver.press(.character("D"))
    #expect(driver.message?.hasSuffix("nobody does it by hand.") == true)
  }

  @Test func anEndingThatIsDueLaterIsScheduled() {
    let driver = Self.driver(Self.action(due: Sample.at(48), isManual: false))
    #expect(driver.screen.contains { $0.contains("… scheduled") })
    #expect(driver.screen.contains { $0.contains("not before 26 Nov 09:12") })
    #expect(!driver.screen.contains { $0.contains("queued") })
    var late = Self.driver(Self.action(due: Sample.at(48)))
    late.press(.character("D"))
    #expect(late.message == "It is not due before 26 Nov 09:12.")
  }

  @Test func theLogNamesWhomItIsAbout() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("4"))
    let row = driver.screen.first { $0.contains("Ada Okafor + production") }
    #expect(row != nil)
    driver.type("7j")
    #expect(driver.screen.contains { $0.contains("id       r-1033") })
  }
}
