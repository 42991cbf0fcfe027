import Foundation
import HTTP

/// Gets what one server wants to see when it is first needed, keeps it in memory, renews a token
/// before it runs out, and anything once a server has refused it.
actor CredentialProvider {
  private let configuration: ServerConfiguration
  private let transport: any HTTPTransport
  private let now: @Sendable () -> Date
  private let uptime: @Sendable () -> Double
  private let environment: @Sendable (String) -> String?
  private var known: Held?
  private var running: Task<Result<Held, SyncError>, Never>?
  private var knownRoute: HTTPRequest?
  private var runningRoute: Task<Result<HTTPRequest, SyncError>, Never>?

  /// What is in use. Units of the times: seconds of `uptime`.
  private struct Held {
    var authorization: Authorization
    var renewAt: Double?
    var endsAt: Double?
  }

  /// How long a failed renewal is left alone while the old token still counts. Units: seconds.
  private static let patience = 10.0

  /// - Parameter uptime: Seconds that only grow, whatever happens to the clock.
  init(
    configuration: ServerConfiguration, transport: any HTTPTransport,
    now: @escaping @Sendable () -> Date = { Date() },
    uptime: @escaping @Sendable () -> Double = CredentialProvider.systemUptime,
    environment: @escaping @Sendable (String) -> String? = CredentialProvider.processEnvironment
  ) {
    self.configuration = configuration
    self.transport = transport
    self.now = now
    self.uptime = uptime
    self.environment = environment
  }

  static let processEnvironment: @Sendable (String) -> String? = { name in
    ProcessInfo.processInfo.environment[name]
  }

  private static let start = ContinuousClock.now

  static let systemUptime: @Sendable () -> Double = {
    (ContinuousClock.now - start) / .seconds(1)
  }

  // MARK: - Who we are

  /// nil when the server wants nothing.
  func authorization() async throws(SyncError) -> Authorization? {
    if case .none = configuration.credentials { return nil }
    guard let held = known else { return try await renew().authorization }
    guard let renewAt = held.renewAt, uptime() >= renewAt else { return held.authorization }
    do throws(SyncError) {
      return try await renew().authorization
    } catch {
      // An authorization server that is down is no reason to stop while the token still counts.
      guard let endsAt = held.endsAt, uptime() < endsAt else { throw error }
      known?.renewAt = min(endsAt, uptime() + Self.patience)
      return held.authorization
    }
  }

  /// Another one than the refused; nil when there is no other.
  func authorization(
    insteadOf refused: Authorization
  ) async throws(SyncError) -> Authorization? {
    if let known, known.authorization != refused { return known.authorization }
    switch configuration.credentials {
    case .none: return nil
    case .bearer(let source), .basic(_, let source):
      guard source.canChange else { return nil }
    case .clientCredentials: break
    }
    let renewed = try await renew().authorization
    return renewed == refused ? nil : renewed
  }

  /// Callers that come while a renewal runs wait for that one.
  private func renew() async throws(SyncError) -> Held {
    if let running { return try await running.value.get() }
    let task = Task(executorPreference: QuietExecutor.shared) { await self.obtainAndKeep() }
    running = task
    return try await task.value.get()
  }

  private func obtainAndKeep() async -> Result<Held, SyncError> {
    let result = await obtain()
    if case .success(let held) = result { known = held }
    running = nil
    return result
  }

  /// What is worth knowing once a token is there.
  var remarks: [String] {
    guard case .clientCredentials = configuration.credentials, let known, known.endsAt == nil
    else { return [] }
    return [
      "The token endpoint does not say how long its tokens last (expires_in): each is used until "
        + "the server refuses it, then once renewed."
    ]
  }

  private func obtain() async -> Result<Held, SyncError> {
    do throws(SyncError) {
      switch configuration.credentials {
      case .none: return .success(Held(authorization: Authorization.bearer("")))
      case .bearer(let source):
        return .success(Held(authorization: .bearer(try await read(source, .token))))
      case .basic(let user, let source):
        let password = try await read(source, .password)
        return .success(Held(authorization: .basic(user: user, password: password)))
      case .clientCredentials(let client): return .success(try await fetch(client))
      }
    } catch {
      return .failure(error)
    }
  }

  private func fetch(_ client: OAuthClient) async throws(SyncError) -> Held {
    let secret = client.proof.secret
    let text = try await read(secret.source, secret.purpose)
    let endpoint = TokenEndpoint(
      client: client, server: configuration.name, transport: transport, route: try await route(),
      now: now)
    // Counted from before the request: how long the answer took is not known to the endpoint.
    let asked = uptime()
    let token = try await endpoint.token(secret: text)
    var held = Held(authorization: .bearer(token.value))
    if let lifetime = token.lifetimeSeconds {
      held.endsAt = asked + lifetime
      held.renewAt = asked + lifetime - AccessToken.marginSeconds(lifetime: lifetime)
    }
    return held
  }

  // MARK: - The way

  /// An empty request that knows how the server is reached, secrets of the way included.
  func route() async throws(SyncError) -> HTTPRequest {
    if let knownRoute { return knownRoute }
    if let runningRoute { return try await runningRoute.value.get() }
    let task = Task(executorPreference: QuietExecutor.shared) { await self.readAndKeepRoute() }
    runningRoute = task
    return try await task.value.get()
  }

  private func readAndKeepRoute() async -> Result<HTTPRequest, SyncError> {
    let result = await readRoute()
    if case .success(let route) = result { knownRoute = route }
    runningRoute = nil
    return result
  }

  private func readRoute() async -> Result<HTTPRequest, SyncError> {
    var route = HTTPRequest(
      url: "", timeoutSeconds: configuration.timeoutSeconds, caFile: configuration.caFile,
      proxy: configuration.proxy)
    do throws(SyncError) {
      if let login = configuration.proxyLogin {
        route.proxyLogin = ProxyLogin(
          user: login.user, password: try await read(login.password, .proxyPassword))
      }
      if let certificate = configuration.clientCertificate {
        if let fault = certificate.fault(server: configuration.name) { throw fault }
        let isLocked = certificate.keyPassword != .none
        route.clientCertificate = ClientCertificate(
          certificateFile: certificate.certificateFile, keyFile: certificate.keyFile,
          keyPassword: isLocked ? try await read(certificate.keyPassword, .tlsKeyPassword) : nil)
      }
      return .success(route)
    } catch {
      return .failure(error)
    }
  }

  private func read(
    _ source: SecretSource, _ purpose: SecretPurpose
  ) async throws(SyncError) -> String {
    try await SecretReader(
      source: source, purpose: purpose, server: configuration.name, environment: environment,
      withheldVariables: configuration.withheldVariables
    ).read().get()
  }
}
