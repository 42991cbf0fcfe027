/// Why a call to a server, or a sync, did not do what was asked.
///
/// Never holds a token, and of what the server sent only the error text.
public struct SyncError: Error, Hashable, Sendable, Codable {
  /// What a caller can do about it without a person.
  public enum Disposition: Hashable, Sendable, Codable {
    case retryNow
    /// Units: seconds.
    case retryLater(afterSeconds: Double)
    case needsOperator
  }

  public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
    // A token or another secret of ours.
    case tokenMissing, tokenUnreadable, tokenExposed, tokenCommandFailed
    // The authorization server gave no token.
    case tokenEndpoint, clientRefused
    // No whole answer: see HTTPError.
    case invalidURL, nameNotResolved, refused, unreachable, proxy, timedOut, tls
    case caFileUnreadable, clientCertificate, tooLarge, redirected, cut, cancelled, transport
    // An answer that says no.
    case badRequest, unauthorized, forbidden, notFound, notSupported, conflict
    case preconditionFailed, throttled, serverFailed, unexpectedStatus
    // An answer that cannot be used.
    case notSCIM, malformed, filterIgnored
    // Here.
    case store, alreadyRunning, misplaced, clockAhead
  }

  /// Stable, for programs.
  public var code: Code
  /// The configured name of the server.
  public var server: String
  /// What happened.
  public var sentence: String
  /// What to do about it.
  public var advice: String
  /// The HTTP status; 0 when there was no answer.
  public var status: Int
  /// RFC 7644 §3.12: `uniqueness`, `tooMany` …; nil when the server gave none.
  public var scimType: String?
  /// The error's `detail`, or the start of what the server sent; empty when there was no answer.
  public var serverText: String
  public var disposition: Disposition

  public init(
    code: Code, server: String, sentence: String, advice: String, status: Int = 0,
    scimType: String? = nil, serverText: String = "", disposition: Disposition = .needsOperator
  ) {
    self.code = code
    self.server = server
    self.sentence = sentence
    self.advice = advice
    self.status = status
    self.scimType = scimType
    self.serverText = serverText
    self.disposition = disposition
  }
}
