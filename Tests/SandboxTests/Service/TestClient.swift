import Foundation
import SCIM
import Synchronization
import Testing

@testable import Sandbox

/// What a test got back.
struct Answer {
  let status: Int
  let json: JSON
  let response: SandboxResponse

  var resources: [JSON] { json["Resources"]?.array ?? [] }
  var ids: [String] { resources.compactMap { $0["id"]?.string } }
  var scimType: String? { json["scimType"]?.string }
  var tag: String? { response.header("ETag") }
}

/// Talks to one service of a sandbox in process.
struct TestClient {
  let sandbox: Sandbox
  let tenant: Tenant

  init(_ tenant: TenantName, of sandbox: Sandbox) {
    self.sandbox = sandbox
    self.tenant = sandbox.tenant(tenant)
  }

  init(_ tenant: TenantName) { self.init(tenant, of: .small()) }

  func call(
    _ method: String, _ target: String, _ body: JSON? = nil, headers: [(String, String)] = []
  ) -> Answer {
    let token = [("Authorization", "Bearer \(tenant.token)"), ("Host", "localhost:1")]
    let response = sandbox.handle(
      SandboxRequest(
        method, tenant.path + target, headers: token + headers, body: body?.bytes ?? []))
    return Answer(status: response.status, json: Self.json(response), response: response)
  }

  func get(_ target: String, headers: [(String, String)] = []) -> Answer {
    call("GET", target, headers: headers)
  }

  func list(_ endpoint: String, _ parameters: [(String, String)]) -> Answer {
    get("\(endpoint)?\(PercentEncoding.query(parameters))")
  }

  func patch(_ target: String, _ operations: [JSON], headers: [(String, String)] = []) -> Answer {
    let body: JSON = ["schemas": [.string(SchemaURN.patchOp)], "Operations": .array(operations)]
    return call("PATCH", target, body, headers: headers)
  }

  /// The one resource that a filter finds.
  func one(_ endpoint: String, _ filter: String) throws -> JSON {
    let answer = list(endpoint, [("filter", filter)])
    try #require(answer.resources.count == 1, "\(filter): \(answer.json)")
    return answer.resources[0]
  }

  func id(_ endpoint: String, _ filter: String) throws -> String {
    try #require(try one(endpoint, filter)["id"]?.string)
  }

  private static func json(_ response: SandboxResponse) -> JSON {
    do { return try JSON(parsing: response.body) } catch { return .null }
  }
}

extension Sandbox {
  static let testNow = Date(timeIntervalSince1970: 1_800_000_000)

  /// 60 people and a clock that stands.
  static func small(
    requests: Int = 14, limitsRate: Bool = false, clock: TestClock = TestClock()
  ) -> Sandbox {
    Sandbox(
      Settings(people: 60, seed: 1, requests: requests, limitsRate: limitsRate),
      clock: { clock.now })
  }
}

/// A clock that moves when it is told to.
final class TestClock: Sendable {
  private let seconds = Atomic<Int>(1_800_000_000)

  var now: Date { Date(timeIntervalSince1970: Double(seconds.load(ordering: .relaxed))) }

  func advance(seconds count: Int) { seconds.add(count, ordering: .relaxed) }
}

extension JSON {
  static func newUser(_ name: String, _ more: [(String, JSON)] = []) -> JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.user)], "userName": .string(name)]
    for (key, value) in more { json[key] = value }
    return json
  }

  static func newGroup(_ name: String, members: [String] = []) -> JSON {
    [
      "schemas": [.string(SchemaURN.group)], "displayName": .string(name),
      "members": .array(members.map { ["value": .string($0)] }),
    ]
  }

  var memberIDs: [String] { self["members"]?.array?.compactMap { $0["value"]?.string } ?? [] }
}
