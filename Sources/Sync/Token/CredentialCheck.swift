import Foundation

/// What can be said of a server's credentials on this machine, without asking anybody.
public struct CredentialCheck: Sendable {
  /// What makes a login impossible. Order: as the configuration documents it.
  public var faults: [SyncError] = []
  /// Where secrets would cross a network in the open. Shape: sentences.
  public var warnings: [String] = []
  /// How we log in. Shape: `the OAuth 2 client “x” at https://login.example/token`.
  public var summary: String

  /// Runs no program.
  public init(
    _ server: ServerConfiguration,
    environment: @escaping @Sendable (String) -> String? = { name in
      ProcessInfo.processInfo.environment[name]
    }
  ) {
    summary = Self.summary(server.credentials)
    for (purpose, source) in server.secrets {
      let reader = SecretReader(
        source: source, purpose: purpose, server: server.name, environment: environment)
      if let fault = reader.fault() {
        faults.append(fault)
      } else if purpose == .clientKey, let fault = Self.keyFault(reader) {
        faults.append(fault)
      }
    }
    if let fault = server.clientCertificate?.fault(server: server.name) { faults.append(fault) }
    if let path = server.caFile, access(path, R_OK) != 0 {
      faults.append(SyncError(.caFileUnreadable(path: path), server: server.name))
    }
    warnings = Self.openAddresses(server)
  }

  private static func summary(_ credentials: Credentials) -> String {
    switch credentials {
    case .none: "no login"
    case .bearer: "a bearer token"
    case .basic(let user, _): "the user “\(user)” with a password"
    case .clientCredentials(let client):
      "tokens for the OAuth 2 client “\(client.clientID)” from \(client.tokenURL)"
    }
  }

  private static func keyFault(_ reader: SecretReader) -> SyncError? {
    do throws(SyncError) {
      guard let pem = try reader.readWithoutProgram() else { return nil }
      do throws(SigningKey.Problem) {
        _ = try SigningKey(pem: pem)
        return nil
      } catch {
        return .unusableKey(error, server: reader.server)
      }
    } catch {
      return error
    }
  }

  private static func openAddresses(_ server: ServerConfiguration) -> [String] {
    var warnings: [String] = []
    if server.credentials != .none, isOpen(server.baseURL) {
      warnings.append("The login goes to \(server.baseURL) unencrypted.")
    }
    if case .clientCredentials(let client) = server.credentials, isOpen(client.tokenURL) {
      warnings.append("Tokens are fetched from \(client.tokenURL) unencrypted.")
    }
    return warnings
  }

  /// Whether others on the way can read along: http, and not to this machine.
  private static func isOpen(_ text: String) -> Bool {
    guard let parts = URLComponents(string: text), parts.scheme?.lowercased() == "http" else {
      return false
    }
    let host = parts.host?.lowercased() ?? ""
    return host != "localhost" && !host.hasPrefix("127.") && host != "::1" && host != "[::1]"
  }
}
