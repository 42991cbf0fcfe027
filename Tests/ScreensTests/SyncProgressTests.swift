import Governance
import Terminal
import Testing

@testable import Screens

/// How far a sync is, how fast, how much is left, and how it is stopped.
@Suite struct SyncProgressTests {
  private func driver(_ phase: ServerState.Phase, keys: KeyBindings = KeyBindings()) -> Driver {
    var driver = Driver.started(columns: 120, rows: 40, keys: keys)
    driver.press(.alt("5"))
    driver.servers[0].phase = phase
    driver.send(.serversRead(driver.servers))
    driver.forgetEffects()
    return driver
  }

  private let reading = ServerState.Phase.syncing(
    type: "User", done: 300, total: 1000, perSecond: 100)

  @Test func theServersScreenSaysThePaceAndWhatIsLeft() {
    let screen = driver(reading).screen
    #expect(screen.contains { $0.contains("User 300 of 1000 · 100/s 7s") })
    #expect(
      screen.contains {
        $0.contains("reading  User, 300 of 1000, 100 a second, 7 s left; x stops it")
      })
  }

  @Test func aNarrowScreenLeavesOutWhatIsReadFirst() {
    var driver = Driver.started()
    driver.press(.alt("5"))
    driver.servers[0].phase = .stopped(type: "User", done: 2674, total: 3000)
    driver.servers[1].phase = .syncing(type: "User", done: 2674, total: 3000, perSecond: 183)
    driver.send(.serversRead(driver.servers))
    #expect(driver.screen.contains { $0.contains("‖ stopped at 2674 of 3000") })
    #expect(driver.screen.contains { $0.contains("⟳ ███████░ 2674 of 3000") })
  }

  @Test func aKeyStopsIt() throws {
    var driver = driver(reading)
    driver.press(.character("x"))
    #expect(driver.effects.contains(.stopSync(server: "hr")))
    #expect(driver.message == "Stopping hr.")
    driver.send(.syncStopped(server: "hr"))
    #expect(driver.message?.contains("What was read stays; s on Servers goes on there.") == true)
    driver.servers[0].phase = .stopped(type: "User", done: 300, total: 1000)
    driver.send(.serversRead(driver.servers))
    #expect(driver.screen.contains { $0.contains("‖ stopped at User 300 of 1000") })
    driver.forgetEffects()
    driver.press(.character("x"))
    #expect(driver.message == "It is not being read now.")
    #expect(!driver.effects.contains(.stopSync(server: "hr")))
  }

  @Test func theKeyThatIsSaidIsTheOneThatIsBound() throws {
    let keys = try KeyBindings([
      .init(place: "servers", command: "stop-this", keys: [.function(9)])
    ])
    #expect(driver(reading, keys: keys).screen.contains { $0.contains("F9 stops it") })
  }

  @Test func allAreStoppedByNameFromAnywhere() {
    var driver = driver(reading)
    driver.press(.alt("1"))
    driver.type(":stop-sync")
    driver.press(.enter)
    #expect(driver.effects.contains(.stopSync(server: "hr")))
    // The sample reads code, too.
    #expect(driver.effects.contains(.stopSync(server: "code")))
    driver.type(":stop-sync idp")
    driver.press(.enter)
    #expect(driver.message == "idp is not being read. What is: hr, code.")
  }
}
