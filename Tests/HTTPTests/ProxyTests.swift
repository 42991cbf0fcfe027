import HTTP
import Loopback
import Synchronization
import Testing

/// A proxy gets its own login and nothing of the server's.
struct ProxyTests {
  let transport = CurlTransport(userAgent: "countersign/test")
  static let login = ProxyLogin(user: "ada", password: "pass word")
  /// Base64 of `ada:pass word`.
  static let header = "Proxy-Authorization: Basic YWRhOnBhc3Mgd29yZA=="

  func request(_ url: String, _ proxy: LoopbackServer, _ login: ProxyLogin?) -> HTTPRequest {
    HTTPRequest(
      url: url, headers: [("Authorization", "Bearer secret")], proxy: proxy.url,
      proxyLogin: login)
  }

  @Test func sendsThroughAProxyWithALogin() async throws {
    let proxy = try LoopbackServer { connection in
      while let request = connection.request() { connection.answer("200 OK", body: request) }
    }
    let response = try await transport.send(
      request("http://scim.example/Users", proxy, Self.login))
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(text.hasPrefix("GET http://scim.example/Users HTTP/1.1\r\n"))
    #expect(text.contains(Self.header + "\r\n"))
    let plain = try await transport.send(request("http://scim.example/Users", proxy, nil))
    #expect(!String(decoding: plain.body, as: UTF8.self).contains("Proxy-Authorization"))
  }

  @Test(arguments: [true, false])
  func tellsTheProxyOfATunnelNoTokenAndSaysWhatItWants(_ isSent: Bool) async throws {
    let seen = Mutex<[String]>([])
    let proxy = try LoopbackServer { connection in
      guard let request = connection.request() else { return }
      seen.withLock { $0.append(request) }
      connection.answer(
        "407 Proxy Authentication Required", ["Proxy-Authenticate: Basic realm=\"x\""])
    }
    await #expect(throws: HTTPError.proxyLogin(isSent: isSent)) {
      try await transport.send(
        request("https://scim.example/Users", proxy, isSent ? Self.login : nil))
    }
    let asked = seen.withLock { $0 }
    #expect(!asked.isEmpty)
    #expect(asked.allSatisfy { $0.hasPrefix("CONNECT scim.example:443 ") })
    #expect(asked.allSatisfy { !$0.contains("secret") })
    #expect(asked.contains { $0.contains(Self.header) } == isSent)
  }

  @Test func saysWhenTheProxyRefusesATunnel() async throws {
    let proxy = try LoopbackServer { connection in
      _ = connection.request()
      connection.answer("403 Forbidden")
    }
    await #expect {
      try await transport.send(request("https://scim.example/Users", proxy, nil))
    } throws: { error in
      guard let error = error as? HTTPError else { return false }
      return error.code == "proxy" && error.sentence.contains("403")
    }
  }

  @Test func printsNoSecrets() {
    var request = HTTPRequest(
      method: "POST", url: "https://h/p?code=s3cret", headers: [("Authorization", "s3cret")],
      body: Array("s3cret".utf8), proxyLogin: ProxyLogin(user: "u", password: "s3cret"))
    request.clientCertificate = ClientCertificate(certificateFile: "/c", keyPassword: "s3cret")
    var dumped = ""
    dump(request, to: &dumped)
    dump(request.proxyLogin, to: &dumped)
    dump(request.clientCertificate, to: &dumped)
    for text in ["\(request)", String(reflecting: request), dumped] {
      #expect(!text.contains("s3cret"), "\(text)")
    }
    #expect("\(request)" == "POST https://h/p")
  }
}
