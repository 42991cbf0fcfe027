import HTTP
import Loopback
import Testing

/// PROVIDERS rule 15: a token goes to the configured scheme, host and port alone.
struct RedirectTests {
  let transport = CurlTransport(userAgent: "countersign/test")

  func send(_ method: String, _ url: String) async throws(HTTPError) -> HTTPResponse {
    try await transport.send(
      HTTPRequest(
        method: method, url: url, headers: [("Authorization", "Bearer secret")],
        body: method == "GET" ? nil : [], proxy: ""))
  }

  @Test func followsToAnotherPathOfTheSameServer() async throws {
    let server = try LoopbackServer { connection in
      while let request = connection.request() {
        request.hasPrefix("GET /Users ")
          ? connection.answer("302 Found", ["Location: /v2/Users"], body: "moved")
          : connection.answer("200 OK", body: request)
      }
    }
    let response = try await send("GET", server.url + "/Users")
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(response.status == 200)
    #expect(text.hasPrefix("GET /v2/Users "))
    #expect(text.contains("Authorization: Bearer secret"))
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func neverFollowsToAnotherPort(_ status: Int) async throws {
    let stranger = try LoopbackServer { connection in
      _ = connection.request()
      connection.answer("200 OK")
    }
    let target = stranger.url + "/steal?code=1"
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.answer("\(status) Moved", ["Location: \(target)"])
    }
    await #expect(
      throws: HTTPError.redirectRefused(
        host: "127.0.0.1:\(server.port)", target: stranger.url + "/steal")
    ) { try await send("GET", server.url) }
    #expect(stranger.connectionCount == 0)
  }

  @Test(arguments: ["http://localhost:PORT/", "https://127.0.0.1:PORT/", "//example.invalid/"])
  func neverFollowsToAnotherHostOrScheme(_ pattern: String) async throws {
    let server = try LoopbackServer { connection in
      let host = connection.request()?.split(separator: "\r\n").first { $0.hasPrefix("Host: ") }
      let port = host?.split(separator: ":").last ?? "0"
      let target = pattern.replacing("PORT", with: port)
      connection.answer("307 Temporary Redirect", ["Location: \(target)"])
    }
    await #expect {
      try await send("GET", server.url)
    } throws: { error in
      (error as? HTTPError)?.code == "redirectRefused"
    }
    #expect(server.connectionCount == 1)
  }

  /// Following would turn a write into a read (RFC 9110 §15.4): the caller sees the 302.
  @Test func leavesARedirectedWriteToTheCaller() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.answer("302 Found", ["Location: /elsewhere"])
    }
    let response = try await send("POST", server.url)
    #expect(response.status == 302)
    #expect(response.header("location") == "/elsewhere")
  }

  @Test func endsACircle() async throws {
    let server = try LoopbackServer { connection in
      while connection.request() != nil { connection.answer("301 Moved", ["Location: /again"]) }
    }
    await #expect(throws: HTTPError.tooManyRedirects(host: "127.0.0.1:\(server.port)")) {
      try await send("GET", server.url)
    }
  }
}
