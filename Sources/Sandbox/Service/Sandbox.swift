import Foundation
import SCIM
import Synchronization

/// Four SCIM services with one sample organisation, in memory.
///
/// Give it requests by ``handle(_:)``; ``SandboxListener`` puts a socket before it.
public final class Sandbox: Sendable {
  public struct Settings: Sendable {
    /// Fewer than ``Organisation/minimumPeople`` are raised to that.
    public var people: Int
    /// The same seed gives the same organisation.
    public var seed: UInt64
    /// How many access requests wait for a decision.
    public var requests: Int
    /// One token for all services; nil for one each: `sandbox-hr-token`.
    public var token: String?
    /// Whether services obey the rate limit of their dialect.
    public var limitsRate: Bool
    /// How services take PATCH, where it is not as their dialect has it.
    public var patches: [TenantName: Dialect.Patches]
    /// What bulk requests may hold, where it is not as their dialect has it.
    public var bulk: [TenantName: Dialect.Bulk]

    public init(
      people: Int = 200, seed: UInt64 = 1, requests: Int = 14, token: String? = nil,
      limitsRate: Bool = false, patches: [TenantName: Dialect.Patches] = [:],
      bulk: [TenantName: Dialect.Bulk] = [:]
    ) {
      self.people = people
      self.seed = seed
      self.requests = requests
      self.token = token
      self.limitsRate = limitsRate
      self.patches = patches
      self.bulk = bulk
    }
  }

  /// Order: hr, idp, code, chat.
  public let tenants: [Tenant]
  public let settings: Settings
  /// The `userName` on the identity provider of the one who decides in the demonstration.
  public let operatorUserName = CastMember.operatorUserName
  public let operatorEmail = "\(CastMember.operatorUserName)@example.com"

  private let clock: @Sendable () -> Date
  private let state: Mutex<State>

  private struct State {
    var tenants: [TenantName: TenantState]
    var faults: [Fault] = []
    var limits: [TenantName: RateLimit] = [:]
  }

  /// Draws the organisation. The sample's dates count from what the clock says now.
  public init(
    _ settings: Settings = Settings(), clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.settings = settings
    self.clock = clock
    let samples = Samples(
      people: settings.people, seed: settings.seed, requests: settings.requests, now: clock())
    let tenants = TenantName.allCases.map { name in
      let dialect = Dialect.of(name).taking(settings.patches[name], bulk: settings.bulk[name])
      return Tenant(
        name: name, dialect: dialect,
        token: settings.token ?? "sandbox-\(name.rawValue)-token")
    }
    self.tenants = tenants
    state = Mutex(
      State(
        tenants: Dictionary(
          uniqueKeysWithValues: tenants.map { ($0.name, TenantState($0, samples: samples)) })))
  }

  public convenience init(people: Int, seed: UInt64 = 1, requests: Int = 14) {
    self.init(Settings(people: people, seed: seed, requests: requests))
  }

  public func tenant(_ name: TenantName) -> Tenant { tenants[name.number] }

  /// Adds faults to those that are still to come.
  public func inject(_ faults: Fault...) { inject(faults) }

  public func inject(_ faults: [Fault]) {
    state.withLock { $0.faults += faults }
  }

  public func clearFaults() { state.withLock { $0.faults = [] } }

  /// Answers one request. Whatever the request, there is an answer.
  public func handle(_ request: SandboxRequest) -> SandboxResponse {
    let now = clock()
    let host = request.header("Host") ?? "sandbox.example.com"
    let segments = request.path.split(separator: "/").map(String.init)
    if segments.isEmpty { return index(host: host) }
    if segments[0] == "_sandbox" { return control(request, Array(segments.dropFirst())) }
    guard let tenant = tenants.first(where: { $0.name.rawValue == segments[0] }),
      segments.dropFirst().prefix(2) == ["scim", "v2"]
    else { return SandboxResponse(SCIMError(status: 404, detail: "There is no such service.")) }
    guard request.header("Authorization") == "Bearer \(tenant.token)" else {
      return SandboxResponse(
        SCIMError(status: 401, detail: "The bearer token is missing or not the right one."),
        headers: [("WWW-Authenticate", "Bearer")])
    }
    return state.withLock { state in
      answer(
        request, to: tenant, base: "http://\(host)\(tenant.path)",
        segments: Array(segments.dropFirst(3)), now: now, &state)
    }
  }

  private func answer(
    _ request: SandboxRequest, to tenant: Tenant, base: String, segments: [String], now: Date,
    _ state: inout State
  ) -> SandboxResponse {
    let fault = state.faults.take(for: request, on: tenant.name)
    if let answer = fault?.answer { return answer }
    if settings.limitsRate, let limit = tenant.dialect.requestsPerMinute {
      let wait = state.limits[tenant.name, default: RateLimit(perMinute: limit)].wait(now)
      if wait > 0 { return Fault(.limited(retryAfterSeconds: wait)).answer ?? .init(status: 429) }
    }
    guard let parameters = PercentEncoding.parseQuery(request.query),
      let decoded = segments.decoded
    else { return SandboxResponse(.invalidSyntax("The URL is not well formed.")) }
    let exchange = Exchange(
      request: request, base: base, now: now, segments: decoded, parameters: parameters)
    if case .churn(let removals)? = fault?.kind {
      state.tenants[tenant.name]?.churn(removals, now: now)
    }
    var response =
      state.tenants[tenant.name]?.answer(exchange) ?? SandboxResponse(status: 404)
    fault?.disturb(&response)
    return response
  }

  /// What is here, for people who look with a browser or curl.
  private func index(host: String) -> SandboxResponse {
    SandboxResponse(
      json: [
        "tenants": .array(
          tenants.map {
            [
              "name": .string($0.name.rawValue), "baseURL": .string("http://\(host)\($0.path)"),
            ]
          }),
        "people": .number(JSONNumber(max(settings.people, Organisation.minimumPeople))),
        "operator": .string(operatorEmail),
      ])
  }

  /// `/_sandbox/faults`: GET lists, POST adds, DELETE clears. Any tenant's token opens it.
  private func control(_ request: SandboxRequest, _ segments: [String]) -> SandboxResponse {
    guard tenants.contains(where: { request.header("Authorization") == "Bearer \($0.token)" })
    else { return SandboxResponse(SCIMError(status: 401, detail: "A token is needed.")) }
    guard segments == ["faults"] else {
      return SandboxResponse(SCIMError(status: 404, detail: "Only /_sandbox/faults is here."))
    }
    switch request.method {
    case "GET":
      let count = state.withLock { $0.faults.count }
      return SandboxResponse(json: ["pending": .number(JSONNumber(count))])
    case "DELETE":
      clearFaults()
      return SandboxResponse(status: 204)
    case "POST":
      do throws(SCIMError) {
        let json = try Self.parsed(request.body)
        var faults: [Fault] = []
        for element in json["faults"]?.array ?? [json] { faults.append(try Fault(element)) }
        inject(faults)
        return SandboxResponse(status: 204)
      } catch {
        return SandboxResponse(error)
      }
    default: return SandboxResponse(SCIMError(status: 405, detail: "GET, POST or DELETE."))
    }
  }

  private static func parsed(_ body: [UInt8]) throws(SCIMError) -> JSON {
    do {
      return try JSON(parsing: body)
    } catch {
      throw .invalidSyntax("The body is not JSON: \(error).")
    }
  }
}

extension [Fault] {
  /// The first fault that harms a request; counts it.
  fileprivate mutating func take(for request: SandboxRequest, on tenant: TenantName) -> Fault? {
    guard let place = firstIndex(where: { $0.fits(request, on: tenant) }) else { return nil }
    if self[place].skip > 0 {
      self[place].skip -= 1
      return nil
    }
    let fault = self[place]
    self[place].times -= 1
    if self[place].times <= 0 { remove(at: place) }
    return fault
  }
}

extension [String] {
  /// Each percent-decoded; nil when one cannot be.
  fileprivate var decoded: [String]? {
    var result: [String] = []
    for segment in self {
      guard let text = PercentEncoding.decode(segment) else { return nil }
      result.append(text)
    }
    return result
  }
}
