import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct LimitCompletionTests {
  struct Case: Sendable {
    var typed: String
    var offers: [String]
  }

  static let cases: [Case] = [
    Case(typed: "ri", offers: ["risk", "origin", "item.privileged"]),
    Case(typed: "risk ", offers: ["ge", "le", "gt", "lt", "eq", "ne", "pr"]),
    Case(typed: "RISK g", offers: ["ge", "gt"]),
    Case(typed: "risk ge ", offers: ["60", "30"]),
    Case(typed: "risk ge 60 ", offers: ["and", "or"]),
    Case(typed: "risk ge 60 and item.op", offers: ["item.operation"]),
    Case(typed: #"item.operation eq "g"#, offers: [#""grant""#]),
    Case(typed: "item.operation eq ", offers: [#""grant""#, #""revoke""#]),
    Case(typed: "item[op", offers: ["operation"]),
    Case(typed: #"item[server eq "idp" and ty"#, offers: ["type"]),
    Case(typed: #"item[server eq "idp"] "#, offers: ["and", "or"]),
    Case(typed: "item.privileged eq ", offers: ["true", "false"]),
    Case(typed: "not (beneficiary.active eq f", offers: ["false"]),
    Case(typed: "(risk gt 3) a", offers: ["and"]),
    Case(typed: "beneficiary s", offers: ["sw"]),
    Case(typed: "item.server eq ", offers: [#""code""#, #""chat""#, #""idp""#]),
    Case(typed: "item.server eq c", offers: [#""code""#, #""chat""#]),
    Case(typed: #"beneficiary.department eq "data p"#, offers: [#""Data Platform""#]),
    Case(typed: "ada lima ", offers: []), Case(typed: "ada ", offers: []),
    Case(
      typed: "due lt ",
      offers: [
        #""2026-11-24""#, #""2026-11-25""#, #""2026-12-01""#, #""2026-11-17""#, #""2026-10-25""#,
      ]),
    Case(typed: "risk pr ", offers: ["and", "or"]), Case(typed: "risk pr o", offers: ["or"]),
  ]

  @Test(arguments: cases) func offersWhatMayComeNext(item: Case) {
    var driver = Driver.started()
    driver.type("l\(item.typed)")
    #expect(completionLines(driver.state).map(\.label) == item.offers, "\(item.typed)")
  }

  @Test func tabGoesThroughTheOffersAndBuildsAFilter() {
    var driver = Driver.started()
    driver.type("lris")
    driver.press(.tab)
    #expect(driver.state.prompt?.field.value == "risk ", "the only one is taken at once")
    driver.press(.tab)
    #expect(driver.state.prompt?.field.value == "risk ge ")
    driver.press(.tab)
    #expect(driver.state.prompt?.field.value == "risk le ", "the next in its place")
    driver.press(.backTab)
    driver.type("60")
    driver.press(.enter)
    #expect(driver.state.queue.list.total == 3)
    #expect(driver.state.views.limits == ["risk ge 60"])
  }

  @Test func limitsAreRemembered() {
    var driver = Driver.started(views: ViewSettings(limits: ["ada", "bruno"]))
    driver.type("l")
    driver.press(.up)
    #expect(driver.state.prompt?.field.value == "bruno")
    driver.press(.up, .up)
    #expect(driver.state.prompt?.field.value == "ada")
    driver.press(.down, .enter)
    #expect(driver.state.queue.query.limit == "bruno")
    #expect(!driver.effects.contains { if case .keepViews = $0 { true } else { false } })
    driver.type("lada")
    driver.press(.control("u"))
    driver.type("ada")
    driver.press(.enter)
    #expect(driver.effects.contains(.keepViews(ViewSettings(limits: ["bruno", "ada"]))))
  }

  @Test func findOffersOnlyWhenItIsAsked() {
    var driver = Driver.started()
    driver.type("/ris")
    #expect(completionLines(driver.state).isEmpty)
    driver.press(.tab)
    #expect(driver.state.prompt?.field.value == "risk ")
  }

  @Test func anAnswerToAnOlderQuestionIsNotOffered() {
    var driver = Driver.started()
    driver.isAnswering = false
    driver.type("litem.server eq c")
    driver.send(.limitValuesRead(["old"], of: "item.server", ofPeople: false, text: ""))
    #expect(completionLines(driver.state).isEmpty)
  }

  @Test func peopleAreLimitedByTheirOwnNames() {
    var driver = Driver.started()
    driver.press(.tab)
    driver.type("lacti")
    #expect(completionLines(driver.state).map(\.label) == ["active"])
    driver.press(.tab, .escape)
    driver.type("ldata")
    driver.press(.enter)
    #expect(driver.state.people.search.value == "data")
    driver.send(
      .searchRefused(
        LimitMistake(offset: 0, sentence: "People have no attribute “x”."),
        generation: driver.state.people.list.generation))
    #expect(driver.screen.contains { $0.contains("! People have no attribute “x”.") })
  }
}
