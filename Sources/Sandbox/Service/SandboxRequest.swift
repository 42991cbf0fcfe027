import SCIM

/// One HTTP request, taken out of its connection.
public struct SandboxRequest: Sendable {
  public var method: String
  /// Shape: percent-encoded, with the tenant's path in front: `/idp/scim/v2/Users/2819c223`.
  public var path: String
  /// Shape: percent-encoded, without the question mark; empty for none.
  public var query: String
  public var headers: [(String, String)]
  public var body: [UInt8]

  /// Takes a target apart at its question mark.
  public init(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []
  ) {
    self.method = method
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? ""
    query = parts.count > 1 ? String(parts[1]) : ""
    self.headers = headers
    self.body = body
  }

  /// The first header of that name in any case.
  public func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.0.lowercased() == wanted }?.1
  }
}

/// What the sandbox answers.
public struct SandboxResponse: Sendable {
  /// How a fault disturbs the delivery.
  public struct Disturbance: Hashable, Sendable {
    /// How long to wait before the first byte.
    public var delaySeconds: Double = 0
    /// The connection ends after this many bytes of the body; nil to send it all.
    public var cutAfterBytes: Int?
  }

  public var status: Int
  public var headers: [(String, String)]
  /// All of it; writes it now when it would be written while it is sent.
  public var body: [UInt8] {
    get {
      switch content {
      case .bytes(let bytes): return bytes
      case .resources(var writer):
        var bytes: [UInt8] = []
        while let piece = writer.next() { bytes += piece }
        return bytes
      }
    }
    set { content = .bytes(newValue) }
  }
  public var disturbance = Disturbance()

  enum Content: Sendable {
    case bytes([UInt8])
    /// Written piece by piece, and never in memory as a whole.
    case resources(ResourceWriter)
  }

  var content: Content

  public init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    content = .bytes(body)
  }

  init(status: Int = 200, _ writer: ResourceWriter, headers: [(String, String)] = []) {
    self.init(status: status, headers: [("Content-Type", "application/scim+json")] + headers)
    content = .resources(writer)
  }

  init(status: Int = 200, json: JSON, headers: [(String, String)] = []) {
    self.init(
      status: status, headers: [("Content-Type", "application/scim+json")] + headers,
      body: json.bytes)
  }

  init(_ error: SCIMError, headers: [(String, String)] = []) {
    self.init(status: error.status, json: error.json, headers: headers)
  }

  /// The first header of that name in any case.
  public func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.0.lowercased() == wanted }?.1
  }
}
