import Crypto
import CryptoExtras
import Foundation
import HTTP
import SCIM
import Testing

@testable import Sync

@Suite("OAuth 2 client credentials")
struct ClientCredentialsTests {
  @Test func sendsTheSecretAsBasic() async throws {
    let server = LoginServer()
    _ = try await server.scim(
      LoginServer.client(scope: "scim.read scim.write", audience: "https://idp", resource: "urn:r")
    ).get("/Users")
    let request = try #require(server.tokenRequests.first)
    #expect(request.method == "POST")
    #expect(request.header("Content-Type") == "application/x-www-form-urlencoded")
    // RFC 6749 §2.3.1: form-encoded, joined, then Base64.
    let pair = Data("count%26sign:s%3Acr%20et%2F1".utf8).base64EncodedString()
    #expect(request.header("Authorization") == "Basic \(pair)")
    #expect(
      request.form == [
        "grant_type": "client_credentials", "scope": "scim.read scim.write",
        "audience": "https://idp", "resource": "urn:r",
      ])
    #expect(server.scimTokens == ["Bearer token-1"])
  }

  @Test func sendsTheSecretInTheBody() async throws {
    let server = LoginServer()
    let proof = OAuthClient.Proof.secretPost(.command(["printf", "s:cr et/1"]))
    _ = try await server.scim(LoginServer.client(proof)).get("/Users")
    let request = try #require(server.tokenRequests.first)
    #expect(request.header("Authorization") == nil)
    #expect(
      request.form == [
        "grant_type": "client_credentials", "client_id": "count&sign",
        "client_secret": "s:cr et/1",
      ])
  }

  // MARK: - RFC 7523

  /// The header and the claims of an assertion whose signature the check accepts.
  func assertion(
    pem: String, keyID: String? = nil, audience: String? = nil,
    isValid: (_ signature: Data, _ text: Data) throws -> Bool
  ) async throws -> (header: JSON, claims: JSON) {
    let server = LoginServer()
    let proof = OAuthClient.Proof.privateKey(.command(["printf", "%s", pem]), keyID: keyID)
    _ = try await server.scim(
      LoginServer.client(proof, assertionAudience: audience)
    ).get("/Users")
    let form = try #require(server.tokenRequests.first).form
    #expect(
      form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    #expect(form["client_secret"] == nil)
    let parts = try #require(form["client_assertion"]).split(separator: ".")
    #expect(parts.count == 3)
    let bytes = try parts.map { part in
      let plain = part.replacing("-", with: "+").replacing("_", with: "/")
      let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
      return try #require(Data(base64Encoded: plain + padding))
    }
    #expect(try isValid(bytes[2], Data("\(parts[0]).\(parts[1])".utf8)))
    return (try JSON(parsing: bytes[0]), try JSON(parsing: bytes[1]))
  }

  @Test func signsWithP256() async throws {
    let key = P256.Signing.PrivateKey()
    // As `openssl ecparam -genkey` writes it: something stands before the key.
    let pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    let (header, claims) = try await assertion(
      pem: pem + key.pemRepresentation, keyID: "k1", audience: "https://login.test/"
    ) { signature, text in
      key.publicKey.isValidSignature(
        try P256.Signing.ECDSASignature(rawRepresentation: signature), for: text)
    }
    #expect(header == ["alg": "ES256", "typ": "JWT", "kid": "k1"])
    #expect(claims["iss"] == "count&sign")
    #expect(claims["sub"] == "count&sign")
    #expect(claims["aud"] == "https://login.test/")
    let issued = Int(TestClock.start.timeIntervalSince1970)
    #expect(claims["iat"]?.int == issued)
    #expect(claims["exp"]?.int == issued + 300)
    #expect(claims["jti"]?.string?.count == 36)
  }

  @Test func signsWithRSA() async throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    for pem in [key.pemRepresentation, key.pkcs8PEMRepresentation] {
      let (header, claims) = try await assertion(pem: pem) { signature, text in
        key.publicKey.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: signature), for: text,
          padding: .insecurePKCS1v1_5)
      }
      #expect(header == ["alg": "RS256", "typ": "JWT"])
      #expect(claims["aud"]?.string == LoginServer.tokenURL)
    }
  }

  @Test func signsWithEd25519() async throws {
    let key = Curve25519.Signing.PrivateKey()
    let (header, _) = try await assertion(pem: key.pemRepresentation) { signature, text in
      key.publicKey.isValidSignature(signature, for: text)
    }
    #expect(header == ["alg": "EdDSA", "typ": "JWT"])
  }

  @Test func saysWhichKeysCannotSign() async throws {
    let small = P384.Signing.PrivateKey().pemRepresentation
    let cases = [
      ("no key", "PEM"), ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==", "locked"),
      (small, "of a kind"), ("-----BEGIN PRIVATE KEY-----\nAA==", "PEM"),
    ]
    for (pem, words) in cases {
      let server = LoginServer()
      let proof = OAuthClient.Proof.privateKey(.command(["printf", "%s", pem]), keyID: nil)
      let error = await failure { try await server.scim(LoginServer.client(proof)).get("/Users") }
      #expect(error?.code == .tokenUnreadable)
      #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
      #expect(server.tokenRequests.isEmpty)
    }
  }

  // MARK: - Renewal

  @Test func renewsATokenThatIsRefusedOnce() async throws {
    let server = LoginServer()
    let client = server.scim()
    _ = try await client.get("/Users")
    server.revoke()
    _ = try await client.get("/Users")
    _ = try await client.get("/Users")
    #expect(
      server.scimTokens == [
        "Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2",
      ])
  }

  @Test func sharesOneRenewalAmongConcurrentCalls() async throws {
    let server = LoginServer()
    let client = server.scim()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { _ = try await client.get("/Users") } }
      try await group.waitForAll()
    }
    #expect(server.tokenRequests.count == 1)
    server.revoke()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { _ = try await client.get("/Users") } }
      try await group.waitForAll()
    }
    #expect(server.tokenRequests.count == 2)
  }

  func failure(_ body: () async throws -> SCIMAnswer) async -> SyncError? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? SyncError
    }
  }
}
