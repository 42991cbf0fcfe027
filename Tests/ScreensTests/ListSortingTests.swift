import Governance
import Terminal
import Testing

@testable import Screens

/// The lists beside the queue are sorted by its keys.
@Suite struct ListSortingTests {
  private func peopleOrders(_ driver: Driver) -> [String] {
    driver.effects.compactMap {
      if case .readPeople(_, let order, _, _) = $0 { order.text } else { nil }
    }
  }

  @Test func aKeyGoesThroughTheColumns() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("2"))
    driver.forgetEffects()
    driver.type("o")
    #expect(peopleOrders(driver) == ["name"])
    #expect(driver.message == "Ordered by name.")
    #expect(driver.screen.contains { $0.contains("name ↓") })
    driver.type("o")
    #expect(driver.message == "Ordered by title.")
    driver.type("oooo")
    #expect(driver.message == "In the usual order.")
    #expect(driver.effects.contains { if case .keepViews = $0 { true } else { false } })
  }

  @Test func severalColumnsAreTyped() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("4"))
    driver.type("O")
    #expect(driver.screen.last?.contains("e.g. no,-time") == true)
    driver.type("who,-time")
    driver.press(.enter)
    #expect(driver.message == "Ordered by who, then time, turned round.")
    #expect(driver.state.views.orders.audit.text == "who,-time")
    #expect(driver.screen.contains { $0.contains("who ↓") && $0.contains("time ↑") })
    driver.type("O")
    driver.type(",colour")
    driver.press(.enter)
    #expect(driver.message?.contains("There is no column colour. There are: no, time") == true)
    #expect(driver.state.prompt?.field.value == "who,-time,colour", "it stays to be mended")
  }

  @Test func thePaletteOffersTheColumnsOfThePlace() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("3"))
    driver.type(":order answ")
    #expect(driver.screen.contains { $0.contains("order answer") })
  }

  @Test func theCursorStaysWithItsServer() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("5"))
    driver.type("j")
    #expect(driver.state.selectedServer?.name == "idp")
    driver.type(":order name")
    driver.press(.enter)
    #expect(driver.state.selectedServer?.name == "idp")
    #expect(driver.state.listedServers.map(\.name) == ["chat", "code", "hr", "idp"])
    driver.send(.serversRead(Array(driver.servers.reversed())))
    #expect(driver.state.selectedServer?.name == "idp")
  }
}
