import Foundation
import Governance
import Sync
import Testing

@testable import countersign

@Suite("Reading config.toml")
struct ConfigurationReaderTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var code: ConfigurationError.Code
    var line: Int?
    var says: String
    var testDescription: String { text }
  }

  static let server = "[[server]]\nname = \"idp\"\nurl = \"https://idp.test/scim\"\n"

  static let oauth = "token_url = \"https://l.test/t\"\nclient_id = \"c\"\n"

  static let mistakes: [Mistake] = [
    Mistake(text: "operater = \"ada\"", code: .unknownKey, line: 1, says: "“operator”"),
    Mistake(text: "# hello\n\nquux = 1", code: .unknownKey, line: 3, says: "Known here: operator"),
    Mistake(text: "theme = \"dark\"\nservers = []", code: .unknownKey, line: 2, says: "“server”"),
    Mistake(
      text: server + "token_evn = \"X\"", code: .unknownKey, line: 4, says: "“token_env”"),
    Mistake(text: "operator = 7", code: .badValue, line: 1, says: "a number. It must be a text"),
    Mistake(text: "operator = \"\"", code: .badValue, line: 1, says: "empty"),
    Mistake(text: "sync_interval = \"5s\"", code: .badValue, line: 1, says: "30 seconds"),
    Mistake(text: "sync_interval = \"soon\"", code: .badValue, line: 1, says: "“soon”"),
    Mistake(text: "correlation = \"emails\"", code: .badValue, line: 1, says: "a list of texts"),
    Mistake(
      text: "correlation = [\"email\"]", code: .badValue, line: 1, says: "Did you mean “emails”?"),
    Mistake(text: "privileged = [1]", code: .badValue, line: 1, says: "a list of texts"),
    Mistake(
      text: "priority = [\"ipd\"]\n" + server, code: .badValue, line: 1,
      says: "Did you mean “idp”?"),
    Mistake(text: "[server]\nname = \"a\"", code: .badValue, line: 1, says: "[[server]]"),
    Mistake(text: "server = [1]", code: .badValue, line: 1, says: "[[server]]"),
    Mistake(text: "[[server]]\nname = \"a\"", code: .missingKey, line: 1, says: "“url”"),
    Mistake(
      text: server + "[[server]]\nurl = \"https://x.test\"", code: .missingKey, line: 4,
      says: "“name”"),
    Mistake(
      text: server + server, code: .contradiction, line: 5, says: "A second server is named “idp”"),
    Mistake(
      text: "[[server]]\nname = \"a b\"\nurl = \"https://x.test\"", code: .badValue, line: 2,
      says: "a-z"),
    Mistake(
      text: "[[server]]\nname = \"a\"\nurl = \"ftp://x.test\"", code: .badValue, line: 3,
      says: "http or https"),
    Mistake(
      text: "[[server]]\nname = \"a\"\nurl = \"https://me:pw@x.test\"", code: .badValue, line: 3,
      says: "tokens go elsewhere"),
    Mistake(
      text: server + "token_env = \"A\"\ntoken_file = \"/b\"", code: .contradiction, line: 5,
      says: "Keep one"),
    Mistake(
      text: server + "user = \"a\"\npassword_env = \"P\"\ntoken_env = \"T\"",
      code: .contradiction, line: 4, says: "Keep one way"),
    Mistake(
      text: server + "user = \"a:b\"\npassword_env = \"P\"", code: .badValue, line: 4,
      says: "colon"),
    Mistake(
      text: server + "\nuser = \"a\"", code: .missingKey, line: 5, says: "password_env"),
    Mistake(
      text: server + "password_file = \"/p\"", code: .missingKey, line: 4, says: "no “user”"),
    Mistake(
      text: server + "token_env = \"a=b c\"", code: .badValue, line: 4,
      says: "is no name of a variable"),
    Mistake(
      text: server + "scope = \"x\"", code: .missingKey, line: 4, says: "no “token_url”"),
    Mistake(
      text: server + "token_url = \"login\"", code: .badValue, line: 4, says: "token endpoint"),
    Mistake(
      text: server + "token_url = \"https://l.test/t\"", code: .missingKey, line: 4,
      says: "no “client_id”"),
    Mistake(
      text: server + oauth, code: .missingKey, line: 5, says: "client_secret_env"),
    Mistake(
      text: server + oauth + "client_auth = \"jwt\"", code: .badValue, line: 6,
      says: "private_key_jwt"),
    Mistake(
      text: server + oauth + "client_secret_env = \"S\"\nclient_key_file = \"/k\"",
      code: .contradiction, line: 7, says: "private_key_jwt"),
    Mistake(
      text: server + oauth + "client_auth = \"private_key_jwt\"\nclient_secret_env = \"S\"",
      code: .contradiction, line: 7, says: "Remove it"),
    Mistake(
      text: server + oauth + "client_key_id = \"1\"", code: .missingKey, line: 5,
      says: "client_key_file"),
    Mistake(
      text: server + "tls_key_file = \"/k\"", code: .missingKey, line: 4,
      says: "no “tls_certificate_file”"),
    Mistake(
      text: server + "proxy = \"http://me:s3cret@p:1\"", code: .badValue, line: 4,
      says: "proxy_password_file"),
    Mistake(
      text: server + "proxy_password_env = \"P\"", code: .missingKey, line: 4,
      says: "no “proxy_user”"),
    Mistake(
      text: server + "proxy_user = \"u\"", code: .missingKey, line: 4,
      says: "proxy_password_file"),
    Mistake(text: server + "token_command = []", code: .badValue, line: 4, says: "empty"),
    Mistake(
      text: server + "page_size = 0", code: .badValue, line: 4, says: "a number from 1 to 10000"),
    Mistake(text: server + "page_size = \"9\"", code: .badValue, line: 4, says: "a whole number"),
    Mistake(text: server + "timeout = \"9h\"", code: .badValue, line: 4, says: "an hour"),
    Mistake(text: "operator = \"ada", code: .syntax, line: 1, says: "not TOML"),
    Mistake(text: "theme = \"dark\"\n= 3", code: .syntax, line: 2, says: "not TOML"),
  ]

  @Test("names the line and the right spelling", arguments: mistakes)
  func mistake(_ mistake: Mistake) {
    do throws(ConfigurationError) {
      _ = try ConfigurationReader.read(mistake.text, file: "/etc/config.toml")
      Issue.record("was accepted")
    } catch {
      #expect(error.code == mistake.code)
      #expect(error.line == mistake.line)
      #expect(error.text.contains(mistake.says), "\(error.text)")
      #expect(error.text.hasPrefix("/etc/config.toml:\(mistake.line ?? 0): "))
      #expect(error.failure.status == .configuration)
      #expect(!error.text.contains("s3cret"))
    }
  }

  @Test func emptyFileIsTheStandard() throws {
    #expect(try ConfigurationReader.read("", file: "f") == Configuration())
    #expect(Configuration().syncIntervalSeconds == 900)
  }

  @Test func readsEveryKey() throws {
    let configuration = try ConfigurationReader.read(
      """
      operator = "priya"
      theme = "mono"
      sync_interval = "off"
      correlation = ["userName"]
      priority = ["hr"]
      privileged = [
        "root", # a comment ]
        "idp:*",
      ]
      [[server]]
      name = "idp"
      url = "https://idp.test/scim/v2"
      token_command = "pass show scim/idp"
      page_size = 50
      [[server]]
      name = "hr"
      url = "http://127.0.0.1:8080"
      token_file = "/run/token"
      ca_file = "/ca.pem"
      proxy = "http://proxy:3128"
      timeout = "2m"
      """, file: "f")
    #expect(configuration.operatorName == "priya")
    #expect(configuration.theme == "mono")
    #expect(configuration.syncIntervalSeconds == nil)
    #expect(configuration.people.correlation == [.userName])
    #expect(configuration.people.priority == ["hr", "idp"])
    #expect(configuration.people.privileged == ["root", "idp:*"])
    #expect(
      configuration.servers == [
        ServerConfiguration(
          name: "idp", baseURL: "https://idp.test/scim/v2",
          token: .command(["pass", "show", "scim/idp"]), pageSize: 50),
        ServerConfiguration(
          name: "hr", baseURL: "http://127.0.0.1:8080", token: .file("/run/token"),
          caFile: "/ca.pem", proxy: "http://proxy:3128", timeoutSeconds: 120),
      ])
  }

  @Test func theExampleIsRight() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../examples/config.toml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let configuration = try ConfigurationReader.read(text, file: "config.toml")
    #expect(configuration.servers.map(\.name) == ["hr", "idp"])
    #expect(configuration.operatorName == "priya.nair@example.com")
    // The example promises to show what counts when a key is absent.
    let standard = Configuration()
    #expect(configuration.theme == standard.theme)
    #expect(configuration.syncIntervalSeconds == standard.syncIntervalSeconds)
    #expect(configuration.people.correlation == standard.people.correlation)
    #expect(configuration.people.privileged == standard.people.privileged)
    for key in ConfigurationReader.keys + ServerSettings.keys {
      #expect(
        text.contains("\(key) = ")
          || ["server", "keys", "field_priority", "folder"].contains(key),
        "\(key) is not documented")
    }
  }
}

@Suite("Lines of a TOML text")
struct TOMLLinesTests {
  @Test func findsKeysAroundLongValues() {
    let lines = TOMLLines(
      """
      a = [
        "b = 1",
      ]
      c = \"\"\"
      d = 2
      \\\"\"\" e = 3
      \"\"\"
        f = 'it"s'
      [table]
      g = { h = 1, i = [2] }
      [[list]] # first
      j = 1
      [[list]]
      j = 2
      """)
    let expected = [
      "a": 1, "c": 4, "f": 8, "table": 9, "table.g": 10, "list[0]": 11, "list[0].j": 12,
      "list[1]": 13, "list[1].j": 14,
    ]
    for (key, line) in expected { #expect(lines.line(of: key) == line, "\(key)") }
    for key in ["b", "d", "e", "h"] { #expect(lines.line(of: key) == nil) }
  }
}

@Suite("Spelling")
struct SpellingTests {
  @Test(arguments: [
    ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ab", "a", 1),
  ])
  func distance(_ left: String, _ right: String, _ expected: Int) {
    #expect(Spelling.distance(left, right) == expected)
    #expect(Spelling.distance(right, left) == expected)
  }

  @Test func nearestIsBelievable() {
    #expect(Spelling.nearest(to: "Opreator", among: ["theme", "operator"]) == "operator")
    #expect(Spelling.nearest(to: "zzzzzz", among: ["theme", "operator"]) == nil)
    #expect(Spelling.nearest(to: "x", among: []) == nil)
  }
}

@Suite("Spans of time")
struct TimeSpanTests {
  @Test(
    arguments: [
      ("90s", 90), ("15m", 900), ("8h", 28800), ("7d", 604_800), ("0s", nil), ("-1s", nil),
      ("m", nil), ("", nil), ("1.5h", nil), ("99999999999999999999d", nil), ("9999999d", nil),
      ("٣m", nil), ("5 m", 300), ("1h 30m", 5_400), ("1mo", nil),
    ] as [(String, Int?)])
  func seconds(_ text: String, _ expected: Int?) {
    #expect(ISODuration(human: text)?.fixedSeconds == expected)
  }

  @Test func aFieldHasItsOwnPriority() throws {
    let servers = ["hr", "idp"].map {
      "[[server]]\nname = \"\($0)\"\nurl = \"https://\($0).example.com\"\ntoken_env = \"T\"\n"
    }.joined()
    func read(_ text: String) throws(ConfigurationError) -> Configuration {
      try ConfigurationReader.read(text + servers, file: "config.toml")
    }
    let configuration = try read(
      "[field_priority]\ntitle = [\"idp\"]\nmanager = [\"hr\", \"idp\"]\n")
    #expect(configuration.people.fieldPriority == [.title: ["idp"], .manager: ["hr", "idp"]])
    #expect(configuration.people.priority(for: .title) == ["idp", "hr"])
    #expect(configuration.people.priority(for: .emails) == ["hr", "idp"])
    for (text, advice) in [
      ("[field_priority]\ntitel = [\"idp\"]\n", "Did you mean “title”?"),
      ("[field_priority]\ntitle = [\"ipd\"]\n", "Did you mean “idp”?"),
      ("field_priority = [\"idp\"]\n", "It must be a table, such as [field_priority]."),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try read(text) }
      #expect(error?.advice == advice, "\(error?.advice ?? "")")
    }
  }
}
