import Foundation
import Sandbox
import Store
import Testing

@testable import countersign

@Suite("server add, check, list")
struct ServerVerbTests {
  private func url(_ office: Office, _ name: TenantName) -> String {
    "http://\(SandboxTransport.host)\(office.sandbox.tenant(name).path)"
  }

  @Test func addsWhatAnswers() async throws {
    let office = try Office(servers: [.hr])
    let token = office.home.path + "/idp.token"
    try office.sandbox.tenant(.idp).token.write(toFile: token, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
    let before = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    let run = await office.run(
      "server", "add", "idp", url(office, .idp), "--token-file", token)
    #expect(run.status == .success, "\(run.errorText)")
    let after = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    #expect(after.hasPrefix(before))
    #expect(!after.contains(office.sandbox.tenant(.idp).token))
    await office.expect(.success, "sync", "idp")

    let second = await office.run("server", "add", "idp", url(office, .idp))
    #expect(second.status == .configuration)
    #expect(second.errorText.contains("there already"))
  }

  /// Plain http gives the token to whoever is on the way; on this machine nobody is.
  @Test(arguments: [
    ("http://idp.example.com/scim", true), ("HTTP://10.0.0.7/scim", true),
    ("http://127.evil.test/scim", true), ("http://localhost.evil.test/scim", true),
    ("https://idp.example.com/scim", false), ("http://127.0.0.1:8080/scim", false),
    ("http://localhost/scim", false), ("http://[::1]:8080/scim", false),
  ])
  func warnsOfPlainHTTP(_ address: String, isWarned: Bool) async throws {
    let office = try Office(servers: [])
    let run = await office.run("server", "add", "new", address, "--force")
    #expect(run.status == .success, "\(run.errorText)")
    #expect(run.errorText.contains("without encryption") == isWarned, "\(run.errorText)")
  }

  @Test func checkNamesTheServerThatSaysWhoWorksHere() async throws {
    let office = try Office(servers: [.hr, .code])
    let run = await office.expect(.success, "server", "check")
    #expect(run.output.count { $0.contains("hr says who works here") } == 1)
    #expect(!run.text.contains("code says who works here"))
    let alone = try Office(servers: [.hr])
    let single = await alone.expect(.success, "server", "check")
    #expect(!single.text.contains("says who works here"))
  }

  @Test func keepsOutWhatDoesNot() async throws {
    let office = try Office(servers: [])
    let before = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    for address in [url(office, .idp), "http://nowhere.test/scim"] {
      let run = await office.run("server", "add", "idp", address)
      #expect(run.status == .server)
      #expect(run.errorText.contains("Nothing was added"))
    }
    #expect(
      try String(contentsOfFile: office.places.configuration, encoding: .utf8) == before)
    let forced = await office.run("server", "add", "idp", "http://nowhere.test/scim", "--force")
    #expect(forced.status == .success)
    #expect(await office.run("server", "list", "--json").text.contains("nowhere.test"))
  }

  static let forms: [([String], [String])] = [
    (
      ["--user", "ada", "--password-file", "/p"], ["user = \"ada\"", "password_file = \"/p\""]
    ),
    (
      [
        "--token-url", "https://l.test/t", "--client-id", "c", "--client-auth", "post",
        "--client-secret-env", "NO_SUCH_SECRET", "--scope", "a b",
      ],
      [
        "token_url = \"https://l.test/t\"", "client_id = \"c\"", "client_auth = \"post\"",
        "client_secret_env = \"NO_SUCH_SECRET\"", "scope = \"a b\"",
      ]
    ),
    (
      [
        "--token-url", "https://l.test/t", "--client-id", "c", "--client-key-file", "/k.pem",
        "--client-key-id", "1",
      ],
      ["client_key_file = \"/k.pem\"", "client_key_id = \"1\""]
    ),
    (
      ["--tls-certificate-file", "/c.pem", "--tls-key-file", "/k.pem"],
      ["tls_certificate_file = \"/c.pem\"", "tls_key_file = \"/k.pem\""]
    ),
    (
      ["--proxy", "http://p:1", "--proxy-user", "u", "--proxy-password-command", "pass show p"],
      ["proxy_user = \"u\"", "proxy_password_command = [\"pass\", \"show\", \"p\"]"]
    ),
  ]

  @Test("writes every form of login", arguments: forms)
  func writesEveryForm(_ options: [String], _ lines: [String]) async throws {
    let office = try Office(servers: [])
    let console = RecordingConsole()
    let status = await Program.run(
      ["--config", office.places.configuration, "server", "add", "new", "--force"]
        + ["http://nowhere.test/scim"] + options, in: office.invocation(console))
    #expect(status == .success, "\(console.errors)")
    let text = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    for line in lines { #expect(text.contains(line), "\(text)") }
  }

  @Test func saysWhatIsMissingByTheNameOfTheOption() async throws {
    let office = try Office(servers: [])
    let run = await office.run("server", "add", "a", "https://x.test", "--user", "u")
    #expect(run.errorText.contains("--password-file"), "\(run.errorText)")
  }

  @Test func listsWhatWasSynced() async throws {
    let office = try Office(servers: [.hr, .code])
    let never = await office.run("server", "list")
    #expect(never.text.contains("never synced"))
    await office.run("sync", "hr")
    let list = await office.run("server", "list")
    #expect(list.output.count == 3)
    #expect(list.output[1].hasPrefix("hr"))
    #expect(list.output[1].contains("0s ago"))
    #expect(await (try Office(servers: [])).run("server", "list").errorText.contains("server add"))
  }

  @Test func checkSaysWhatIsSaidAndWhatIsDone() async throws {
    let office = try Office(servers: [.code])
    let run = await office.expect(.success, "server", "check")
    #expect(run.output[0].hasPrefix("code answers at http://"))
    #expect(run.output[1].hasPrefix("  TRIED") && run.output[1].contains("SAYS  DOES  SEEN"))
    #expect(run.output.contains { $0.contains("filter by userName") && $0.contains("yes   yes") })
    #expect(run.output.contains("  Countersign therefore:"))
    #expect(run.output.contains("  What will not work:"))
    // It is kept for the screen.
    let store = try Store(path: office.places.database)
    let state = try #require(try store.syncState(server: "code"))
    #expect(!state.methods.isEmpty && run.output.contains("    " + state.methods[0]))
    let json = await office.expect(.success, "server", "check", "code", "--json")
    #expect(json.output.count == 1)
    #expect(json.output[0].contains(#""subject":"userNameFilter""#))
    #expect(!json.output[0].contains("deletion"))
  }

  @Test func checkWritesOnlyWhereItIsTold() async throws {
    let office = try Office(servers: [.code, .idp])
    await office.expect(.usage, "server", "check", "--write")
    let run = await office.expect(.success, "server", "check", "--write", "code")
    #expect(run.output.contains { $0.contains("delete (User)") && $0.contains("gone") })
    #expect(!run.text.contains("idp answers"))
  }

  @Test func holdsBackASuddenlyShorterListUntilItIsAccepted() async throws {
    let office = try Office(servers: [.idp])
    await office.expect(.success, "sync")
    let known = try Store(path: office.places.database)
      .resourceCount(server: "idp", type: "User")
    office.sandbox.inject(Fault(.churn(removals: known - 5), tenant: .idp, path: "/Users"))
    office.pass(seconds: 60)
    let run = await office.expect(.success, "sync", "idp", "--full")
    #expect(run.text.contains("\(known - 5) held back"))
    #expect(run.errorText.contains("countersign sync idp --accept-removals"))
    #expect(await office.run("server", "list").text.contains("asks before removing"))
    await office.expect(.usage, "sync", "--accept-removals")
    office.pass(seconds: 60)
    let accepted = await office.expect(.success, "sync", "idp", "--accept-removals")
    #expect(accepted.text.contains("\(known - 5) removed"))
    #expect(!(await office.run("server", "list").text.contains("asks before removing")))
  }

  @Test func doctorIsContent() async throws {
    let office = try Office()
    await office.run("sync")
    let run = await office.run("doctor")
    #expect(run.status == .success, "\(run.errorText)")
    #expect(!run.output.contains { $0.hasPrefix("BAD") })
    #expect(run.text.contains("audit log"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: office.places.database)
    let open = await office.run("doctor", "--offline")
    #expect(open.text.contains("chmod 600"))
  }

  @Test func doctorTellsWhatWasDecidedForAnotherAddress() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "approve", id, "--yes")
    #expect(await office.run("doctor", "--offline").text.contains("decided for") == false)
    let path = office.places.configuration
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("/idp/scim/v2", with: "/elsewhere/scim/v2")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let run = await office.run("doctor", "--offline")
    // The grant was sent; its ending is still to come.
    #expect(run.text.contains("warn idp: 1 action decided for"), "\(run.text)")
    #expect(run.text.contains("/elsewhere/scim/v2 now: not sent there. Set its URL back"))
  }
}
