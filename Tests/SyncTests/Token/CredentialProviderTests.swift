import Foundation
import HTTP
import SCIM
import Synchronization
import Testing

@testable import Sync

@Suite("Renewal before the end")
struct CredentialProviderTests {
  /// A provider whose time a test moves.
  struct Bench {
    let server: LoginServer
    let provider: CredentialProvider
    let time: Box

    final class Box: Sendable {
      let seconds = Mutex(0.0)
    }

    init(expiresIn: JSON?) {
      let server = LoginServer(expiresIn: expiresIn)
      let time = Box()
      self.server = server
      self.time = time
      provider = CredentialProvider(
        configuration: server.configuration(), transport: server, now: { TestClock.start },
        uptime: { time.seconds.withLock { $0 } })
    }

    func header(at seconds: Double) async throws -> String? {
      time.seconds.withLock { $0 = seconds }
      return try await provider.authorization()?.header
    }
  }

  static let down: Result<HTTPResponse, HTTPError> = .failure(.refused(host: "login.test"))

  @Test(arguments: [3600, "3600", "3600.0"] as [JSON])
  func renewsAMinuteEarly(_ expiresIn: JSON) async throws {
    let bench = Bench(expiresIn: expiresIn)
    #expect(try await bench.header(at: 0) == "Bearer token-1")
    #expect(try await bench.header(at: 3539) == "Bearer token-1")
    #expect(try await bench.header(at: 3540) == "Bearer token-2")
    #expect(try await bench.header(at: 7079) == "Bearer token-2")
    #expect(try await bench.header(at: 7080) == "Bearer token-3")
    #expect(await bench.provider.remarks.isEmpty)
  }

  @Test func renewsAShortOneByAFifth() async throws {
    let bench = Bench(expiresIn: 10)
    #expect(try await bench.header(at: 0) == "Bearer token-1")
    #expect(try await bench.header(at: 7.9) == "Bearer token-1")
    #expect(try await bench.header(at: 8) == "Bearer token-2")
  }

  @Test(arguments: [nil, "soon", 0, -5, .null, .bool(true)] as [JSON?])
  func keepsOneWithoutALifetimeUntilItIsRefused(_ expiresIn: JSON?) async throws {
    let bench = Bench(expiresIn: expiresIn)
    #expect(try await bench.header(at: 0) == "Bearer token-1")
    #expect(try await bench.header(at: 1e9) == "Bearer token-1")
    #expect(await bench.provider.remarks.first?.contains("expires_in") == true)
    let first = try #require(try await bench.provider.authorization())
    #expect(try await bench.provider.authorization(insteadOf: first)?.header == "Bearer token-2")
  }

  @Test(arguments: ["1e400", "99999999999999999999999"])
  func survivesAnAbsurdLifetime(_ text: String) async throws {
    let number = try #require(JSONNumber(text))
    let bench = Bench(expiresIn: .number(number))
    #expect(try await bench.header(at: 0) == "Bearer token-1")
    #expect(try await bench.header(at: 1e6) == "Bearer token-1")
  }

  @Test func goesOnWithTheOldTokenWhileItCounts() async throws {
    let bench = Bench(expiresIn: 100)
    #expect(try await bench.header(at: 0) == "Bearer token-1")
    bench.server.answerNext(Self.down, Self.down)
    #expect(try await bench.header(at: 85) == "Bearer token-1")
    // Not at every call.
    #expect(try await bench.header(at: 90) == "Bearer token-1")
    #expect(bench.server.tokenRequests.count == 2)
    #expect(try await bench.header(at: 95) == "Bearer token-1")
    #expect(bench.server.tokenRequests.count == 3)
    bench.server.answerNext(Self.down)
    await #expect {
      _ = try await bench.header(at: 100)
    } throws: { error in
      guard let error = error as? SyncError else { return false }
      return error.code == .tokenEndpoint && error.disposition == .retryLater(afterSeconds: 1)
    }
    #expect(try await bench.header(at: 101) == "Bearer token-2")
  }

  @Test func readsAPasswordAgainOnceItIsRefused() async throws {
    let file = NSTemporaryDirectory() + "countersign-count-\(UUID().uuidString)"
    let command = ["/bin/sh", "-c", "printf x >> \(file); printf 'p '; wc -c < \(file)"]
    let configuration = ServerConfiguration(
      name: "hr", baseURL: LoginServer.base,
      credentials: .basic(user: "ada", password: .command(command)))
    let provider = CredentialProvider(configuration: configuration, transport: LoginServer())
    let first = try #require(try await provider.authorization())
    #expect(first.header == "Basic \(Data("ada:p 1".utf8).base64EncodedString())")
    let second = try await provider.authorization(insteadOf: first)
    #expect(second?.header == "Basic \(Data("ada:p 2".utf8).base64EncodedString())")
    #expect(try await provider.authorization() == second)
  }

  @Test func givesTheWayItsSecrets() async throws {
    let configuration = ServerConfiguration(
      name: "hr", baseURL: LoginServer.base, caFile: "/ca.pem", proxy: "http://p:1",
      proxyLogin: ProxyUser(user: "u", password: .command(["printf", "p w"])), timeoutSeconds: 9)
    let route = try await CredentialProvider(
      configuration: configuration, transport: LoginServer()
    ).route()
    #expect(route.proxyLogin == ProxyLogin(user: "u", password: "p w"))
    #expect(route.caFile == "/ca.pem")
    #expect(route.proxy == "http://p:1")
    #expect(route.timeoutSeconds == 9)
  }
}
