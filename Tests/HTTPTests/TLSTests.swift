import HTTP
import Loopback
import LoopbackTLS
import Testing

@Suite(.enabled(if: TLSServer.openssl != nil, "Skipped: openssl is not installed"))
struct TLSTests {
  let transport = CurlTransport(userAgent: "countersign/test")

  @Test func refusesACertificateThatNobodyVouchesFor() async throws {
    let server = try TLSServer()
    await #expect {
      try await transport.send(HTTPRequest(url: server.url, proxy: ""))
    } throws: { error in
      guard let error = error as? HTTPError else { return false }
      return error.code == "tls" && error.sentence.contains("certificate")
        && error.advice.contains("ca_file")
    }
  }

  @Test func acceptsItWithItsOwnAuthority() async throws {
    let server = try TLSServer()
    let response = try await transport.send(
      HTTPRequest(url: server.url, caFile: server.certificatePath, proxy: ""))
    #expect(response.status == 200)
  }

  @Test func saysWhenTheAuthorityFileCannotBeRead() async throws {
    let server = try TLSServer()
    let request = HTTPRequest(url: server.url, caFile: "/nowhere/ca.pem", proxy: "")
    await #expect(throws: HTTPError.caFileUnreadable(path: "/nowhere/ca.pem")) {
      try await transport.send(request)
    }
  }

  @Test func saysWhenAPlainServerIsAskedForTLS() async throws {
    let server = try LoopbackServer { connection in
      connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.waitForClose()
    }
    let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/", proxy: "")
    await #expect {
      try await transport.send(request)
    } throws: { error in
      (error as? HTTPError)?.code == "tls"
    }
  }
}
