import HTTP
import SCIM
import Testing

@testable import Sync

@Suite("A token endpoint that gives no token")
struct TokenEndpointTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var answer: Result<HTTPResponse, HTTPError>
    var code = SyncError.Code.tokenEndpoint
    /// In the sentence.
    var says: String
    /// In the advice.
    var advises: String
    var disposition = SyncError.Disposition.needsOperator
    var testDescription: String { says }
  }

  static func answer(
    _ status: Int, _ body: String = "", _ headers: [(String, String)] = []
  ) -> Result<HTTPResponse, HTTPError> {
    .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }

  static let cases: [Case] = [
    Case(
      answer: .failure(.refused(host: "login.test")), says: "login.test refused the connection",
      advises: "token_url", disposition: .retryLater(afterSeconds: 1)),
    Case(
      answer: .failure(.timedOut(host: "login.test", seconds: 3)), says: "did not answer in full",
      advises: "Try again", disposition: .retryLater(afterSeconds: 1)),
    Case(
      answer: .failure(.redirectRefused(host: "login.test", target: "https://evil.test/x")),
      says: "redirects to https://evil.test/x", advises: "never sent to another address"),
    Case(
      answer: .failure(.tls(host: "login.test", detail: "self-signed")), says: "self-signed",
      advises: "ca_file"),
    Case(
      answer: answer(302, "", [("Location", "https://evil.test/x?code=1")]),
      says: "points to https://evil.test/x (302)", advises: "token_url"),
    Case(answer: answer(303), says: "points to another address (303)", advises: "token_url"),
    Case(
      answer: answer(200, "<!DOCTYPE html><p>s:cr et/1"), says: "sent a web page where a token",
      advises: "not the login page"),
    Case(answer: answer(200), says: "sent an empty answer", advises: "token_url"),
    Case(answer: answer(200, "token-7"), says: "sent something else", advises: "token_url"),
    Case(
      answer: answer(200, #"{"token_type":"Bearer"}"#), says: "without an access_token",
      advises: "Ask who runs"),
    Case(answer: answer(200, #"{"access_token":7}"#), says: "without", advises: "Ask who runs"),
    Case(answer: answer(200, #"["a"]"#), says: "without an access_token", advises: "Ask who"),
    Case(
      answer: answer(200, #"{"access_token":"a\r\nX: b"}"#), says: "line breaks inside",
      advises: "Ask who runs"),
    Case(
      answer: answer(200, #"{"access_token":"a","token_type":"DPoP"}"#), says: "type “DPoP”",
      advises: "Ask who runs"),
    Case(
      answer: answer(401, #"{"error":"invalid_client","error_description":"No s:cr et/1."}"#),
      code: .clientRefused,
      says: "does not accept the client “count&sign” (401): invalid_client: No ….",
      advises: "client_id"),
    Case(
      answer: answer(401, "<html>"), code: .clientRefused, says: "“count&sign” (401).",
      advises: "client_auth"),
    Case(
      answer: answer(400, #"{"error":"unauthorized_client"}"#), code: .clientRefused,
      says: "get tokens by itself", advises: "grant type"),
    Case(
      answer: answer(200, #"{"error":"invalid_scope"}"#), says: "does not accept the scope (200)",
      advises: "scope"),
    Case(
      answer: answer(400, #"{"error":"unsupported_grant_type"}"#), says: "does not offer",
      advises: "bearer token"),
    Case(
      answer: answer(400, #"{"error":"invalid_target"}"#), says: "what the token is for",
      advises: "audience"),
    Case(
      answer: answer(400, #"{"error":"odd","message":"hm"}"#),
      says: "does not accept the request (400): odd: hm.", advises: "settings"),
    Case(answer: answer(404, "<p>no"), says: "is no token endpoint (404).", advises: "path"),
    Case(
      answer: answer(503, "<p>busy"), says: "failed (503).", advises: "Try again later",
      disposition: .retryLater(afterSeconds: 1)),
    Case(
      answer: answer(429, "{}", [("Retry-After", "17")]), says: "failed (429).",
      advises: "Try again", disposition: .retryLater(afterSeconds: 17)),
    Case(
      answer: answer(400, String(repeating: "[", count: 100_000)),
      says: "does not accept the request (400).", advises: "settings"),
  ]

  @Test("says what it did instead", arguments: cases)
  func refusal(_ refusal: Case) async throws {
    let server = LoginServer()
    server.answerNext(refusal.answer)
    do throws(SyncError) {
      _ = try await server.scim().get("/Users")
      Issue.record("was accepted")
    } catch {
      #expect(error.code == refusal.code)
      #expect(error.sentence.contains(refusal.says), "\(error.sentence)")
      #expect(error.sentence.contains("The token endpoint of idp, https://login.test/token,"))
      #expect(error.sentence.hasSuffix("."))
      #expect(error.advice.contains(refusal.advises), "\(error.advice)")
      #expect(error.disposition == refusal.disposition)
      #expect(error.concernsWholeServer)
      #expect(!"\(error)".contains("s:cr et/1"))
      #expect(!"\(error)".contains("token-7"))
    }
    #expect(server.scimTokens.isEmpty)
    // The next call tries again and finds it well.
    _ = try await server.scim().get("/Users")
  }

  @Test func sendsNothingWithoutTheSecret() async throws {
    let server = LoginServer()
    let proof = OAuthClient.Proof.secretBasic(.environment("COUNTERSIGN_TEST_NO_SUCH_VARIABLE"))
    await #expect {
      try await server.scim(LoginServer.client(proof)).get("/Users")
    } throws: { error in
      guard let error = error as? SyncError else { return false }
      return error.code == .tokenMissing && error.sentence.contains("client secret")
        && error.advice.contains("client_secret_file")
    }
    #expect(server.tokenRequests.isEmpty)
  }
}
