import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct FinderTests {
  @Test(arguments: Place.tabs) func aPersonIsFoundFromEveryTab(tab: Place) {
    var driver = Driver.started()
    switchTo(tab, &driver.state)
    driver.press(.character("F"))
    driver.type("okafor")
    #expect(driver.state.place == .people)
    #expect(driver.state.people.search.value == "okafor")
    driver.press(.enter)
    #expect(driver.state.place == .profile(Sample.ada.key))
  }

  @Test(arguments: [Place.activity, .audit, .servers, .profile(Sample.ada.key)])
  func aPlaceWithoutASearchOfItsOwnFindsAPersonWithTheSlash(place: Place) {
    var driver = Driver.started()
    driver.state.place = place
    driver.press(.character("/"))
    #expect(driver.state.place == .people && driver.state.people.isSearching)
  }

  @Test func theSlashStillNarrowsTheQueue() {
    var driver = Driver.started()
    driver.press(.character("/"))
    #expect(driver.state.place == .queue && driver.state.prompt != nil)
  }
}
