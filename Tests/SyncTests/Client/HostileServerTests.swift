import Foundation
import HTTP
import Loopback
import SCIM
import Testing

@testable import Sync

/// Every call of the client, against everything that a server can send instead of an answer, over a
/// real connection: it ends, with a sentence and what to do, in little memory.
@Suite("A hostile server", .serialized)
struct HostileServerTests {
  static let transport = Hurried(base: CurlTransport(userAgent: "countersign/test"))

  /// Sees that each call has a limit, and makes it a low one: what is refused at one MiB is refused
  /// at sixty-four, which take a minute to send and to read. Programs are measured with theirs.
  struct Hurried: HTTPTransport {
    var base: CurlTransport

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      #expect(request.maximumBodyBytes <= 64 << 20)
      var request = request
      request.maximumBodyBytes = min(request.maximumBodyBytes, 1 << 20)
      return try await base.send(request)
    }
  }

  enum Call: String, Sendable, CaseIterable {
    case list, get, post, patch, discovery, token
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var answer: HostileAnswer
    var call: Call
    var testDescription: String { "\(answer) to \(call)" }
  }

  static let cases: [Case] = HostileAnswer.allCases.flatMap { answer in
    Call.allCases.map { Case(answer: answer, call: $0) }
  }

  /// A server of which every call, or every call for a token, is answered so.
  static func server(_ answer: HostileAnswer) throws -> LoopbackServer {
    try LoopbackServer { connection in
      // A request for something else on the same connection gets the same answer.
      while connection.request() != nil {
        answer.send(on: connection)
        guard answer == .redirectForEver else { return }
      }
    }
  }

  static func configuration(
    _ server: LoopbackServer, _ call: Call = .list, isSlow: Bool
  ) -> ServerConfiguration {
    let client = OAuthClient(
      tokenURL: server.url + "/token", clientID: "c",
      proof: .secretPost(.command(["printf", "s3cret"])))
    return ServerConfiguration(
      name: "bad", baseURL: server.url,
      credentials: call == .token ? .clientCredentials(client) : .none, proxy: "",
      timeoutSeconds: isSlow ? 1 : 60)
  }

  func ask(_ client: SCIMClient, _ call: Call) async throws(SyncError) {
    var reader = Reader(client: client, policy: RetryPolicy(), clock: TestClock().clock)
    reader.policy.maximumAttempts = 1
    switch call {
    case .list, .token:
      let fetcher = PageFetcher(
        reader: reader, type: Capabilities.ResourceType(name: "Group", endpoint: "/Groups"),
        readsDates: true)
      let query = PageQuery(position: .index(1), count: 100)
      _ = try await fetcher.result(query).get()
    case .get: _ = try JSON.parsed(try await reader.get("/Users/1"), from: "bad")
    case .post:
      _ = try JSON.parsed(try await client.post("/Users", body: [123, 125]), from: "bad")
    case .patch:
      _ = try JSON.parsed(
        try await client.patch("/Groups/1", body: [123, 125], ifMatch: "\"1\""), from: "bad")
    case .discovery: _ = try await Probe(reader: reader).json("/ServiceProviderConfig")
    }
  }

  /// What a call may end with, where it is not the same for all.
  func expected(_ hostile: Case) -> Set<SyncError.Code> {
    let common: Set<SyncError.Code>
    switch hostile.answer {
    case .endlessBody, .endlessChunks, .gzipBomb, .endlessHeaders, .tenMillionMembers,
      .tenMillionNothings:
      common = [.tooLarge, .malformed]
    case .endlessHeaderLine, .endlessContinues, .manyGzips, .brokenGzip, .noHTTP, .oddStatus,
      .badChunk:
      common = [.tooLarge, .transport, .cut, .timedOut, .unexpectedStatus]
    case .drip, .silence: common = [.timedOut]
    case .closedAtOnce, .closedInTheHead, .closedInTheBody: common = [.cut, .malformed]
    case .redirectElsewhere, .redirectForEver: common = [.redirected]
    default: common = [.notSCIM, .malformed]
    }
    return hostile.call == .token ? [.tokenEndpoint] : common
  }

  @Test("ends every call with a sentence", arguments: cases)
  func endsEveryCall(_ hostile: Case) async throws {
    let server = try Self.server(hostile.answer)
    let client = SCIMClient(
      configuration: Self.configuration(
        server, hostile.call, isSlow: hostile.answer.isSlow), transport: Self.transport)
    do throws(SyncError) {
      try await ask(client, hostile.call)
      // Discovery takes what it cannot read for "not offered".
      #expect(hostile.call == .discovery)
    } catch {
      #expect(expected(hostile).contains(error.code), "\(error.code): \(error.sentence)")
      #expect(error.sentence.hasSuffix(".") && error.sentence.contains("bad"))
      #expect(!error.advice.isEmpty)
      #expect(!"\(error)".contains("s3cret"))
      #expect("\(error)".utf8.count < 4_000)
    }
  }

  /// The bad server by a real connection, the good one in memory.
  struct Crossroads: HTTPTransport {
    var good: PulledServer

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      request.url.hasPrefix(PulledServer.base)
        ? try await good.send(request) : try await HostileServerTests.transport.send(request)
    }
  }

  static let syncs: [HostileAnswer] = [
    .gzipBomb, .drip, .endlessHeaders, .tenMillionNothings, .tenMillionMembers, .redirectElsewhere,
    .badUTF8, .closedInTheBody, .noHTTP,
  ]

  @Test("harms no other server", arguments: syncs)
  func harmsNoOtherServer(_ answer: HostileAnswer) async throws {
    let bench = try EngineBench(people: 30, teams: 2)
    let server = try Self.server(answer)
    let engine = SyncEngine(
      store: bench.store,
      servers: [
        Self.configuration(server, isSlow: answer.isSlow),
        ServerConfiguration(name: "model", baseURL: PulledServer.base),
      ], transport: Crossroads(good: bench.server), clock: bench.clock.clock)
    let outcomes = await engine.syncAll()
    let error = try #require(outcomes[0].error)
    #expect(error.sentence.hasSuffix(".") && !error.advice.isEmpty)
    #expect(outcomes[1].error == nil)
    #expect(try bench.isTrue())
    #expect(try bench.store.resourceCount(server: "bad", type: "User") == 0)
    #expect(try bench.store.syncState(server: "bad")?.failure != nil)
  }
}
