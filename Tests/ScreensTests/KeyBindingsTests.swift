import Governance
import Terminal
import Testing

@testable import Screens

/// Keys that the configuration moves, everywhere that they are shown.
@Suite struct KeyBindingsTests {
  private static func driver(_ changes: KeyBindings.Change...) throws -> Driver {
    var driver = Driver.started(keys: try KeyBindings(changes))
    driver.forgetEffects()
    return driver
  }

  @Test func aCommandMovesToAnotherKey() throws {
    var driver = try Self.driver(.init(place: nil, command: "approve", keys: [.character("A")]))
    #expect(driver.screen[23].contains("A approve"))
    driver.press(.character("a"))
    #expect(driver.message == "a does nothing here. Press ? for the keys.")
    driver.press(.character("A"))
    #expect(driver.state.confirmation != nil)
  }

  @Test func helpAndPaletteShowTheNewKey() throws {
    var driver = try Self.driver(.init(place: "queue", command: "deny", keys: [.function(8)]))
    driver.type(":deny")
    #expect(driver.screen.contains { $0.contains("F8") && $0.contains("deny") })
    driver.press(.escape, .character("?"))
    driver.type("/F8")
    #expect(driver.screen.contains { $0.contains("F8") && $0.contains("deny") })
  }

  @Test func aChangeForAPlaceLeavesTheOthers() throws {
    var driver = try Self.driver(.init(place: "queue", command: "approve", keys: [.character("A")]))
    driver.press(.down, .enter, .character("a"))
    #expect(driver.state.confirmation != nil)
  }

  @Test func aCommandWithoutKeysIsStillInThePalette() throws {
    var driver = try Self.driver(.init(place: nil, command: "new-request", keys: []))
    driver.press(.character("n"))
    #expect(driver.state.place == .queue)
    driver.type(":new-request")
    driver.press(.enter)
    #expect(driver.state.place == .form)
  }

  @Test func twoCommandsMaySwapTheirKeys() throws {
    var driver = try Self.driver(
      .init(place: nil, command: "approve", keys: [.character("d")]),
      .init(place: nil, command: "deny", keys: [.character("a")]))
    driver.press(.character("a"))
    #expect(driver.state.confirmation?.subject == .decision(.denied))
  }

  struct Wrong: Sendable {
    var change: KeyBindings.Change
    var sentence: String
  }

  static let wrong: [Wrong] = [
    Wrong(
      change: .init(place: "queue", command: "approve", keys: [.character("d")]),
      sentence: "d is deny on Queue already."),
    Wrong(
      change: .init(place: nil, command: "sync", keys: [.character("j")]),
      sentence: "j is down on Queue already."),
    Wrong(
      change: .init(place: nil, command: "sync", keys: [.character("5")]),
      sentence: "5 cannot be a command: digits are counts."),
    Wrong(
      change: .init(place: "form", command: "submit", keys: [.character("s")]),
      sentence: "s is text in the form."),
  ]

  @Test(arguments: wrong) func whatCannotBeIsRefused(wrong: Wrong) {
    let error = #expect(throws: KeyBindings.Mistake.self) { try KeyBindings([wrong.change]) }
    #expect(error?.sentence == wrong.sentence)
    #expect(error?.advice.isEmpty == false)
  }
}
