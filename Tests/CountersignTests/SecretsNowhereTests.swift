import Foundation
import HTTP
import Sandbox
import Sync
import Testing

@testable import countersign

/// Every secret is used, every verb is run, every server misbehaves by repeating what it was sent,
/// and then everything that was written or printed is searched.
@Suite("Secrets appear nowhere")
struct SecretsNowhereTests {
  static let password = "pass-word-3f9c"
  static let clientSecret = "client-secret-71aa"
  static let accessToken = "access-token-c0ffee"
  static let bearer = "bearer-token-9d21/x+y"
  static let proxyPassword = "proxy-password-55"

  /// An authorization server, a sandbox behind three kinds of login, and a mirror of requests.
  struct EchoingWorld: HTTPTransport {
    let sandbox: Sandbox

    init(_ sandbox: Sandbox) { self.sandbox = sandbox }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      let said = request.headers.map { "\($0.0): \($0.1)" }.joined(separator: " ")
      let echo = said + " " + String(decoding: request.body ?? [], as: UTF8.self)
      let parts = URLComponents(string: request.url)
      switch parts?.host {
      case "login.test": return login(request, echo)
      case "echo.test": return mirror(parts?.path ?? "", echo)
      case "refuse.test": return HTTPResponse(status: 401, body: Array("<p>\(echo)".utf8))
      default: return try await SandboxTransport(sandbox: sandbox).send(translated(request))
      }
    }

    private func login(_ request: HTTPRequest, _ echo: String) -> HTTPResponse {
      if request.url.hasSuffix("/broken") {
        return HTTPResponse(
          status: 400,
          body: Array(#"{"error":"invalid_client","error_description":"\#(echo)"}"#.utf8))
      }
      let body = #"{"access_token":"\#(accessToken)","token_type":"bearer","expires_in":3600}"#
      return HTTPResponse(status: 200, body: Array(body.utf8))
    }

    /// A list of one user who is called what we sent.
    private func mirror(_ path: String, _ echo: String) -> HTTPResponse {
      guard path.hasSuffix("/Users") else { return HTTPResponse(status: 404) }
      let body = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,\
        "startIndex":1,"itemsPerPage":1,"Resources":[{"id":"1","userName":"echo@x.test",\
        "displayName":"\(echo)","title":"\(echo)"}]}
        """
      return HTTPResponse(status: 200, body: Array(body.utf8))
    }

    /// The sandbox knows one kind of token: the other logins are turned into it.
    private func translated(_ request: HTTPRequest) -> HTTPRequest {
      let known = [
        "Bearer \(accessToken)": TenantName.idp,
        "Basic \(Data("ada:\(password)".utf8).base64EncodedString())": .hr,
        "Bearer \(bearer)": .code,
      ]
      guard let header = request.header("Authorization"), let tenant = known[header] else {
        return request
      }
      var copy = request
      copy.headers = copy.headers.filter { $0.0 != "Authorization" }
      copy.headers.append(("Authorization", "Bearer \(sandbox.tenant(tenant).token)"))
      return copy
    }
  }

  /// Writes the secrets, and a program that tells what it was given.
  private func furnish(_ office: Office) throws -> String {
    let home = office.home.path
    let secrets = home + "/secrets"
    try FileManager.default.createDirectory(
      atPath: secrets, withIntermediateDirectories: true)
    for (name, text) in [
      ("password", Self.password), ("client", Self.clientSecret), ("bearer", Self.bearer),
      ("proxy", Self.proxyPassword),
    ] {
      let path = "\(secrets)/\(name)"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    let script = "env >> \(home)/child; echo $0 $@ >> \(home)/child; cat \(secrets)/bearer"
    func url(_ name: TenantName) -> String {
      "http://\(SandboxTransport.host)\(office.sandbox.tenant(name).path)"
    }
    return """
      operator = "\(office.sandbox.operatorEmail)"
      [[server]]
      name = "hr"
      url = "\(url(.hr))"
      user = "ada"
      password_file = "\(secrets)/password"
      [[server]]
      name = "idp"
      url = "\(url(.idp))"
      token_url = "https://login.test/token"
      client_id = "countersign"
      client_secret_file = "\(secrets)/client"
      proxy = "http://proxy.test"
      proxy_user = "ada"
      proxy_password_file = "\(secrets)/proxy"
      [[server]]
      name = "code"
      url = "\(url(.code))"
      token_command = ["/bin/sh", "-c", "\(script)"]
      [[server]]
      name = "echo"
      url = "https://echo.test/v2"
      token_file = "\(secrets)/bearer"
      [[server]]
      name = "post"
      url = "https://refuse.test/v2"
      token_url = "https://login.test/broken"
      client_id = "countersign"
      client_auth = "post"
      client_secret_file = "\(secrets)/client"
      [[server]]
      name = "refused"
      url = "https://refuse.test/v2"
      user = "ada"
      password_file = "\(secrets)/password"
      """
  }

  @Test func searchesEverythingThatWasWritten() async throws {
    let office = try Office(servers: [])
    try furnish(office).write(
      toFile: office.places.configuration, atomically: true, encoding: .utf8)
    var printed = ""
    let files = ["--config", office.places.configuration, "--state", office.places.state]
    func run(_ arguments: [String]) async -> (status: EndStatus, text: String) {
      let console = RecordingConsole()
      var invocation = office.invocation(console)
      invocation.transport = EchoingWorld(office.sandbox)
      let status = await Program.run(files + arguments, in: invocation)
      let text = (console.output + console.errors).joined(separator: "\n")
      printed += text + "\n"
      return (status, text)
    }

    let sync = await run(["sync"])
    #expect(sync.status == .server)
    #expect(sync.text.contains("invalid_client"))
    #expect(sync.text.contains("client_secret=…"))
    for arguments in [["server", "list"], ["queue"], ["show", "echo@x.test"], ["doctor"]] {
      for suffix in [[], ["--json"]] { _ = await run(arguments + suffix) }
    }
    for server in ["hr", "idp", "code", "echo", "post", "refused"] {
      _ = await run(["server", "check", server])
      _ = await run(["server", "check", server, "--json"])
    }
    let queue = await run(["queue", "--json", "--folder", "open"])
    let line = try #require(queue.text.split(separator: "\n").first { $0.hasPrefix("{") })
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let id = try #require(json?["id"] as? String)
    _ = await run(["plan", id, "--json"])
    _ = await run(["approve", id, "--yes", "--json"])
    #expect(await run(["audit", "export"]).status == .success)

    let written = try await search(office, printed: printed)
    #expect(written.contains("child"))
    #expect(written.contains { $0.hasSuffix("countersign.db") })
    #expect(written.contains { $0.hasSuffix("/log") })
  }

  /// Looks for every secret, as it is and as Base64, in what was printed and in every file but the
  /// secrets' own. Returns the files.
  private func search(_ office: Office, printed: String) async throws -> [String] {
    let secrets = [
      Self.password, Self.clientSecret, Self.accessToken, Self.bearer, Self.proxyPassword,
      Data("ada:\(Self.password)".utf8).base64EncodedString(),
      Data("countersign:\(Self.clientSecret)".utf8).base64EncodedString(),
      Data("ada:\(Self.proxyPassword)".utf8).base64EncodedString(),
    ]
    let home = URL(fileURLWithPath: office.home.path)
    let names = try FileManager.default.subpathsOfDirectory(atPath: home.path)
      .filter { !$0.hasPrefix("secrets") }
    for secret in secrets { #expect(!printed.contains(secret), "\(secret) was printed") }
    for name in names {
      let path = home.appendingPathComponent(name).path
      guard let bytes = FileManager.default.contents(atPath: path) else { continue }
      for secret in secrets {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(name)")
      }
    }
    return names
  }

  @Test(arguments: [
    "password_file", "client_secret_file", "client_key_file", "proxy_password_file",
    "tls_key_file",
  ])
  func aFileOpenToOthersIsRefusedWithTheCommandThatClosesIt(_ key: String) async throws {
    let office = try Office(servers: [])
    let path = office.home.path + "/secret"
    try "open to all".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let others = [
      "password_file": "user = \"ada\"", "proxy_password_file": "proxy_user = \"ada\"",
      "client_secret_file": "token_url = \"https://login.test/t\"\nclient_id = \"c\"",
      "client_key_file": "token_url = \"https://login.test/t\"\nclient_id = \"c\"",
      "tls_key_file": "tls_certificate_file = \"/nowhere\"",
    ]
    let text = """
      [[server]]
      name = "idp"
      url = "http://\(SandboxTransport.host)\(office.sandbox.tenant(.idp).path)"
      \(others[key] ?? "")
      \(key) = "\(path)"
      """
    try text.write(toFile: office.places.configuration, atomically: true, encoding: .utf8)
    for run in [await office.run("sync"), await office.run("doctor", "--offline")] {
      #expect(run.status == .server)
      let said = run.text + run.errorText
      #expect(said.contains("is open to others (mode 644)"), "\(said)")
      #expect(said.contains("chmod 600 \(path)"))
      #expect(!said.contains("open to all"))
    }
  }
}
