import Governance
import Terminal
import Testing

@testable import Screens

/// Saying whose an account is, from three places.
@Suite struct LinkTests {
  private func wishes(_ driver: Driver) -> [LinkWish] {
    driver.effects.compactMap { if case .link(let wish) = $0 { wish } else { nil } }
  }

  private var zed: AccountReference {
    AccountReference(server: "chat", id: "7d1c-chat", userName: "zed")
  }

  @Test func anOrphanIsLinkedFromItsFinding() {
    var driver = Driver.started()
    driver.press(.character("!"), .character("L"))
    #expect(driver.screen[22].contains("link chat:zed to"), "\(driver.screen[22])")
    driver.press(.enter)
    #expect(driver.message == "Name a person: a name, a user name or a mail address.")
    driver.type("ada")
    driver.press(.enter)
    #expect(driver.screen[22].contains("why is chat:zed ada's"), "\(driver.screen[22])")
    driver.press(.enter)
    #expect(wishes(driver).isEmpty, "nothing without a reason")
    driver.type(" HR-7 ")
    driver.press(.enter)
    #expect(
      wishes(driver) == [LinkWish(account: .known(zed), owner: .named("ada"), reason: "HR-7")])
    #expect(driver.message == "Done.")
  }

  @Test func aConflictOffersTheOther() {
    var driver = Driver.started()
    driver.press(.character("!"), .down, .character("L"))
    #expect(driver.state.prompt?.field.value == "ada.okafor@example.com")
    driver.press(.escape)
    #expect(driver.state.prompt == nil && wishes(driver).isEmpty)
  }

  @Test func anAccountOfAProfileIsKeptApart() {
    var driver = Driver.started()
    driver.press(.down, .character("P"), .character("A"))
    #expect(driver.message == "Go to one of the accounts first: it is kept apart then.")
    let lines = pageLines(driver.state)
    let line = lines.firstIndex { $0.id?.hasPrefix("account code") == true } ?? 0
    driver.type("\(line + 1)g")
    driver.press(.enter)
    #expect(driver.message == "L links this account, A keeps it apart.")
    driver.press(.character("A"))
    driver.type("Not hers")
    driver.press(.enter)
    #expect(wishes(driver).map(\.owner) == [.nobodyElse])
    guard case .known(let account)? = wishes(driver).first?.account else {
      Issue.record("no account")
      return
    }
    #expect(account.server == "code" && account.id == "2819c223-code")
  }

  @Test func anAccountIsLinkedToTheSelectedPerson() {
    var driver = Driver.started()
    driver.press(.alt("2"), .character("L"))
    #expect(driver.screen[22].contains("link which account (SERVER:NAME) to Ada Okafor"))
    driver.type("zed")
    driver.press(.enter)
    #expect(driver.message == "Write SERVER:NAME, such as chat:ada.okafor.")
    for _ in 0..<3 { driver.press(.backspace) }
    driver.type("chat:zed")
    driver.press(.enter)
    driver.type("HR-7")
    driver.press(.enter)
    #expect(
      wishes(driver) == [
        LinkWish(account: .named("chat:zed"), owner: .known(Sample.ada), reason: "HR-7")
      ])
  }

  @Test func theProfileSaysWhoLinkedAnAccountAndWhatRanksAField() throws {
    var driver = Driver.started()
    driver.press(.down, .character("P"))
    var profile = try #require(Sample.profile(Sample.ada.key))
    profile.accounts[0].link = AccountLink(
      owner: .person(Sample.ada.key), by: Sample.priya, since: Sample.at(-48), reason: "HR-7")
    profile.fields[2].isRanked = true
    driver.send(.profileRead(Sample.ada.key, profile))
    let text = pageLines(driver.state).map { $0.text.runs.map(\.text).joined() }
    #expect(text.contains { $0.contains("⊷ linked by Priya Nair: HR-7, 22 Nov") })
    #expect(text.contains { $0.contains("title") && $0.hasSuffix("by field_priority") })
  }

  @Test func withoutAnOperatorNothingIsSaid() {
    var driver = Driver(operator: Operator(name: "x", person: nil))
    driver.send(.started)
    driver.press(.character("!"), .character("L"))
    #expect(driver.state.prompt == nil)
    #expect(driver.message?.contains("nobody that a server knows") == true)
  }
}
