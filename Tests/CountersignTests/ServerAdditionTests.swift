import Foundation
import Sync
import Testing

@testable import countersign

@Suite("Adding a server to config.toml")
struct ServerAdditionTests {
  static let texts = [
    "", "operator = \"ada\"", "# only a comment\n",
    """
    # Mine.
    operator = "ada"   # me

    [[server]] # the first
    name = 'hr'
    url = "https://hr.test"
    # the end
    """,
  ]

  @Test("keeps every byte before it", arguments: texts)
  func keeps(_ text: String) throws {
    var server = ServerConfiguration(
      name: "idp", baseURL: "https://idp.test/scim", token: .environment("TOKEN"))
    server.withheldVariables = ["TOKEN"]
    let result = try ServerAddition.adding(server, to: text, file: "f")
    #expect(result.hasPrefix(text))
    #expect(try ConfigurationReader.read(result, file: "f").servers.last == server)
  }

  static let sources: [SecretSource] = [
    .environment("A_B"), .file("/run/a \"b\" \\c"), .command(["pass", "show", "ü \u{1}\n"]),
  ]
  static let proofs: [OAuthClient.Proof] = [
    .secretBasic(.environment("S")), .secretPost(.file("/s")),
    .privateKey(.command(["k"]), keyID: nil), .privateKey(.file("/k"), keyID: "2026"),
  ]
  static let credentials: [Credentials] =
    [.none] + sources.map { .bearer($0) } + sources.map { .basic(user: "ada", password: $0) }
    + proofs.map {
      .clientCredentials(OAuthClient(tokenURL: "https://l.test/t?a=b", clientID: "c", proof: $0))
    }
    + [
      .clientCredentials(
        OAuthClient(
          tokenURL: "https://l.test/t", clientID: "c", proof: proofs[3], scope: "a b",
          audience: "x", resource: "urn:y", assertionAudience: "https://l.test"))
    ]

  @Test("writes what it reads", arguments: credentials)
  func roundTrip(_ credentials: Credentials) throws {
    var server = ServerConfiguration(
      name: "x", baseURL: "https://x.test/a", credentials: credentials, caFile: "/ca",
      clientCertificate: TLSIdentity(
        certificateFile: "/c.pem", keyFile: "/k.pem", keyPassword: .environment("KP")),
      proxy: "http://p:1", proxyLogin: ProxyUser(user: "u", password: .environment("PP")),
      pageSize: 7, timeoutSeconds: 30)
    server.withheldVariables = server.secretVariables
    #expect(server.withheldVariables.isSuperset(of: ["KP", "PP"]))
    let text = try ServerAddition.adding(server, to: "", file: "f")
    #expect(try ConfigurationReader.read(text, file: "f").servers == [server])
  }

  @Test func refusesASecondOfTheName() throws {
    let server = ServerConfiguration(name: "hr", baseURL: "https://x.test")
    do throws(ConfigurationError) {
      _ = try ServerAddition.adding(server, to: Self.texts[3], file: "f")
      Issue.record("was accepted")
    } catch {
      #expect(error.code == .contradiction)
      #expect(error.line == 4)
    }
  }

  @Test func refusesABrokenFile() {
    let server = ServerConfiguration(name: "hr", baseURL: "https://x.test")
    #expect(throws: ConfigurationError.self) {
      try ServerAddition.adding(server, to: "opertor = 1", file: "f")
    }
  }
}

@Suite("The configuration file")
struct ConfigurationFileTests {
  @Test func isMadeForItsOwnerAlone() throws {
    let home = try TemporaryDirectory()
    let file = ConfigurationFile(path: home.path + "/new/config.toml")
    #expect(try file.text() == nil)
    #expect(try file.read() == Configuration())
    try file.write("operator = \"ada\"\n")
    #expect(try file.read().operatorName == "ada")
    #expect(try mode(of: file.path) == 0o600)
    #expect(try mode(of: home.path + "/new") == 0o700)
  }

  @Test func keepsModeAndLink() throws {
    let home = try TemporaryDirectory()
    let target = home.path + "/real.toml"
    try "a".write(toFile: target, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
    let link = home.path + "/config.toml"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try ConfigurationFile(path: link).write("b")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "b")
    #expect(try mode(of: target) == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
  }

  @Test func refusesWhatIsNoText() throws {
    let home = try TemporaryDirectory()
    let path = home.path + "/config.toml"
    try Data([0x61, 0xFF]).write(to: URL(fileURLWithPath: path))
    #expect(throws: ConfigurationError.self) { try ConfigurationFile(path: path).read() }
    #expect(throws: ConfigurationError.self) { try ConfigurationFile(path: home.path).read() }
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}

@Suite("Places")
struct PlacesTests {
  @Test func followsTheBaseDirectories() {
    let places = Places(environment: ["HOME": "/home/ada"])
    #expect(places.configuration == "/home/ada/.config/countersign/config.toml")
    #expect(places.database == "/home/ada/.local/state/countersign/countersign.db")
    let moved = Places(environment: [
      "HOME": "/home/ada", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "relative",
    ])
    #expect(moved.configuration == "/c/countersign/config.toml")
    #expect(moved.themes == "/c/countersign/themes")
    #expect(moved.state == "/home/ada/.local/state/countersign")
    let named = Places(environment: [:], configuration: "/x.toml", state: "/s")
    #expect(named.configuration == "/x.toml")
    #expect(named.log == "/s/log")
  }
}

/// A directory that is gone with its owner.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "countersign-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record(error) }
  }
}
