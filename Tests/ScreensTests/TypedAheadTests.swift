import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// What was typed for a question that was refused is no command.
@Suite struct TypedAheadTests {
  /// On a request of somebody else's, where nobody has asked anything.
  private func refused() -> Driver {
    var driver = Driver.started()
    driver.press(.alt("2"), .alt("1"))
    driver.forgetEffects()
    return driver
  }

  @Test func theRestIsSwallowedUpToEnter() {
    var driver = refused()
    driver.type("Wnot needed any more")
    let message = driver.message
    #expect(message?.contains("can withdraw it") == true, "\(message ?? "")")
    #expect(driver.state.place == .queue && driver.state.confirmation == nil)
    #expect(driver.state.queue.tags.isEmpty && driver.state.prompt == nil)
    #expect(driver.message == message, "the refusal stays to be read")
    driver.send(.key(.enter))
    #expect(driver.state.place == .queue, "it would have ended the answer")
    driver.send(.key(.character("j")))
    #expect(driver.state.queue.list.cursor == 1)
  }

  @Test func aPauseEndsIt() {
    var driver = refused()
    driver.type("W")
    driver.send(.timePassed(to: Sample.now + 0.3))
    driver.send(.key(.character("j")))
    #expect(driver.state.queue.list.cursor == 0)
    driver.send(.timePassed(to: Sample.now + 2))
    driver.send(.key(.character("j")))
    #expect(driver.state.queue.list.cursor == 1)
  }

  @Test func otherRefusalsSwallowNothing() {
    var driver = refused()
    driver.type(">j")
    #expect(driver.state.queue.list.cursor == 1)
  }
}
