import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct FindingsTests {
  @Test func aFindingLeadsToThePersonAndBack() {
    var driver = Driver.started()
    driver.press(.character("!"))
    #expect(driver.state.place == .findings)
    #expect(driver.screen.contains { $0.contains("no owner") && $0.contains("Zed Old") })
    driver.press(.enter)
    #expect(driver.state.place == .profile(Sample.person("Zed Old").key))
    driver.press(.escape, .character("j"))
    #expect(driver.state.findings.selected == Sample.findings[1])
    #expect(driver.screen.contains { $0.contains("or") && $0.contains("Ada Okafor · mail:") })
    driver.press(.character("q"))
    #expect(driver.state.place == .queue)
  }

  @Test func nothingWrongSaysSo() {
    var driver = Driver.started()
    driver.findings = []
    driver.press(.character("!"))
    #expect(driver.screen.contains { $0.contains("Nothing is known to be wrong.") })
    driver.press(.enter)
    #expect(driver.message == "The list is empty.")
  }

  @Test func changedDataIsReadAgain() {
    var driver = Driver.started()
    driver.press(.character("!"))
    driver.findings.removeFirst()
    driver.send(.dataChanged)
    #expect(driver.state.findings.total == 1)
  }
}
