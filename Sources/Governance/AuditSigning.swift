import Foundation

/// A record with the signature that was made when it was written; nil for one from before the
/// ledger's first key.
public struct SignedAuditRecord: Hashable, Sendable {
  public var record: AuditRecord
  public var signature: AuditSignature?

  public init(_ record: AuditRecord, signature: AuditSignature?) {
    self.record = record
    self.signature = signature
  }
}

extension SignedAuditRecord: Encodable {
  private enum CodingKeys: String, CodingKey { case key, signature }

  /// The record's own members, then `key` and `signature` where there are any.
  public func encode(to encoder: any Encoder) throws {
    try record.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(signature?.key, forKey: .key)
    try container.encodeIfPresent(signature?.signature, forKey: .signature)
  }
}

/// Whose signatures count on this machine.
public struct AuditKeyBook: Hashable, Sendable {
  /// Owners by public key.
  public var owners: [String: String]
  /// The record from which on this ledger is known to be signed; nil where nobody noted one.
  public var signedSince: Int64?

  public init(owners: [String: String], signedSince: Int64? = nil) {
    self.owners = owners
    self.signedSince = signedSince
  }
}

/// One key took another's place: the particulars of `audit.keyRotated`.
public struct AuditKeyChange: Hashable, Sendable, Codable {
  public static let event = "audit.keyRotated"

  /// The public key that signs this record, and none after it.
  public var from: String
  /// The public key that signs from here on.
  public var to: String
  public var owner: String

  public init(from: String, to: String, owner: String) {
    self.from = from
    self.to = to
    self.owner = owner
  }

  /// nil for a record about anything else.
  public init?(_ record: AuditRecord) {
    guard record.event == Self.event else { return nil }
    do {
      self = try JSONDecoder().decode(AuditKeyChange.self, from: Data(record.detail.utf8))
    } catch { return nil }
  }

  public var detail: CanonicalJSON {
    ["from": .string(from), "to": .string(to), "owner": .string(owner)]
  }
}

/// Who signed a log, as far as it was checked.
public struct AuditSigning: Hashable, Sendable, Codable {
  /// What one key signed.
  public struct Signer: Hashable, Sendable, Codable {
    public var key: String
    public var owner: String
    public var count: Int64
    /// The numbers of its first and last record.
    public var first: Int64
    public var last: Int64
  }

  /// Records from before the first key: their chain alone speaks for them.
  public var unsignedCount: Int64 = 0
  /// Order: by their first record.
  public var signers: [Signer] = []

  public init(unsignedCount: Int64 = 0, signers: [Signer] = []) {
    self.unsignedCount = unsignedCount
    self.signers = signers
  }

  /// For people. Shape: `38 signed by 1 key, 2 before the first key`; empty for an empty log.
  public var summary: String {
    let signed = signers.map(\.count).reduce(0, +)
    var parts: [String] = []
    if signed > 0 {
      let keys = signers.count == 1 ? "1 key" : "\(signers.count) keys"
      parts.append("\(signed) signed by \(keys)")
    }
    if unsignedCount > 0 {
      parts.append(signed > 0 ? "\(unsignedCount) before the first key" : "none signed yet")
    }
    return parts.joined(separator: ", ")
  }

  mutating func count(_ key: String, owner: String, sequence: Int64) {
    if let index = signers.firstIndex(where: { $0.key == key }) {
      signers[index].count += 1
      signers[index].last = sequence
    } else {
      signers.append(
        Signer(key: key, owner: owner, count: 1, first: sequence, last: sequence))
    }
  }
}

/// What a log was found to be, and who signed it.
public struct AuditReport: Hashable, Sendable, Codable {
  public var verdict: AuditVerdict
  public var signing: AuditSigning

  public init(verdict: AuditVerdict, signing: AuditSigning) {
    self.verdict = verdict
    self.signing = signing
  }
}

/// Checks signatures one after another, beside the chain.
struct SignatureCheck: Hashable, Sendable {
  private var owners: [String: String]
  private let signedSince: Int64?
  private var retired: Set<String> = []
  private(set) var signing = AuditSigning()

  init(_ book: AuditKeyBook) {
    owners = book.owners
    signedSince = book.signedSince
  }

  /// What is wrong with the signature of a record that the chain found good; nil for nothing.
  mutating func check(_ record: AuditRecord, _ signature: AuditSignature?) -> AuditBreak.Kind? {
    guard let signature else {
      if !signing.signers.isEmpty || record.sequence >= signedSince ?? .max { return .unsigned }
      signing.unsignedCount += 1
      return nil
    }
    guard signature.isValid(for: record) else { return .forged }
    guard let owner = owners[signature.key] else { return .stranger }
    if retired.contains(signature.key) { return .retired }
    signing.count(signature.key, owner: owner, sequence: record.sequence)
    // Whoever is trusted vouches for the key that takes the place of theirs.
    if let change = AuditKeyChange(record), change.from == signature.key {
      retired.insert(change.from)
      owners[change.to] = owners[change.to] ?? change.owner
    }
    return nil
  }
}
