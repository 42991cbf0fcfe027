import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct CallsTests {
  static func call(_ id: Int, status: Int? = 200) -> CallRecord {
    CallRecord(
      id: id, started: Sample.now, seconds: 0.0123, server: "idp", method: "PATCH",
      url: "https://idp.example.com/scim/v2/Groups/9f2c?x=a[b]",
      headers: [.init("Accept", "application/scim+json")], login: ServerLogin(.bearer),
      body: #"{"value":"it's $HOME"}"#, status: status, failure: status == nil ? "It was cut." : "",
      answerBytes: 2048, answer: "")
  }

  private func opened() -> Driver {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.calls = [Self.call(2, status: nil), Self.call(1)]
    driver.press(.character("~"))
    return driver
  }

  @Test func listsWhatWasSentAndAnswered() {
    let screen = opened().screen.joined(separator: "\n")
    for part in ["Calls", "PATCH", "/scim/v2/Groups/9f2c", "✗ none", "✓ 200", "12 ms", "2 KiB"] {
      #expect(screen.contains(part), "\(part)")
    }
    #expect(screen.contains("Authorization: (not kept)"))
  }

  @Test func copiesAsCurl() {
    var driver = opened()
    driver.press(.character("c"))
    let texts = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(
      texts == [
        #"curl -sS -X PATCH -H "Authorization: Bearer $IDP_TOKEN" "#
          + #"-H 'Accept: application/scim+json' "#
          + #"--data-raw '{"value":"it'\''s $HOME"}' "#
          + #"-g 'https://idp.example.com/scim/v2/Groups/9f2c?x=a[b]'"#
      ])
  }

  @Test func aCallOfTheOutboxAsCurl() {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.press(.alt("3"), .character("c"))
    let texts = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(texts.first?.hasPrefix("curl -sS -X ") == true)
    #expect(texts.first?.contains("https://") == true)
  }

  @Test func newCallsAppearWhileItIsOpenAlone() {
    var driver = opened()
    driver.calls.insert(Self.call(3), at: 0)
    driver.forgetEffects()
    driver.send(.callMade)
    #expect(driver.state.calls.total == 3)
    driver.press(.escape)
    driver.forgetEffects()
    driver.send(.callMade)
    #expect(driver.effects.isEmpty)
  }

  @Test(arguments: [("idp", "IDP_TOKEN"), ("2nd-idp", "_2ND_IDP_TOKEN"), ("é", "__TOKEN")])
  func variablesAreNames(_ server: String, _ name: String) {
    #expect(CurlLine.variable(server, "TOKEN") == name)
  }

  @Test func durations() {
    #expect(duration(0.0004) == "0 ms" && duration(0.9996) == "1000 ms")
    #expect(duration(3.46) == "3.4 s" && duration(-1) == "0 ms")
  }
}
