import HTTP
import LoopbackTLS
import Testing

@Suite(.enabled(if: TLSServer.openssl != nil, "Skipped: openssl is not installed"))
struct ClientCertificateTests {
  let transport = CurlTransport(userAgent: "countersign/test")

  func get(
    _ server: TLSServer, _ certificate: ClientCertificate?
  ) async throws(HTTPError) -> HTTPResponse {
    try await transport.send(
      HTTPRequest(
        url: server.url, caFile: server.certificatePath, proxy: "", clientCertificate: certificate))
  }

  func code(_ server: TLSServer, _ certificate: ClientCertificate?) async -> String? {
    do throws(HTTPError) {
      _ = try await get(server, certificate)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func showsTheCertificateThatAServerAsksFor() async throws {
    let server = try TLSServer(wantsCertificate: true)
    let certificate = ClientCertificate(
      certificateFile: server.certificatePath, keyFile: server.keyPath)
    #expect(try await get(server, certificate).status == 200)
    #expect(await code(server, nil) != nil)
  }

  @Test func unlocksAKeyAndNeverAsksForItsPassword() async throws {
    let server = try TLSServer(wantsCertificate: true)
    let key = try server.lockedKey(password: "open sesame")
    var certificate = ClientCertificate(
      certificateFile: server.certificatePath, keyFile: key, keyPassword: "open sesame")
    #expect(try await get(server, certificate).status == 200)
    for password in ["wrong", nil] {
      certificate.keyPassword = password
      do throws(HTTPError) {
        _ = try await get(server, certificate)
        Issue.record("was accepted")
      } catch {
        #expect(error.code == "clientCertificate")
        #expect(error.sentence.contains(server.certificatePath))
        #expect(!"\(error)".contains("wrong"))
      }
    }
  }

  @Test func saysWhichFilesCannotBeUsed() async throws {
    let server = try TLSServer()
    for path in ["/nowhere/c.pem", server.keyPath] {
      #expect(
        await code(server, ClientCertificate(certificateFile: path)) == "clientCertificate")
    }
  }
}
