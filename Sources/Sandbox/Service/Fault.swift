import SCIM

/// Something that goes wrong on purpose.
public struct Fault: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The answer comes late.
    case delayed(seconds: Double)
    /// 429 with Retry-After.
    case limited(retryAfterSeconds: Int)
    /// That status with a SCIM error, and nothing is done.
    case status(Int)
    /// 401, as for a token that was revoked.
    case unauthorised
    /// It is done, and the connection ends after so many bytes of the answer's body.
    case cut(afterBytes: Int)
    /// It is done, and the body is whole to HTTP but only so many bytes of JSON.
    case truncated(bytes: Int)
    /// That status with a page for people, typed as SCIM, and nothing is done.
    case html(status: Int)
    /// So many users vanish before the answer is made.
    case churn(removals: Int)
  }

  /// Nil for all.
  public var tenant: TenantName?
  /// Nil for all.
  public var method: String?
  /// A part of the path; empty for all.
  public var path: String
  /// How many fitting requests pass unharmed before.
  public var skip: Int
  /// How many requests it harms.
  public var times: Int
  public var kind: Kind

  public init(
    _ kind: Kind, tenant: TenantName? = nil, method: String? = nil, path: String = "",
    skip: Int = 0, times: Int = 1
  ) {
    self.kind = kind
    self.tenant = tenant
    self.method = method
    self.path = path
    self.skip = skip
    self.times = times
  }

  func fits(_ request: SandboxRequest, on tenant: TenantName) -> Bool {
    (self.tenant ?? tenant) == tenant && (method ?? request.method) == request.method
      && (path.isEmpty || request.path.contains(path))
  }
}

extension Fault {
  /// Reads what `POST /_sandbox/faults` takes.
  ///
  /// Shape: `{"kind": "status", "status": 503, "tenant": "idp", "method": "GET", "path": "/Users",
  /// "skip": 1, "times": 2}`; other kinds take `seconds`, `bytes` or `removals`.
  /// Throws: `invalidValue` when a name is unknown or a number is missing.
  public init(_ json: JSON) throws(SCIMError) {
    var tenant: TenantName?
    if let name = json["tenant"]?.string {
      guard let known = TenantName(rawValue: name) else {
        throw .invalidValue("There is no tenant \(name).")
      }
      tenant = known
    }
    self.init(
      try Self.kind(json), tenant: tenant, method: json["method"]?.string,
      path: json["path"]?.string ?? "", skip: json["skip"]?.int ?? 0,
      times: json["times"]?.int ?? 1)
  }

  private static func kind(_ json: JSON) throws(SCIMError) -> Kind {
    func integer(_ name: String, _ fallback: Int) throws(SCIMError) -> Int {
      guard let value = json[name] else { return fallback }
      guard let number = value.int, number >= 0 else {
        throw .invalidValue("\(name) is not a number.")
      }
      return number
    }
    switch json["kind"]?.string {
    case "delayed": return .delayed(seconds: json["seconds"]?.number?.double ?? 1)
    case "limited": return .limited(retryAfterSeconds: try integer("seconds", 1))
    case "status": return .status(try integer("status", 503))
    case "unauthorised": return .unauthorised
    case "cut": return .cut(afterBytes: try integer("bytes", 0))
    case "truncated": return .truncated(bytes: try integer("bytes", 100))
    case "html": return .html(status: try integer("status", 200))
    case "churn": return .churn(removals: try integer("removals", 1))
    default:
      throw .invalidValue(
        "kind is delayed, limited, status, unauthorised, cut, truncated, html or churn.")
    }
  }

  /// The answer in place of the real one; nil when the real one is made.
  var answer: SandboxResponse? {
    switch kind {
    case .delayed, .cut, .truncated, .churn: nil
    case .limited(let seconds):
      SandboxResponse(
        SCIMError(status: 429, detail: "Too many requests."),
        headers: [("Retry-After", String(seconds))])
    case .status(let status):
      SandboxResponse(SCIMError(status: status, detail: "The service is out of order."))
    case .unauthorised:
      SandboxResponse(
        SCIMError(status: 401, detail: "The token is not accepted."),
        headers: [("WWW-Authenticate", "Bearer")])
    case .html(let status):
      SandboxResponse(
        status: status, headers: [("Content-Type", "application/scim+json")],
        body: Array("<html><body><h1>Please sign in</h1></body></html>".utf8))
    }
  }

  /// Disturbs the real answer.
  func disturb(_ response: inout SandboxResponse) {
    switch kind {
    case .delayed(let seconds): response.disturbance.delaySeconds = seconds
    case .cut(let bytes): response.disturbance.cutAfterBytes = min(bytes, response.body.count)
    case .truncated(let bytes): response.body = Array(response.body.prefix(bytes))
    case .limited, .status, .unauthorised, .html, .churn: break
    }
  }
}
