import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct ConversationTests {
  private static let ada = RequestID(rawValue: "r-1002")

  /// The cursor is on a request of Ada's that was made here.
  private static func atAda(_ change: (inout RequestDetail) -> Void = { _ in }) throws -> Driver {
    var driver = Driver.started()
    driver.press(.down)
    var detail = try #require(Sample.detail(ada))
    detail.request.origin = .local
    change(&detail)
    driver.isAnswering = false
    driver.send(.detailRead(ada, detail))
    driver.forgetEffects()
    return driver
  }

  private func said(_ driver: Driver) -> [Conversation] {
    driver.effects.compactMap { if case .converse(let said) = $0 { said } else { nil } }
  }

  @Test func anOfferIsTypedAndReadBack() throws {
    var driver = try Self.atAda()
    driver.press(.character("e"))
    driver.type("nonsense")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix("Say what instead") == true)
    #expect(said(driver).isEmpty)
    driver.press(.control("u"))
    driver.type("1d for the report")
    driver.press(.enter)
    let wish = OfferWish(duration: "P1D", comment: "for the report")
    #expect(said(driver) == [.offer(Self.ada, wish)])
    driver.send(.conversed("Said."))
    #expect(driver.message == "Said.")
  }

  @Test func whatLivesElsewhereKnowsNoOffers() {
    var driver = Driver.started()
    driver.press(.down, .character("e"))
    #expect(driver.message == "It lives on idp, which knows no offers and questions.")
  }

  @Test func aQuestionIsAsked() throws {
    var driver = try Self.atAda()
    driver.press(.character("i"), .enter)
    #expect(said(driver).isEmpty)
    driver.type("Which report?")
    driver.press(.enter)
    #expect(said(driver) == [.ask(Self.ada, "Which report?")])
  }

  @Test func whatIsOfferedAndAskedIsShown() throws {
    var driver = try Self.atAda { detail in
      detail.questions = [Question(by: Sample.chen, text: "Which report?", asked: Sample.now)]
      detail.offer = CounterOffer(
        request: Self.ada, by: Sample.chen,
        items: OfferWish(duration: "P1D").applied(to: detail.request.items), comment: "a day",
        offered: Sample.now)
    }
    #expect(driver.screen.joined().contains("Chen Wei asks: Which report?"))
    #expect(driver.screen.joined().contains("Chen Wei offers: 1d instead of 7d"))
    driver.press(.enter)
    let page = driver.screen.joined(separator: "\n")
    #expect(page.contains("who asked takes it with c"), "\(page)")
    driver.press(.character("c"))
    #expect(driver.message == "It is offered to \(Sample.ada.name).")
  }

  @Test func lendingNeedsSomebodyAndATime() throws {
    var driver = try Self.atAda()
    driver.press(.character("g"))
    driver.type("bruno@example.com")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix("Write an address and a span") == true)
    #expect(driver.screen.contains { $0.contains("! Write an address and a span") })
    driver.type(" 7d risk lt 30")
    driver.press(.enter)
    let wish = DelegationWish(to: "bruno@example.com", duration: "P7D", scope: "risk lt 30")
    #expect(said(driver).isEmpty)
    #expect(
      driver.screen.contains {
        $0.contains("lend those where risk lt 30 to bruno@example.com for 7d? yes")
      })
    driver.press(.enter)
    #expect(driver.message == "Write yes to lend your decisions; Esc leaves it.")
    #expect(driver.screen[23].contains("! Write yes to lend your decisions; Esc leaves it."))
    driver.type("yes")
    driver.press(.enter)
    #expect(said(driver) == [.delegate(wish)])
    driver.press(.character("G"), .home)
    #expect(driver.state.queue.list.cursor == 0, "Home goes to the first row.")
  }
}
