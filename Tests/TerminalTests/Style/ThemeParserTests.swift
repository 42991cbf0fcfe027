import Testing

@testable import Terminal

struct ThemeParserTests {
  struct Mistake: Sendable {
    var text: String
    var code: ThemeError.Code
    var line: Int
    var advice: String
  }

  @Test(arguments: [
    Mistake(text: "background = \"drak\"", code: .badValue, line: 1, advice: "“dark”?"),
    Mistake(text: "background = 3", code: .badValue, line: 1, advice: "dark, light, any"),
    Mistake(text: "\nbackgroud = \"dark\"", code: .unknownKey, line: 2, advice: "“background”?"),
    Mistake(text: "roles = 1", code: .badValue, line: 1, advice: "[roles]"),
    Mistake(text: "[roles]\ndim = \"red\"", code: .badValue, line: 2, advice: "dim = { fg"),
    Mistake(
      text: "[roles]\ntext = {}\n\"risk.hihg\" = {}", code: .unknownRole, line: 3,
      advice: "“risk.high”?"),
    Mistake(text: "[roles]\nzebra = {}", code: .unknownRole, line: 2, advice: "It is one of: text"),
    Mistake(text: "[roles]\n\ndim = { fq = 1 }", code: .unknownKey, line: 3, advice: "“fg”?"),
    Mistake(
      text: "[roles]\ndim = { fg = \"geren\" }", code: .badColor, line: 2, advice: "“green”?"),
    Mistake(
      text: "[palette]\nleaf = \"#00ff0\"", code: .badColor, line: 2, advice: "six digits"),
    Mistake(
      text: "[palette]\nleaf = \"#00ff00\"\n[roles]\n# leaf\ndim = { bg = \"laef\" }",
      code: .badColor, line: 5, advice: "“leaf”?"),
    Mistake(text: "[palette]\nx = 256", code: .badColor, line: 2, advice: "255"),
    Mistake(text: "[palette]\nx = [1]", code: .badColor, line: 2, advice: "16 or 8"),
    Mistake(text: "[palette]\nx = true", code: .badColor, line: 2, advice: "#rrggbb"),
    Mistake(
      text: "[roles]\nok = { attributes = [\"blod\"] }", code: .badAttribute, line: 2,
      advice: "“bold”?"),
    Mistake(
      text: "[roles]\nok = { attributes = \"bold\" }", code: .badAttribute, line: 2,
      advice: "[\"bold\"]"),
    Mistake(
      text: "[roles.ok]\nattributes = [1]", code: .badAttribute, line: 1, advice: "one of: bold"),
    Mistake(text: "[roles]\ndim = {", code: .syntax, line: 2, advice: "dark.toml"),
  ])
  func mistakesHaveALineAndAdvice(_ mistake: Mistake) throws {
    let error = #expect(throws: ThemeError.self) {
      try ThemeParser(mistake.text, file: "mine.toml").parse()
    }
    let found = try #require(error)
    #expect(found.code == mistake.code)
    #expect(found.line == mistake.line)
    #expect(found.advice.contains(mistake.advice), "\(found)")
    #expect(found.description.hasPrefix("mine.toml:\(mistake.line): "))
  }

  @Test func everyWayToWriteAColour() throws {
    let text = """
      [palette]
      leaf = ["#00ff00", "bright-green"]
      [roles]
      text = { fg = "leaf", bg = 17 }
      dim = { fg = "bright-black", bg = "default" }
      ok = { attributes = ["bold", "dim", "italic", "underline", "reverse"] }
      """
    let theme = try ThemeParser(text, file: "mine.toml").parse()
    #expect(theme.background == .any)
    #expect(theme[.text].foreground == Color(.rgb(0x00FF00), basic: .indexed(10)))
    #expect(theme[.text].background == Color(.indexed(17)))
    #expect(theme[.dim].foreground == Color(.indexed(8)))
    #expect(theme[.dim].background == Color(.standard))
    #expect(theme[.ok].attributes == [.bold, .dim, .italic, .underline, .reverse])
  }

  @Test func nearestSpelling() {
    let names = ["approve", "deny", "dim"]
    #expect(NearestSpelling.of("aprove", in: names) == "approve")
    #expect(NearestSpelling.of("dney", in: names) == "deny")
    #expect(NearestSpelling.of("DIM", in: names) == "dim")
    #expect(NearestSpelling.of("quit", in: names) == nil)
    #expect(NearestSpelling.of("x", in: []) == nil)
  }
}
