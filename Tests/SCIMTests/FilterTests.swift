import SCIM
import Testing

@Suite struct FilterTests {
  private struct Example: CustomTestStringConvertible {
    var text: String
    var fits: Bool
    var printed: String

    init(_ text: String, _ fits: Bool, printed: String? = nil) {
      self.text = text
      self.fits = fits
      self.printed = printed ?? text
    }

    var testDescription: String { text }
  }

  /// The examples of RFC 7644 §3.4.2.2, and whether the user of RFC 7643 §8.3 fits.
  private static let examples: [Example] = [
    Example(#"userName eq "bjensen""#, false),
    Example(#"userName eq "BJENSEN@example.com""#, true),
    Example(#"name.familyName co "O'Malley""#, false),
    Example(#"name.familyName co "ENS""#, true),
    Example(#"userName sw "B""#, true),
    Example(#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "B""#, true),
    Example("title pr", true),
    Example(#"meta.lastModified gt "2011-05-13T04:42:34Z""#, false),
    Example(#"meta.lastModified ge "2011-05-13T04:42:34Z""#, true),
    Example(#"meta.lastModified lt "2011-05-13T04:42:34Z""#, false),
    Example(#"meta.lastModified le "2011-05-13T04:42:34Z""#, true),
    Example(#"title pr and userType eq "Employee""#, true),
    Example(#"title pr or userType eq "Intern""#, true),
    Example(#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, true),
    Example(
      #"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
      true),
    Example(
      #"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
      false),
    Example(
      #"userType eq "Employee" and (emails.type eq "work")"#, true,
      printed: #"userType eq "Employee" and emails.type eq "work""#),
    Example(
      #"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#, true),
    Example(
      """
      emails[type eq "work" and value co "@example.com"] or \
      ims[type eq "xmpp" and value co "@foo.com"]
      """, true),
    Example(#"emails[type eq "home" and value co "@example.com"]"#, false),
  ]

  @Test(arguments: examples)
  private func printsAndEvaluates(example: Example) throws {
    let filter = try Filter(parsing: example.text)
    #expect(filter.description == example.printed)
    #expect(try Filter(parsing: filter.description) == filter)
    let user = try Fixture.json("rfc7643-8.3-enterprise-user")
    #expect(filter.matches(user) == example.fits)
    #expect(filter.matches(user, caseExact: SchemaSet.user.isCaseExact) == example.fits)
  }

  private static let printings: [(String, String)] = [
    ("a pr", "a pr"), ("A PR", "A pr"), ("a Eq 1", "a eq 1"), ("  a   pr  ", "a pr"),
    ("a pr AND b pr OR c pr", "a pr and b pr or c pr"),
    ("a pr or b pr and c pr", "a pr or b pr and c pr"),
    ("(a pr or b pr) and c pr", "(a pr or b pr) and c pr"),
    ("((a pr))", "a pr"), ("a pr and (b pr and c pr)", "a pr and (b pr and c pr)"),
    ("(a pr and b pr) and c pr", "a pr and b pr and c pr"),
    ("a pr or (b pr or c pr)", "a pr or (b pr or c pr)"),
    ("not(a pr)", "not (a pr)"), ("NOT (a pr) and b pr", "not (a pr) and b pr"),
    ("not (not (a pr))", "not (not (a pr))"), ("not pr", "not pr"), ("not eq 1", "not eq 1"),
    ("a[b pr and not (c eq 1)]", "a[b pr and not (c eq 1)]"), ("a[ b pr ]", "a[b pr]"),
    ("a.b[c pr]", "a.b[c pr]"), ("a eq -1.5e3", "a eq -1.5e3"), ("a eq null", "a eq null"),
    ("(a eq false)", "a eq false"),
    (#"a eq "x\"y\\""#, #"a eq "x\"y\\""#), (#"a eq "\u00e9 ] ) and""#, #"a eq "é ] ) and""#),
    ("a.$ref pr", "a.$ref pr"), ("a-b_c1.d-e pr", "a-b_c1.d-e pr"),
    ("urn:x:y:a.b eq 1", "urn:x:y:a.b eq 1"),
    ("order pr and android pr", "order pr and android pr"),
  ]

  @Test(arguments: printings)
  func printsWithFewParentheses(text: String, printed: String) throws {
    #expect(try Filter(parsing: text).description == printed)
  }

  private static let refusals: [(String, FilterError.Problem, Int)] = [
    ("", .empty, 0), ("   ", .empty, 3), ("1", .badPath, 0),
    ("a.1 pr", .badPath, 2),
    ("a", .missingOperator, 1), ("a ", .missingOperator, 2), ("a 7", .missingOperator, 2),
    ("a is 7", .unknownOperator, 2), ("a eq", .badValue, 4), ("a eq x", .badValue, 5),
    ("a eq 'x'", .badValue, 5), (#"a eq "x"#, .badValue, 5), ("a eq {}", .badValue, 5),
    ("a eq [1]", .badValue, 5), ("a eq TRUE", .badValue, 5), ("a eq 01", .badValue, 5),
    (#"a eq "\x""#, .badValue, 5),
    ("(a pr", .missingParenthesis, 5), ("a pr)", .missingParenthesis, 4),
    ("not (a pr", .missingParenthesis, 9), ("a[b pr", .missingBracket, 6),
    ("a[b[c pr]]", .nestedBrackets, 3), ("a pr and", .missingExpression, 8),
    ("a pr or or", .missingOperator, 10), ("()", .missingExpression, 1),
    ("a[]", .missingExpression, 2), ("a pr b pr", .trailingText, 5), ("a pr]", .trailingText, 4),
    ("Zoë pr", .missingOperator, 2), (#"a eq "Zoë" x"#, .trailingText, 11),
    ("x:y:a pr", .badPath, 0), ("meta.resourceType eq User", .badValue, 21),
  ]

  @Test(arguments: refusals)
  func refuses(text: String, problem: FilterError.Problem, offset: Int) {
    #expect(throws: FilterError(problem, offset: offset)) { try Filter(parsing: text) }
  }

  @Test func bounds() throws {
    let deep = String(repeating: "(", count: 101) + "a pr" + String(repeating: ")", count: 101)
    #expect(throws: FilterError(.tooLong, offset: 101)) { try Filter(parsing: deep) }
    let long = Array(repeating: "a pr", count: 1000).joined(separator: " or ")
    let filter = try Filter(parsing: long)
    #expect(filter.description == long)
    #expect(!filter.matches([:]))
    #expect(throws: FilterError.self) { try Filter(parsing: long + " or a pr") }
  }

  private static let resource: JSON = [
    "a": 1, "b": true, "d": "", "e": [], "f": .null, "g": ["x": .null, "y": ""],
    "list": ["one", "two"], "id": "aB", "externalId": "x", "meta": ["version": "W"],
    "m": [
      ["value": "1", "display": "one", "$ref": "http://x"], ["value": "2", "display": "two"],
    ],
    "when": "2011-05-13T04:42:34Z", "text": "école", "urn:x:ext": ["attr": 1],
  ]

  private static let evaluations: [(String, Bool)] = [
    ("a eq 1.0", true), ("a gt 0.5", true), ("a ne 1", false), ("a eq \"1\"", false),
    ("a ne \"1\"", true), ("b eq true", true), ("b gt false", false),
    ("b ne false", true), ("c pr", false), ("c eq null", true), ("c ne null", false),
    ("c ne \"x\"", true), ("c gt 1", false), ("a ne null", true), ("a eq null", false),
    ("d pr", false), ("e pr", false), ("f pr", false), ("g pr", false), ("not (g pr)", true),
    ("list eq \"TWO\"", true), ("list ne \"one\"", true), ("list co \"w\"", true),
    ("list ew \"e\"", true), ("list eq \"three\"", false), ("list[value eq \"one\"]", true),
    ("id eq \"aB\"", true), ("id eq \"ab\"", false), ("id co \"B\"", true),
    ("id co \"b\"", false),
    ("externalId eq \"X\"", false), ("m.value eq \"1\"", true), ("m eq \"2\"", true),
    ("m[value eq \"1\" and display eq \"two\"]", false),
    ("m.value eq \"1\" and m.display eq \"two\"", true), ("m.$ref eq \"HTTP://x\"", false),
    ("when eq \"2011-05-13T06:42:34+02:00\"", true), ("when gt \"2011-05-13T04:42:33.9Z\"", true),
    ("when lt \"2012-01-01T00:00:00Z\"", true), ("when co \"2011\"", true),
    ("text eq \"STRASSE\"", false), ("text eq \"ÉCOLE\"", true), ("text sw \"É\"", true),
    ("text gt \"abc\"", true), ("A EQ 1", true), ("urn:x:ext:attr eq 1", true),
    ("urn:x:ext:attr.sub eq 1", false), ("urn:x:other:attr pr", false),
    ("urn:x:core:1.0:Thing:a eq 1", true), ("meta.version eq \"w\"", false),
  ]

  @Test(arguments: evaluations)
  func evaluates(text: String, fits: Bool) throws {
    #expect(try Filter(parsing: text).matches(Self.resource) == fits)
  }

  @Test func takesCaseFromTheSchema() throws {
    let filter = try Filter(parsing: #"photos.value eq "HTTP://X""#)
    let json: JSON = ["photos": [["value": "http://x"]]]
    #expect(filter.matches(json))
    #expect(!filter.matches(json, caseExact: SchemaSet.user.isCaseExact))
    let inner = try Filter(parsing: #"photos[value eq "HTTP://X"]"#)
    #expect(!inner.matches(json, caseExact: SchemaSet.user.isCaseExact))
  }

  @Test func namesItsPaths() throws {
    let filter = try Filter(parsing: #"a.b eq 1 and not (c pr or d[e pr and f eq 2])"#)
    #expect(filter.paths.map(\.description) == ["a.b", "c", "d.e", "d.f"])
  }

  @Test(arguments: FilterError.Problem.allCases)
  func everyProblemSaysWhatToDo(problem: FilterError.Problem) {
    let error = FilterError(problem, offset: 3)
    #expect(error.sentence.hasSuffix("."))
    #expect(error.advice.hasSuffix("."))
    #expect(error.code.hasPrefix("filter."))
  }
}

@Suite struct AttributePathTests {
  private static let paths: [(String, String?, String, String?)] = [
    ("userName", nil, "userName", nil), ("name.familyName", nil, "name", "familyName"),
    ("urn:ietf:params:scim:schemas:core:2.0:User:userName", SchemaURN.user, "userName", nil),
    (
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
      SchemaURN.enterpriseUser, "manager", "displayName"
    ),
  ]

  @Test(arguments: paths)
  func reads(text: String, schema: String?, attribute: String, sub: String?) throws {
    let path = try AttributePath(parsing: text)
    #expect(path == AttributePath(schema: schema, attribute, sub))
    #expect(path.description == text)
  }

  @Test func equalityDisregardsCase() throws {
    let left = try AttributePath(parsing: "URN:X:Name.FamilyName")
    let right = try AttributePath(parsing: "urn:x:name.familyname")
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(try left != AttributePath(parsing: "name.familyName"))
    #expect(AttributePath("a") != AttributePath("a", "b"))
  }

  @Test(arguments: ["", "a.b.c", "a b", "a[b pr]", ".a", "a.", "1a", "http://x:a", "urn:x:"])
  func refuses(text: String) {
    #expect(throws: FilterError.self) { try AttributePath(parsing: text) }
  }
}
