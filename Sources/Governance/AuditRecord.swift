import Foundation

/// One line of the audit log, chained to the line before it by digest.
public struct AuditRecord: Hashable, Sendable, Codable {
  /// 1 for the first record, without gaps.
  public var sequence: Int64
  public var time: Date
  /// Who did it: an operator's name and key, or `countersign` for what it does by itself.
  public var actor: PersonReference
  /// What happened. Shape: `request.submitted`, `decision.approved`, `action.applied` …
  public var event: String
  /// What it happened to: a request's id, a server's name, an identity's key.
  public var subject: String
  /// Canonical JSON (RFC 8785) with the particulars.
  public var detail: String
  /// The digest of the record before; 64 zeros for the first.
  public var previousDigest: String
  /// SHA-256 over the canonical JSON of all the fields above, in lowercase hexadecimal.
  public var digest: String

  public init(
    sequence: Int64, time: Date, actor: PersonReference, event: String, subject: String,
    detail: String, previousDigest: String, digest: String
  ) {
    self.sequence = sequence
    self.time = time
    self.actor = actor
    self.event = event
    self.subject = subject
    self.detail = detail
    self.previousDigest = previousDigest
    self.digest = digest
  }
}
