import Governance
import Terminal
import Testing

@testable import Screens

/// One key each to accept, revert or ask about what a server shows otherwise than it was decided.
@Suite struct DriftKeyTests {
  private static func drift(_ person: PersonReference = Sample.ada) -> Drift {
    Drift(
      kind: .given, person: person,
      entitlement: EntitlementReference(server: "idp", type: .group, value: "g7"),
      display: "deploy-approvers", since: Sample.at(-30))
  }

  private func driver(_ drift: Drift) -> Driver {
    var driver = Driver.started(columns: 120, rows: 40)
    driver.findings = [
      Finding(
        kind: .givenElsewhere, sentence: drift.sentence, advice: "Accept it.",
        person: drift.person, since: drift.since, drift: drift)
    ]
    driver.press(.character("!"))
    driver.forgetEffects()
    return driver
  }

  @Test func acceptingTakesAReason() {
    var driver = driver(Self.drift())
    #expect(driver.screen.joined().contains("given elsewhere"))
    driver.press(.character("a"), .enter)
    #expect(driver.message == "Say it in a sentence; Esc leaves it.")
    driver.type("INC-7")
    driver.press(.enter)
    #expect(driver.effects == [.say(.accept(reason: "INC-7"), about: Self.drift())])
    #expect(driver.state.prompt == nil)
  }

  @Test func revertingAsksByANewRequest() throws {
    var driver = driver(Self.drift())
    driver.press(.character("u"))
    #expect(driver.screen.joined().contains("ask for − deploy-approvers, because"))
    driver.type("not hers")
    driver.press(.enter)
    guard case .submit(let draft) = try #require(driver.effects.first) else {
      Issue.record("\(driver.effects)")
      return
    }
    #expect(draft == Self.drift().draft(requester: Sample.priya, reason: "not hers"))
  }

  @Test func askingAndAnswering() {
    var driver = driver(Self.drift())
    driver.press(.character("i"))
    driver.type("Did you?")
    driver.press(.enter)
    #expect(driver.effects == [.say(.ask(of: nil, text: "Did you?"), about: Self.drift())])

    var asked = Self.drift()
    asked.question = DriftQuestion(
      by: Sample.chen, of: Sample.priya, text: "Did you?", asked: Sample.at(-1))
    var answering = self.driver(asked)
    answering.press(.character("i"))
    answering.type("No.")
    answering.press(.enter)
    #expect(answering.effects == [.say(.answer(text: "No."), about: asked)])
  }

  @Test func whatCannotBeDoneSaysWhy() {
    var own = driver(Self.drift(Sample.priya))
    own.type("aquite all right")
    #expect(own.message?.hasPrefix("Priya Nair is, was or may be you") == true)
    #expect(own.state.place == .findings && own.effects.isEmpty, "The reason is no commands.")

    var pending = Self.drift()
    pending.pending = RequestID(rawValue: "r-1234567890")
    var waiting = driver(pending)
    waiting.press(.character("u"))
    #expect(waiting.message == "Request r-123456 asks for that already: decide that one.")

    var other = Driver.started()
    other.press(.character("!"), .character("a"))
    #expect(other.message?.hasPrefix("This finding is not about what was decided") == true)
  }
}
