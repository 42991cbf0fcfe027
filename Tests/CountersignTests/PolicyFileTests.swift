import Governance
import Testing

@testable import countersign

@Suite("policy.toml")
struct PolicyFileTests {
  private func read(_ text: String) throws(ConfigurationError) -> Policy {
    try PolicyFile.read(text, file: "policy.toml", servers: ["hr", "idp"])
  }

  @Test func saysWhatTheExampleSays() throws {
    let example = try #require(Self.example)
    let policy = try PolicyFile.read(example, file: "policy.toml", servers: ["hr", "idp"])
    #expect(policy.order == .inTurn)
    #expect(policy.steps.map(\.name) == ["manager", "owner"])
    #expect(policy.steps[0].fallbacks == [.managersManager])
    #expect(policy.steps[1].condition == "item.privileged eq true")
    #expect(policy.rules.map(\.effect.word) == ["require", "deny", "approve"])
    #expect(policy.separations.map(\.name) == ["payments", "releases"])
    #expect(policy.owners.count == 1)
    #expect(policy.weights == Risk.Weights(), "The example shows what counts without it.")
    #expect(policy.time?.escalateTo == [.managersManager])
    #expect(policy.time?.answerSeconds == 5 * 86_400)
    #expect(policy.time?.maximumDuration == "P90D")
    #expect(policy.breakGlass?.duration == "PT1H")
    #expect(policy.takesLess == false)
    #expect(policy.hours?.timeZone == "Europe/Berlin")
    #expect(policy.hours?.days == [1, 2, 3, 4, 5])
  }

  private static var example: String? {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try? ConfigurationFile(path: "/\(root)/examples/policy.toml").text()
  }

  @Test func nothingIsTheStandardOfEveryRequest() throws {
    let policy = try read("")
    let taken = policy.taken(for: request) { _ throws(Never) in true }
    #expect(taken.isPlain)
  }

  private var request: AccessRequest {
    let person = PersonReference(key: IdentityKey(rawValue: "mail:a"), name: "A")
    return AccessRequest(
      id: RequestID(rawValue: "r"), origin: .local, requester: person, beneficiary: person,
      items: [], justification: "", submitted: .distantPast)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int?
    var code: ConfigurationError.Code
    /// In the sentence or the advice.
    var says: String
    var testDescription: String { "\(says): \(text)" }
  }

  static let mistakes: [Mistake] = [
    Mistake(text: "ordr = \"in-turn\"", line: 1, code: .unknownKey, says: "“order”"),
    Mistake(text: "order = \"in-trun\"", line: 1, code: .badValue, says: "“in-turn”"),
    Mistake(text: "[step]\nname = \"a\"", line: 1, code: .badValue, says: "[[step]]"),
    Mistake(text: "[[step]]\nname = \"a\"", line: 1, code: .missingKey, says: "approvers"),
    Mistake(
      text: "[[step]]\napprovers = [\"manager\"]", line: 1, code: .missingKey, says: "“name”"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"manger\"]", line: 3, code: .badValue,
      says: "Did you mean “manager”?"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"ipd:group:x\"]", line: 3, code: .badValue,
      says: "Did you mean “idp”?"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"anyone\"]\nwhen = 'risk gee 4'", line: 4,
      code: .badValue, says: "compares nothing"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"anyone\"]\nwhen = 'rsk ge 4'", line: 4,
      code: .badValue, says: "no attribute “rsk”"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"anyone\"]\nquorum = 0", line: 4,
      code: .badValue, says: "from 1 to 20"),
    Mistake(
      text: "[[step]]\nname = \"a\"\napprovers = [\"manager\"]\nquorum = 2", line: 4,
      code: .contradiction, says: "only 1 person"),
    Mistake(
      text: """
        [[step]]
        name = "a"
        approvers = ["anyone"]
        [[step]]
        name = "a"
        approvers = ["manager"]
        """, line: 5, code: .contradiction, says: "two things"),
    Mistake(
      text: "[[rule]]\nname = \"r\"\nthen = \"deny\"", line: 1, code: .missingKey, says: "“when”"),
    Mistake(
      text: "[[rule]]\nname = \"r\"\nwhen = 'risk ge 1'\nthen = \"denny\"", line: 4,
      code: .badValue, says: "“deny”"),
    Mistake(
      text: "[[rule]]\nname = \"r\"\nwhen = 'risk ge 1'\nthen = \"deny\"\nquorum = 2", line: 5,
      code: .contradiction, says: "decides by itself"),
    Mistake(
      text: "[[separation]]\nname = \"s\"\nentitlements = [\"idp:group:a\"]", line: 3,
      code: .badValue, says: "two entitlements"),
    Mistake(
      text: "[[separation]]\nname = \"s\"\nentitlements = [\"idp:group:a\", \"b\"]", line: 3,
      code: .badValue, says: "no entitlement"),
    Mistake(
      text: "[[owner]]\nof = \"idp:group:a\"\napprovers = [\"owner\"]", line: 3,
      code: .contradiction, says: "again"),
    Mistake(text: "[risk]\nprivilegd = 3", line: 2, code: .unknownKey, says: "“privileged”"),
    Mistake(text: "[risk]\nprivileged = 101", line: 2, code: .badValue, says: "0 to 100"),
    Mistake(text: "[[risk]]\nprivileged = 1", code: .badValue, says: "[risk]"),
    Mistake(text: "[hours]\ndays = [\"mn\"]", line: 2, code: .badValue, says: "“mon”"),
    Mistake(text: "[hours]\nfrom = \"9\"", line: 2, code: .badValue, says: "09:00"),
    Mistake(
      text: "[hours]\nfrom = \"17:00\"\nto = \"09:00\"", line: 3, code: .contradiction,
      says: "before they begin"),
    Mistake(
      text: "[hours]\ntimezone = \"Mars/Olympus\"", line: 2, code: .badValue, says: "no time zone"),
    Mistake(
      text: "[hours]\nholidays = [\"2026-13-01\"]", line: 2, code: .badValue, says: "no day"),
    Mistake(text: "[time]\ndue = \"soon\"", line: 2, code: .badValue, says: "no span"),
    Mistake(
      text: "[time]\ncounts = \"working\"", line: 2, code: .contradiction, says: "[hours]"),
    Mistake(
      text: "[time]\nescalate_after = \"1d\"", line: 1, code: .missingKey, says: "escalate_to"),
    Mistake(
      text: "[time]\nescalate = \"chain\"", line: 1, code: .missingKey, says: "escalate_after"),
    Mistake(
      text: "[time]\ndue = \"2d\"\nexpire = \"1d\"", line: 3, code: .contradiction,
      says: "before they are due"),
    Mistake(
      text: "[time]\nmax_duration = \"7d\"\ndefault_duration = \"8d\"", line: 3,
      code: .contradiction, says: "more than the greatest"),
    Mistake(text: "consent = \"nevr\"", line: 1, code: .badValue, says: "“consent”"),
    Mistake(
      text: "[break_glass]\nwho = [\"anyone\"]", line: 2, code: .badValue,
      says: "says nobody by itself"),
    Mistake(
      text: "[break_glass]\nwho = [\"person:a\"]\nreviewers = [\"person:b\"]", line: 1,
      code: .missingKey, says: "access"),
    Mistake(text: "order = ", line: 1, code: .syntax, says: "not TOML"),
  ]

  @Test("A mistake is told with its line and the way out", arguments: mistakes)
  func saysWhere(_ mistake: Mistake) {
    let error = #expect(throws: ConfigurationError.self) { try read(mistake.text) }
    #expect(error?.code == mistake.code)
    #expect(error?.line == mistake.line)
    #expect(error?.file == "policy.toml")
    #expect(error?.text.contains(mistake.says) == true, "\(error?.text ?? "")")
  }
}
