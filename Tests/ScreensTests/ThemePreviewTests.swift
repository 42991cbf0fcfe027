import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct ThemePreviewTests {
  private func opened() -> Driver {
    var driver = Driver.started(columns: 100, rows: 40)
    driver.type(":theme")
    driver.press(.enter)
    return driver
  }

  private func used(_ driver: Driver) -> [String?] {
    driver.effects.compactMap { if case .useTheme(let name) = $0 { .some(name) } else { nil } }
  }

  @Test func eachThemeIsShownAsTheCursorReachesIt() {
    var driver = opened()
    #expect(used(driver) == ["dark"])
    driver.press(.down)
    #expect(used(driver) == ["dark", "light"])
    let screen = driver.screen.joined(separator: "\n")
    #expect(StyleRole.allCases.allSatisfy { screen.contains($0.name) })
    #expect(screen.contains("dark  in the configuration"))
  }

  @Test func leavingBringsTheConfiguredOneBack() {
    var driver = opened()
    driver.press(.down, .escape)
    #expect(used(driver) == ["dark", "light", nil])
  }

  @Test func enterKeepsIt() {
    var driver = opened()
    driver.press(.down, .enter, .escape)
    #expect(used(driver) == ["dark", "light"])
    #expect(driver.state.themes.kept == "light")
  }

  @Test func aThemeByName() {
    var driver = Driver.started()
    driver.type(":theme dracula")
    driver.press(.enter)
    #expect(used(driver) == ["dracula"])
  }
}
