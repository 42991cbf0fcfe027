import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct ProfileExtrasTests {
  private func text(_ change: (inout Profile) -> Void) throws -> [String] {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    var profile = try #require(Sample.profile(Sample.ada.key))
    change(&profile)
    driver.send(.profileRead(Sample.ada.key, profile))
    return pageLines(driver.state).map { $0.text.runs.map(\.text).joined() }
  }

  @Test func whatNoRFCNamesIsShownByItsName() throws {
    let lines = try text { profile in
      profile.extras = [
        ExtraField(
          path: "urn:example:Badge:number", name: "Badge number", value: "4711", server: "hr",
          readAt: Sample.at(-3))
      ]
    }
    let heading = try #require(lines.firstIndex { $0.contains("Further attributes  1") })
    #expect(lines[heading + 1].contains("Badge number  4711 hr 06:12"))
  }

  @Test func devicesAreShownWithTheirIdentifiers() throws {
    let lines = try text { profile in
      profile.devices = [
        Device(
          server: "idp", id: "d1", name: "Ada's laptop", isActive: false,
          identifiers: [.init(name: "deviceMacAddress", value: "2C:54:91:88:C9:E2")],
          lastModified: nil, readAt: Sample.at(-3))
      ]
    }
    let heading = try #require(lines.firstIndex { $0.contains("Devices  1") })
    #expect(lines[heading + 1].contains("Ada's laptop"))
    #expect(lines[heading + 1].contains("− off") && lines[heading + 1].contains("idp 06:12"))
    #expect(lines[heading + 2].contains("deviceMacAddress 2C:54:91:88:C9:E2"))
  }

  @Test func whereThereIsNothingNothingIsSaid() throws {
    let lines = try text { _ in }
    #expect(!lines.contains { $0.contains("Further attributes") || $0.contains("Devices") })
  }

  @Test func aGrantSaysWhatItsServerPermits() throws {
    let lines = try text { profile in
      profile.grants[0].entitlement.terms = AssignmentTerms(
        isLimited: true, permitted: 5, used: 3)
    }
    #expect(lines.contains { $0.contains("platform-engineers") && $0.contains("3 of 5 used") })
  }
}
