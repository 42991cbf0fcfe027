import Foundation
import HTTP
import Sync
import Testing

struct SCIMClientTests {
  static func client(
    _ transport: ScriptedTransport, token: SecretSource = .none,
    base: String = ScriptedTransport.base
  ) -> SCIMClient {
    SCIMClient(
      configuration: ServerConfiguration(
        name: "hr", baseURL: base, token: token, caFile: "/ca.pem", proxy: "http://p:1",
        timeoutSeconds: 7),
      transport: transport, now: { TestClock.start })
  }

  func error(_ exchange: ScriptedTransport.Exchange) async -> SyncError? {
    let transport = ScriptedTransport([exchange])
    do throws(SyncError) {
      _ = try await Self.client(transport).get("/Users")
      return nil
    } catch {
      return error
    }
  }

  @Test func asksForSCIMAsTheConfigurationSays() async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users?filter=userName%20eq%20%22a%26b%22&count=1", 200, "{}")
    ])
    _ = try await Self.client(transport, base: ScriptedTransport.base + "/").get(
      "/Users", query: [("filter", "userName eq \"a&b\""), ("count", "1")])
    let request = try #require(transport.requests.first)
    #expect(request.header("accept") == "application/scim+json, application/json;q=0.9")
    #expect(request.header("authorization") == nil)
    #expect(request.header("content-type") == nil)
    #expect(request.timeoutSeconds == 7)
    #expect(request.caFile == "/ca.pem")
    #expect(request.proxy == "http://p:1")
  }

  @Test func sendsWritesWithVersionAndMediaType() async throws {
    let transport = ScriptedTransport([
      .answers("PATCH /Groups/1", 200, headers: [("etag", "W/\"4\"")], "{}"),
      .answers("POST /Users", 201, headers: [("Location", "https://elsewhere/Users/1")], "{}"),
      .answers("PUT /Users/1", 204), .answers("DELETE /Users/1", 204),
    ])
    let client = Self.client(transport)
    let patched = try await client.patch("/Groups/1", body: [123, 125], ifMatch: "W/\"3\"")
    let created = try await client.post("/Users", body: [123, 125])
    _ = try await client.put("/Users/1", body: [123, 125])
    _ = try await client.delete("/Users/1", ifMatch: "W/\"9\"")
    #expect(patched.etag == "W/\"4\"")
    #expect(created.location == "https://elsewhere/Users/1")
    #expect(transport.unsent.isEmpty)
    #expect(transport.requests[0].header("If-Match") == "W/\"3\"")
    #expect(transport.requests[0].header("Content-Type") == "application/scim+json")
    #expect(transport.requests[3].header("If-Match") == "W/\"9\"")
  }

  /// PROVIDERS rule 9: Entra refuses SCIM's media type on DELETE.
  @Test func rule9SendsNoSCIMMediaTypeOnDelete() async throws {
    let transport = ScriptedTransport([.answers("DELETE /Users/a%40b", 204)])
    _ = try await Self.client(transport).delete("/Users/a%40b")
    #expect(transport.requests[0].header("Accept") == nil)
  }

  /// A debugging service answers 200 with the headers that it was sent.
  @Test(arguments: [
    "<p>You sent Bearer secret-1234 and again secret-1234</p>",
    #"{"headers":{"Authorization":"Bearer secret-1234"}}"#,
  ])
  func doesNotRepeatATokenThatIsEchoed(body: String) async throws {
    let transport = ScriptedTransport([.answers("GET /Users", 200, body)])
    let client = Self.client(transport, token: .command(["printf", "secret-1234"]))
    do throws(SyncError) {
      let answer = try await client.get("/Users")
      #expect(!String(decoding: answer.bytes, as: UTF8.self).contains("secret-1234"))
      #expect(answer.bytes.count == body.utf8.count)
    } catch {
      #expect(error.code == .notSCIM)
      #expect(!"\(error)".contains("secret-1234"))
    }
  }

  @Test func takesNotModifiedForAnAnswer() async throws {
    let transport = ScriptedTransport([.answers("GET /Users/1", 304)])
    let answer = try await Self.client(transport).get("/Users/1", ifNoneMatch: "W/\"3\"")
    #expect(answer.status == 304)
    #expect(transport.requests[0].header("If-None-Match") == "W/\"3\"")
  }

  struct RefusalCase: Sendable {
    var status: Int
    var body = ""
    var code: SyncError.Code
    var text = ""
    var scimType: String?
  }

  static let scimError = #"""
    {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400",
     "scimType":"invalidFilter","detail":"No such attribute."}
    """#

  /// PROVIDERS rule 8: errors come as SCIM, bare JSON, HTML or nothing.
  static let refusals = [
    RefusalCase(
      status: 400, body: scimError, code: .badRequest, text: "No such attribute.",
      scimType: "invalidFilter"),
    RefusalCase(status: 409, body: #"{"message":"Taken"}"#, code: .conflict, text: "Taken"),
    RefusalCase(
      status: 403, body: "<html>\n  <h1>No</h1>", code: .forbidden, text: "<html> <h1>No</h1>"),
    RefusalCase(status: 404, code: .notFound), RefusalCase(status: 405, code: .notSupported),
    RefusalCase(status: 407, code: .proxy), RefusalCase(status: 412, code: .preconditionFailed),
    RefusalCase(status: 413, code: .tooLarge), RefusalCase(status: 501, code: .notSupported),
    RefusalCase(status: 302, code: .redirected),
    RefusalCase(status: 418, body: "teapot", code: .unexpectedStatus, text: "teapot"),
  ]

  @Test(arguments: refusals)
  func rule8NamesTheRefusal(_ refusal: RefusalCase) async throws {
    let answer = ScriptedTransport.Exchange.answers("GET /Users", refusal.status, refusal.body)
    let error = try #require(await error(answer))
    #expect(error.code == refusal.code)
    #expect(error.status == refusal.status)
    #expect(error.serverText == refusal.text)
    #expect(error.scimType == refusal.scimType)
    #expect(error.disposition == .needsOperator)
    #expect(error.sentence.hasPrefix("hr ") && error.sentence.hasSuffix("."))
    #expect(error.sentence.contains("(\(refusal.status))"))
    #expect(!error.advice.isEmpty)
  }

  static let logins: [(Credentials, Int, String)] = [
    (.none, 401, "wants to know who we are (401)"),
    (.bearer(.command(["printf", "t"])), 401, "does not accept the token (401)"),
    (.bearer(.command(["printf", "t"])), 403, "does not allow this to the token (403)"),
    (.basic(user: "ada", password: .command(["printf", "p"])), 401, "the user “ada” and the pass"),
    (.basic(user: "ada", password: .command(["printf", "p"])), 403, "to the user “ada” (403)"),
  ]

  @Test(arguments: logins)
  func saysWhoWasRefused(_ credentials: Credentials, _ status: Int, _ words: String) async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users", status), .answers("GET /Users", status),
    ])
    let client = SCIMClient(
      configuration: ServerConfiguration(
        name: "hr", baseURL: ScriptedTransport.base, credentials: credentials),
      transport: transport)
    do throws(SyncError) {
      _ = try await client.get("/Users")
      Issue.record("was accepted")
    } catch {
      #expect(error.sentence.contains(words), "\(error.sentence)")
    }
  }

  @Test(arguments: [408, 500, 502, 503, 504])
  func mayTryAgainAfterAServersFailure(_ status: Int) async throws {
    let error = try #require(await error(.answers("GET /Users", status, "oops")))
    #expect(error.code == .serverFailed)
    #expect(error.disposition == .retryLater(afterSeconds: 1))
  }

  /// PROVIDERS rule 13: seconds or a date.
  @Test(arguments: [
    ("7", 7.0), ("0.5", 0.5), ("-3", 0), ("Thu, 28 May 2026 20:33:40 GMT", 420), ("soon", 1),
  ])
  func rule13ReadsRetryAfter(_ value: String, _ seconds: Double) async throws {
    let error = try #require(
      await error(.answers("GET /Users", 429, headers: [("retry-after", value)])))
    #expect(error.code == .throttled)
    #expect(error.disposition == .retryLater(afterSeconds: seconds))
  }

  @Test(arguments: [
    ("<!DOCTYPE html><title>Sign in</title>", "a web page"), ("", "an empty answer"),
    ("OK", "something else"),
  ])
  func saysWhenTheAnswerIsNotSCIM(_ body: String, _ what: String) async throws {
    let error = try #require(await error(.answers("GET /Users", 200, body)))
    #expect(error.code == .notSCIM)
    #expect(error.sentence == "hr sent \(what) where SCIM was expected (200).")
    #expect(error.serverText == body)
    #expect(error.advice.contains("URL"))
  }

  @Test(arguments: [
    (HTTPError.refused(host: "h"), SyncError.Code.refused), (.tls(host: "h", detail: "x"), .tls),
    (.nameNotResolved(host: "h"), .nameNotResolved), (.timedOut(host: "h", seconds: 1), .timedOut),
    (.cut(host: "h", receivedBytes: 1), .cut), (.tooLarge(host: "h", limitBytes: 1), .tooLarge),
    (.redirectRefused(host: "h", target: "t"), .redirected), (.cancelled, .cancelled),
    (.proxyLogin(isSent: false), .proxy), (.notHTTP(host: "h"), .transport),
    (.clientCertificate(path: "p", detail: "x"), .clientCertificate),
    (.invalidURL("x"), .invalidURL), (.proxy(detail: "x"), .proxy),
    (.unreachable(host: "h", detail: "x"), .unreachable),
    (.failed(host: "h", detail: "x"), .transport),
    (.caFileUnreadable(path: "p"), .caFileUnreadable), (.tooManyRedirects(host: "h"), .redirected),
    (.invalidHeader(name: "Authorization"), .tokenUnreadable),
  ])
  func keepsWhatTheTransportSays(_ cause: HTTPError, _ code: SyncError.Code) async throws {
    let error = try #require(await error(.fails("GET /Users", cause)))
    #expect(error.code == code)
    #expect(error.sentence == "hr: \(cause.sentence)")
    #expect(error.advice == cause.advice)
    #expect(error.status == 0)
  }
}
