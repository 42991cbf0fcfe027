/// The keyword of a SCIM error (RFC 7644 table 9, RFC 9865 §2.1). A server's own words are kept.
public struct ScimType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  public static let invalidFilter = ScimType(rawValue: "invalidFilter")
  public static let tooMany = ScimType(rawValue: "tooMany")
  public static let uniqueness = ScimType(rawValue: "uniqueness")
  public static let mutability = ScimType(rawValue: "mutability")
  public static let invalidSyntax = ScimType(rawValue: "invalidSyntax")
  public static let invalidPath = ScimType(rawValue: "invalidPath")
  public static let noTarget = ScimType(rawValue: "noTarget")
  public static let invalidValue = ScimType(rawValue: "invalidValue")
  public static let invalidVers = ScimType(rawValue: "invalidVers")
  public static let sensitive = ScimType(rawValue: "sensitive")
  public static let invalidCursor = ScimType(rawValue: "invalidCursor")
  public static let expiredCursor = ScimType(rawValue: "expiredCursor")
  public static let invalidCount = ScimType(rawValue: "invalidCount")
}

/// An error as SCIM sends it: a status, a keyword, a sentence (RFC 7644 §3.12).
public struct SCIMError: Error, Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  public var scimType: ScimType?
  public var detail: String?

  public init(status: Int, scimType: ScimType? = nil, detail: String? = nil) {
    self.status = status
    self.scimType = scimType
    self.detail = detail
  }

  /// Reads an error message. Nil when the JSON is none: it needs the error's URN, or a status with
  /// a keyword or a detail, as servers send that leave `schemas` out.
  public init?(parsing json: JSON) {
    guard json.object != nil else { return nil }
    let status = json["status"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
    let scimType = json["scimType"]?.string
    let detail = json["detail"]?.string
    let schemas = json["schemas"]?.array?.compactMap(\.string) ?? []
    let isNamed = schemas.contains { AttributeName.isSame($0, SchemaURN.error) }
    guard isNamed || (status != nil && (scimType != nil || detail != nil)) else { return nil }
    self.init(
      status: status ?? 0, scimType: scimType.map(ScimType.init(rawValue:)), detail: detail)
  }

  /// The message's body. `status` is a string there (RFC 7644 §3.12).
  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.error)]]
    if let scimType { json["scimType"] = .string(scimType.rawValue) }
    if let detail { json["detail"] = .string(detail) }
    json["status"] = .string(String(status))
    return json
  }
}

extension SCIMError: CustomStringConvertible {
  /// A stable code. Shape: `scim.noTarget`, or `scim.404` where there is no keyword.
  public var code: String { "scim." + (scimType?.rawValue ?? String(status)) }

  /// One sentence for people: the detail, or what the status and the keyword say.
  public var sentence: String { detail ?? "The server answered \(status)." }

  public var description: String {
    let keyword = scimType.map { " \($0)" } ?? ""
    return "\(status)\(keyword)" + (detail.map { ": " + $0 } ?? "")
  }

  /// What to do about it, by keyword or else by status.
  public var advice: String {
    if let scimType, let advice = Self.adviceByType[scimType] { return advice }
    switch status {
    case 401: return "Renew the token and check that the server takes it as a bearer token."
    case 403: return "Ask the server's owner to allow this token the operation."
    case 404: return "The resource is gone, or the base URL is not the SCIM one."
    case 409: return "Look for the resource that has the same name or identifier."
    case 412: return "Somebody changed the resource meanwhile: read it again."
    case 413: return "Send less at once."
    case 429: return "Wait and try again."
    case 500...: return "The server failed: try again later and see its log."
    default: return "Correct the request."
    }
  }

  private static let adviceByType: [ScimType: String] = [
    .invalidFilter: "Correct the filter, or use one that the server supports.",
    .tooMany: "Narrow the filter.",
    .uniqueness: "Choose another value, or use the resource that has this one.",
    .mutability: "Leave out the attribute, which cannot be changed.",
    .invalidSyntax: "Send what the schema describes.",
    .invalidPath: "Correct the attribute's path.",
    .noTarget: "Read the resource again: what was to be changed is not there.",
    .invalidValue: "Give a value of the attribute's type.",
    .invalidVers: "Use SCIM 2.0.",
    .sensitive: "Send the filter by POST to /.search.",
    .invalidCursor: "Start again at the first page.",
    .expiredCursor: "Start again at the first page, and take the pages faster.",
    .invalidCount: "Ask for smaller pages.",
  ]
}

extension SCIMError {
  public static func invalidFilter(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidFilter, detail: detail)
  }

  public static func invalidFilter(_ error: FilterError) -> SCIMError {
    invalidFilter(error.sentence)
  }

  public static func tooMany(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .tooMany, detail: detail)
  }

  /// The one keyword that comes with 409.
  public static func uniqueness(_ detail: String) -> SCIMError {
    SCIMError(status: 409, scimType: .uniqueness, detail: detail)
  }

  public static func mutability(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .mutability, detail: detail)
  }

  public static func invalidSyntax(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidSyntax, detail: detail)
  }

  public static func invalidPath(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidPath, detail: detail)
  }

  public static func noTarget(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .noTarget, detail: detail)
  }

  public static func invalidValue(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidValue, detail: detail)
  }

  public static func invalidVers(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidVers, detail: detail)
  }

  /// The one keyword that comes with 403.
  public static func sensitive(_ detail: String) -> SCIMError {
    SCIMError(status: 403, scimType: .sensitive, detail: detail)
  }

  public static func invalidCursor(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidCursor, detail: detail)
  }

  public static func expiredCursor(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .expiredCursor, detail: detail)
  }

  public static func invalidCount(_ detail: String) -> SCIMError {
    SCIMError(status: 400, scimType: .invalidCount, detail: detail)
  }
}
