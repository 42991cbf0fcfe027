import HTTP
import Loopback
import Synchronization
import Testing

/// Every request here names an empty proxy: the environment's must not take part.
struct CurlTransportTests {
  let transport = CurlTransport(userAgent: "countersign/test")

  func get(
    _ url: String, timeoutSeconds: Double = 30, maximumBodyBytes: Int = 1 << 20
  ) async throws(HTTPError) -> HTTPResponse {
    try await transport.send(
      HTTPRequest(
        url: url, timeoutSeconds: timeoutSeconds, maximumBodyBytes: maximumBodyBytes, proxy: ""))
  }

  func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

  @Test func answersWithStatusHeadersAndBody() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.answer("201 Created", ["ETag:  W/\"3\" ", "X-Two: a", "x-two: b"], body: "hello")
    }
    let response = try await get(server.url + "/Users")
    #expect(response.status == 201)
    #expect(response.header("etag") == "W/\"3\"")
    #expect(response.headers.filter { $0.0.lowercased() == "x-two" }.map(\.1) == ["a", "b"])
    #expect(text(response) == "hello")
    #expect(response.elapsedSeconds > 0)
  }

  @Test func sendsMethodHeadersBodyAndUserAgent() async throws {
    let server = try LoopbackServer { connection in
      connection.answer("200 OK", body: connection.request() ?? "")
    }
    let request = HTTPRequest(
      method: "PATCH", url: server.url + "/Groups/a%40b?x=1",
      headers: [("Authorization", "Bearer t"), ("Content-Type", "application/scim+json")],
      body: Array("{\"a\":1}".utf8), proxy: "")
    let echo = text(try await transport.send(request))
    #expect(echo.hasPrefix("PATCH /Groups/a%40b?x=1 HTTP/1.1\r\n"))
    #expect(echo.contains("\r\nAuthorization: Bearer t\r\n"))
    #expect(echo.contains("\r\nContent-Type: application/scim+json\r\n"))
    #expect(echo.contains("\r\nUser-Agent: countersign/test\r\n"))
    #expect(!echo.contains("Expect:"))
    #expect(echo.hasSuffix("\r\n\r\n{\"a\":1}"))
  }

  @Test func joinsChunks() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      connection.send("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
    }
    #expect(text(try await get(server.url)) == "hello world")
  }

  /// `gzip` of `{"hello":"world"}`.
  static let zipped: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 255, 171, 86, 202, 72, 205, 201, 201, 87, 178, 82, 42, 207, 47,
    202, 73, 81, 170, 5, 0, 209, 65, 9, 216, 17, 0, 0, 0,
  ]

  @Test func unpacksGzip() async throws {
    let server = try LoopbackServer { connection in
      let request = connection.request() ?? ""
      guard request.contains("gzip") else { return connection.answer("406 Not Acceptable") }
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
      connection.send("Content-Length: \(Self.zipped.count)\r\n\r\n")
      connection.send(Self.zipped)
    }
    #expect(text(try await get(server.url)) == "{\"hello\":\"world\"}")
  }

  @Test func countsTheBodyAfterUnpacking() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
      connection.send("Content-Length: \(Self.zipped.count)\r\n\r\n")
      connection.send(Self.zipped)
    }
    await #expect(throws: HTTPError.tooLarge(host: "127.0.0.1:\(server.port)", limitBytes: 10)) {
      try await get(server.url, maximumBodyBytes: 10)
    }
  }

  @Test func saysWhenTheBodyIsCut() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Resources\":[")
    }
    await #expect(throws: HTTPError.cut(host: "127.0.0.1:\(server.port)", receivedBytes: 14)) {
      try await get(server.url)
    }
  }

  @Test func saysWhenNothingComesBack() async throws {
    let server = try LoopbackServer { connection in _ = connection.request() }
    await #expect(throws: HTTPError.cut(host: "127.0.0.1:\(server.port)", receivedBytes: 0)) {
      try await get(server.url)
    }
  }

  @Test func stopsASlowDrip() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx")
      connection.waitForClose()
    }
    await #expect(throws: HTTPError.timedOut(host: "127.0.0.1:\(server.port)", seconds: 0.2)) {
      try await get(server.url, timeoutSeconds: 0.2)
    }
  }

  @Test func stopsAnEndlessBody() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while connection.send([UInt8](repeating: 32, count: 65_536)) {}
    }
    await #expect(throws: HTTPError.tooLarge(host: "127.0.0.1:\(server.port)", limitBytes: 1 << 20))
    { try await get(server.url) }
  }

  @Test func stopsEndlessHeaders() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\n")
      let line = "X-Padding: " + String(repeating: "x", count: 8_000) + "\r\n"
      while connection.send(line) {}
    }
    await #expect(throws: HTTPError.self) { try await get(server.url) }
  }

  @Test func saysWhenTheConnectionIsRefused() async throws {
    let port = try LoopbackServer.unusedPort()
    await #expect(throws: HTTPError.refused(host: "127.0.0.1:\(port)")) {
      try await get("http://127.0.0.1:\(port)/")
    }
  }

  /// A label of 70 characters is no name: it fails without asking a DNS server.
  @Test func saysWhenTheNameIsUnknown() async throws {
    let host = String(repeating: "x", count: 70) + ".invalid"
    await #expect(throws: HTTPError.nameNotResolved(host: host)) {
      try await get("http://\(host)/")
    }
  }

  @Test func saysWhenTheProxyIsUnreachable() async throws {
    let port = try LoopbackServer.unusedPort()
    let request = HTTPRequest(
      url: "http://scim.example/Users", proxy: "http://127.0.0.1:\(port)")
    await #expect {
      try await transport.send(request)
    } throws: { error in
      (error as? HTTPError)?.code == "proxy"
    }
  }

  @Test(arguments: [
    ("not a url", "not a url"), ("ftp://host/x?y", "ftp://host/x"), ("", ""),
    ("https://ada:secret@host/scim", "https://…@host/scim"),
    ("file:///etc/passwd", "file:///etc/passwd"),
  ])
  func refusesOtherURLs(_ url: String, shown: String) async throws {
    await #expect(throws: HTTPError.invalidURL(shown)) { try await get(url) }
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
  func refusesLineBreaksInHeaders(_ value: String) async throws {
    let request = HTTPRequest(
      url: "http://127.0.0.1:1/", headers: [("Authorization", value)], proxy: "")
    await #expect(throws: HTTPError.invalidHeader(name: "Authorization")) {
      try await transport.send(request)
    }
  }

  @Test func cancelsTheTransferWithTheTask() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let (closed, closing) = AsyncStream<Void>.makeStream()
    let server = try LoopbackServer { connection in
      _ = connection.request()
      arrival.yield()
      connection.waitForClose()
      closing.yield()
    }
    let url = server.url
    let task = Task { try await get(url) }
    for await _ in arrived { break }
    task.cancel()
    await #expect(throws: HTTPError.cancelled) { try await task.value }
    for await _ in closed { break }
  }

  @Test func keepsWorkingAfterManyAtOnce() async throws {
    let server = try LoopbackServer { connection in
      while connection.request() != nil { connection.answer("200 OK", body: "x") }
    }
    let url = server.url
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<40 { group.addTask { try await get(url).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 40))
    #expect(server.connectionCount <= 6)
  }

  @Test func keepsConnectionsForReadsAndTakesANewOneForWrites() async throws {
    let server = try LoopbackServer { connection in
      while connection.request() != nil { connection.answer("200 OK") }
    }
    for _ in 0..<3 { _ = try await get(server.url) }
    #expect(server.connectionCount == 1)
    _ = try await transport.send(
      HTTPRequest(method: "POST", url: server.url, body: [], proxy: ""))
    #expect(server.connectionCount == 2)
  }
}
