import Foundation

/// Names an access request. Shape: a lowercase UUID, or what the sharing server calls it.
public struct RequestID: RawRepresentable, Hashable, Sendable, Codable, Comparable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Where a request stands (design, section 3). Terminal states never move.
public enum RequestStatus: String, Hashable, Sendable, Codable, CaseIterable {
  case draft, pending, approved, denied, cancelled, expired
}

/// Whether an item gives or takes.
public enum ItemOperation: String, Hashable, Sendable, Codable, CaseIterable {
  case grant, revoke
}

/// Where an item's decision stands (design, section 3).
public enum ItemStatus: String, Hashable, Sendable, Codable, CaseIterable {
  case open, approved, denied, withdrawn
}

/// One entitlement to grant to, or revoke from, the request's beneficiary.
public struct RequestItem: Hashable, Sendable, Codable {
  /// Unique within its request, "1" for the first.
  public var id: String
  public var operation: ItemOperation
  public var entitlement: EntitlementReference
  /// The entitlement's name when the request was made.
  public var display: String
  /// How long a grant lasts. Shape: an ISO 8601 duration (`P7D`); nil for no end.
  public var duration: String?
  public var status: ItemStatus

  public init(
    id: String, operation: ItemOperation, entitlement: EntitlementReference, display: String,
    duration: String? = nil, status: ItemStatus = .open
  ) {
    self.id = id
    self.operation = operation
    self.entitlement = entitlement
    self.display = display
    self.duration = duration
    self.status = status
  }
}

/// How a request came in (design, section 12).
public enum RequestOrigin: Hashable, Sendable, Codable {
  /// Made here, by the form or `countersign request`.
  case local
  /// Taken from a file by `countersign import`.
  case imported
  /// An `AccessRequest` resource on a server, which wants the decision back.
  case shared(server: String, resourceID: String)
}

/// Somebody asks that somebody receives or loses access.
public struct AccessRequest: Hashable, Sendable, Codable {
  public var id: RequestID
  public var origin: RequestOrigin
  public var requester: PersonReference
  public var beneficiary: PersonReference
  public var items: [RequestItem]
  public var justification: String
  public var submitted: Date
  public var neededBy: Date?
  public var expires: Date?
  public var status: RequestStatus
  /// A ticket or case elsewhere.
  public var externalReference: String?
  /// Who brought it in, where that is not the requester: an import may name anybody.
  public var submitter: PersonReference?

  public init(
    id: RequestID, origin: RequestOrigin, requester: PersonReference, beneficiary: PersonReference,
    items: [RequestItem], justification: String, submitted: Date, neededBy: Date? = nil,
    expires: Date? = nil, status: RequestStatus = .pending, externalReference: String? = nil,
    submitter: PersonReference? = nil
  ) {
    self.id = id
    self.origin = origin
    self.requester = requester
    self.beneficiary = beneficiary
    self.items = items
    self.justification = justification
    self.submitted = submitted
    self.neededBy = neededBy
    self.expires = expires
    self.status = status
    self.externalReference = externalReference
    self.submitter = submitter
  }

  /// Whom it concerns: they decide no part of it.
  public var concerned: Set<IdentityKey> {
    Set([requester.key, beneficiary.key] + (submitter.map { [$0.key] } ?? []))
  }
}
