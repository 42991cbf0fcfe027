import Foundation
import Testing

@testable import Sync

@Suite("Our secrets in what a server sends")
struct RedactionTests {
  @Test func leavesNoSpellingOfASecretInAnError() {
    let redaction = Redaction(["a/b\"c+d"])
    for text in ["a/b\"c+d", "a%2Fb%22c%2Bd", "a/b\\\"c+d", "a\\/b\\\"c+d"] {
      #expect(redaction.text("you sent \(text)!") == "you sent …!")
    }
    #expect(Redaction(["", "x"]).text("axb") == "a…b")
    #expect(Redaction(["abc", "abcdef"]).text("abcdef") == "…")
  }

  @Test func hidesLongSecretsInAnswersWhereverTheyStand() {
    let redaction = Redaction(["secret-1234"])
    let far = String(repeating: "s", count: 100_000)
    let text = redaction.bytes(Array("secret-1234\(far)secret-1234secret-123".utf8))
    #expect(
      String(decoding: text, as: UTF8.self) == "***********\(far)***********secret-123")
    #expect(redaction.bytes([]) == [])
  }

  /// A password such as `admin` is also a user's name: the mirror keeps what the server says.
  @Test func leavesWordsInAnswers() {
    let bytes = Array(#"{"userName":"admin"}"#.utf8)
    #expect(Redaction(["admin"]).bytes(bytes) == bytes)
    #expect(Redaction(["admin"]).text("admin") == "…")
  }

  @Test func programsGetNoSecretOfOthers() async throws {
    for (withheld, expected) in [([], true), (["HOME", "PATH"], false)] as [(Set<String>, Bool)] {
      let outcome = await Command(
        words: ["/usr/bin/env"], timeoutSeconds: 30, withheldVariables: withheld
      ).run()
      guard case .ended(0, let output, _) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      let names = String(decoding: output, as: UTF8.self).split(separator: "\n")
        .map { $0.prefix { $0 != "=" } }
      #expect(names.contains("PATH") == expected)
    }
  }

  @Test(arguments: [
    ("/a/b.pem", "/a/b.pem"), ("~/x y", "~/'x y'"), ("/it's", "'/it'\\''s'"), ("/a;b", "'/a;b'"),
    ("", "''"), ("/'\u{301}; id", "'/'\\''\u{301}; id'"),
  ])
  func quotesAFileForTheShell(_ path: String, _ word: String) {
    #expect(PrivateFile.shellWord(path) == word)
  }
}

@Suite("Looking at credentials on this machine")
struct CredentialCheckTests {
  func check(_ server: ServerConfiguration, _ environment: [String: String] = [:])
    -> CredentialCheck
  {
    CredentialCheck(server, environment: { environment[$0] })
  }

  func server(_ credentials: Credentials, url: String = "https://h/v2") -> ServerConfiguration {
    ServerConfiguration(name: "hr", baseURL: url, credentials: credentials)
  }

  @Test func runsNoProgramAndReadsTheRest() {
    #expect(check(server(.bearer(.command(["/nowhere"])))).faults.isEmpty)
    #expect(check(server(.bearer(.environment("T")))).faults.map(\.code) == [.tokenMissing])
    #expect(check(server(.bearer(.environment("T"))), ["T": "x"]).faults.isEmpty)
    let client = LoginServer.client(.privateKey(.environment("K"), keyID: nil))
    let signed = check(server(.clientCredentials(client)), ["K": "no key"])
    #expect(signed.faults.map(\.code) == [.tokenUnreadable])
    #expect(signed.faults.first?.sentence.contains("PEM") == true)
    #expect(signed.summary.contains("count&sign"))
  }

  @Test(arguments: [
    ("http://h/v2", 1), ("http://127.0.0.1:8/v2", 0), ("http://localhost/v2", 0),
    ("http://[::1]:8/", 0), ("https://h", 0), ("HTTP://h", 1),
  ])
  func warnsOfSecretsInTheOpen(_ url: String, _ count: Int) {
    #expect(check(server(.bearer(.command(["x"])), url: url)).warnings.count == count)
    #expect(check(server(.none, url: url)).warnings.isEmpty)
  }

  @Test func looksAtEveryFile() throws {
    let folder = try TokenTests.Folder()
    let open = try folder.file("x", mode: 0o640)
    var server = server(.none)
    server.caFile = "/nowhere/ca"
    server.clientCertificate = TLSIdentity(certificateFile: "/c", keyFile: open)
    let faults = check(server).faults
    #expect(faults.map(\.code) == [.tokenExposed, .caFileUnreadable])
    #expect(faults[0].advice.contains("chmod 600 \(open)"))
  }
}
