import Foundation
import HTTP
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

/// The four services of the sandbox, each with its dialect, into one store.
struct SandboxSyncTests {
  final class Bench: Sendable {
    let clock = TestClock()
    let sandbox: Sandbox
    let store: Store
    let engine: SyncEngine

    init() throws {
      let clock = clock
      sandbox = Sandbox(
        Sandbox.Settings(people: 60, requests: 5), clock: { clock.now })
      store = try Store(path: ":memory:")
      let servers = sandbox.tenants.map { tenant in
        ServerConfiguration(
          name: tenant.name.rawValue, baseURL: SandboxTransport.base + tenant.path,
          token: .command(["printf", tenant.token]))
      }
      engine = SyncEngine(
        store: store, servers: servers, transport: SandboxTransport(sandbox), clock: clock.clock)
    }

    func sync(readsEverything: Bool = false) async -> [SyncOutcome] {
      clock.advance(60)
      return await engine.syncAll(readsEverything: readsEverything)
    }

    /// The ids that a service has, by the simplest walk that there is.
    func ids(_ tenant: Tenant, _ endpoint: String) throws -> Set<String> {
      var ids: Set<String> = []
      while true {
        let target = "\(tenant.path)\(endpoint)?startIndex=\(ids.count + 1)&count=20"
        let response = sandbox.handle(
          SandboxRequest(
            "GET", target, headers: [("Authorization", "Bearer \(tenant.token)")], body: []))
        let page = try ListResponse(try JSON(parsing: response.body))
        if page.resources.isEmpty { return ids }
        ids.formUnion(page.resources.compactMap { $0["id"]?.string })
      }
    }

    func capabilities(_ server: TenantName) throws -> Capabilities {
      let state = try #require(try store.syncState(server: server.rawValue))
      return try #require(Capabilities(remembered: state))
    }
  }

  static let endpoints = [
    "User": "/Users", "Group": "/Groups", "Role": "/Roles", "Entitlement": "/Entitlements",
    "AccessRequest": "/AccessRequests", "Device": "/Devices",
  ]

  @Test func mirrorsAllServicesExactly() async throws {
    let bench = try Bench()
    let outcomes = await bench.sync()
    #expect(outcomes.map(\.server) == ["hr", "idp", "code", "chat"])
    #expect(outcomes.map { $0.error?.sentence } == [nil, nil, nil, nil])
    for (tenant, outcome) in zip(bench.sandbox.tenants, outcomes) {
      #expect(!outcome.types.isEmpty)
      for report in outcome.types {
        let ids = try bench.ids(tenant, try #require(Self.endpoints[report.type]))
        #expect(!ids.isEmpty)
        let name = tenant.name.rawValue
        #expect(try bench.store.resourceCount(server: name, type: report.type) == ids.count)
        for id in ids {
          #expect(try bench.store.resource(server: name, type: report.type, id: id) != nil)
        }
      }
    }
  }

  @Test func findsOutEachDialect() async throws {
    let bench = try Bench()
    _ = await bench.sync()
    let (hr, idp) = (try bench.capabilities(.hr), try bench.capabilities(.idp))
    let (code, chat) = (try bench.capabilities(.code), try bench.capabilities(.chat))
    #expect(hr.cursorPaging != .proven && hr.indexPaging == .proven)
    #expect(hr.lastModifiedFilter["User"] == .proven)
    #expect(hr.endpoint(of: "Group") == nil)
    #expect(idp.cursorPaging == .proven && idp.etag == .proven)
    #expect(idp.resourceTypes.map(\.name) == SyncEngine.types)
    #expect(code.etag != .proven && code.lastModifiedFilter["User"] == .refuted)
    #expect(chat.lastModifiedFilter["User"] == .refuted)
    #expect(!chat.limits.isEmpty)
  }

  @Test func writesNothingTheSecondTime() async throws {
    let bench = try Bench()
    _ = await bench.sync()
    for readsEverything in [false, true] {
      for outcome in await bench.sync(readsEverything: readsEverything) {
        #expect(outcome.error == nil)
        #expect(outcome.types.allSatisfy { $0.added == 0 && $0.changed == 0 && $0.removed == 0 })
      }
    }
  }

  @Test func bringsSharedRequestsIntoTheQueue() async throws {
    let bench = try Bench()
    _ = await bench.sync()
    let queue = try bench.store.queue(
      folder: .open, operator: nil, offset: 0, count: 50, now: bench.clock.now)
    #expect(queue.total == 5)
  }

  static let faults: [Fault.Kind] = [
    .status(503), .limited(retryAfterSeconds: 5), .cut(afterBytes: 40), .truncated(bytes: 300),
    .html(status: 502), .churn(removals: 2),
  ]

  /// Each fault once, in the middle of the first page: the sync goes on, or says why.
  @Test(arguments: faults)
  func outlivesAFault(_ kind: Fault.Kind) async throws {
    let bench = try Bench()
    bench.sandbox.inject(Fault(kind, tenant: .code, path: "/Users?", times: 1))
    bench.sandbox.inject(Fault(kind, tenant: .idp, path: "/Groups", skip: 2, times: 1))
    let first = await bench.sync()
    #expect(first.map(\.error?.code) == [nil, nil, nil, nil])
    _ = await bench.sync(readsEverything: true)
    for tenant in bench.sandbox.tenants {
      let count = try bench.store.resourceCount(server: tenant.name.rawValue, type: "User")
      #expect(try bench.ids(tenant, "/Users").count == count)
    }
  }

  @Test func oneRevokedTokenLeavesTheOthersAlone() async throws {
    let bench = try Bench()
    bench.sandbox.inject(Fault(.unauthorised, tenant: .code, times: 1000))
    let outcomes = await bench.sync()
    #expect(outcomes.map(\.error?.code) == [nil, nil, .unauthorized, nil])
  }
}
