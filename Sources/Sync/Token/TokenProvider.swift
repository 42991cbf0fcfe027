import Foundation

/// Gets one server's token when it is first needed, keeps it in memory, and renews it once a
/// server has refused it.
actor TokenProvider {
  private let source: TokenSource
  private let server: String
  private let environment: @Sendable (String) -> String?
  private var known: String?
  private var running: Task<Result<String, SyncError>, Never>?

  init(
    source: TokenSource, server: String,
    environment: @escaping @Sendable (String) -> String? = TokenProvider.processEnvironment
  ) {
    self.source = source
    self.server = server
    self.environment = environment
  }

  static let processEnvironment: @Sendable (String) -> String? = { name in
    ProcessInfo.processInfo.environment[name]
  }

  /// nil when the server wants no token.
  func token() async throws(SyncError) -> String? {
    if case .none = source { return nil }
    if let known { return known }
    return try await read()
  }

  /// A token other than the refused one, from the same source; nil when there is no other.
  func token(insteadOf refused: String) async throws(SyncError) -> String? {
    if let known, known != refused { return known }
    switch source {
    case .none, .environment: return nil
    case .file, .command:
      let renewed = try await read()
      return renewed == refused ? nil : renewed
    }
  }

  /// Callers that come while the source is being read wait for that reading.
  private func read() async throws(SyncError) -> String {
    let task =
      running
      ?? Task { [source, server, environment] in
        await TokenReader(source: source, server: server, environment: environment).read()
      }
    running = task
    let result = await task.value
    running = nil
    let token = try result.get()
    known = token
    return token
  }
}
