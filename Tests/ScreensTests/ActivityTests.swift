import Governance
import Testing

@testable import Screens

@Suite struct ActivityTests {
  private func text(_ change: (inout Action) -> Void) throws -> String {
    var driver = Driver.started()
    driver.press(.tab, .tab)
    var action = try #require(driver.state.activity.selected)
    change(&action)
    return actionLines(action, driver.state, width: 76)
      .map { $0.text.runs.map(\.text).joined() }.joined(separator: "\n")
  }

  @Test func whatWasSentInsteadOfThePlansCallIsShown() throws {
    let plain = try text { _ in }
    #expect(!plain.contains("sent as") && !plain.contains("for     "))
    let other = try text {
      $0.sent = Call(method: "PUT", path: "/Groups/9f2c", body: "sha-256 4711")
    }
    #expect(other.contains("sent as PUT /Groups/9f2c\n  sha-256 4711"))
  }

  @Test func whereItWasDecidedForIsShownWhenTheServerIsElsewhere() throws {
    let moved = try text { $0.address = "https://old.example.com/scim/v2" }
    #expect(moved.contains("for     https://old.example.com/scim/v2; "))
    let address = try text { action in
      action.address = ["hr": "hr", "idp": "id", "code": "code"][action.operation.server].map {
        ServerAddress("https://\($0).example.com/scim" + ($0 == "code" ? "/" : "/v2")).text
      }
    }
    #expect(!address.contains("for     "))
    // What is done cannot go elsewhere any more.
    let done = try text {
      $0.address = "https://old.example.com/scim/v2"
      $0.status = .applied
    }
    #expect(!done.contains("for     "))
  }
}
