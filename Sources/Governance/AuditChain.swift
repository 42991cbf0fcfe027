import Foundation

extension AuditRecord {
  /// The digest that stands before the first record.
  public static let genesisDigest = String(repeating: "0", count: 64)

  /// Makes the record that follows `previousDigest`, with its own digest.
  ///
  /// The time is cut to whole milliseconds, so that it survives being stored.
  public static func sealed(
    sequence: Int64, time: Date, actor: PersonReference, event: String, subject: String,
    detail: CanonicalJSON, previousDigest: String
  ) -> AuditRecord {
    var record = AuditRecord(
      sequence: sequence, time: Date(timeIntervalSince1970: (time.milliseconds / 1000)),
      actor: actor, event: event, subject: subject, detail: detail.text,
      previousDigest: previousDigest, digest: "")
    record.digest = record.computedDigest
    return record
  }

  /// SHA-256 over the canonical JSON of all fields but the digest; `time` is a number there, the
  /// milliseconds since 1970 in UTC, and `detail` a string.
  public var computedDigest: String { Digest.sha256(canonical.utf8) }

  /// What the digest is taken over.
  public var canonical: CanonicalJSON {
    [
      "sequence": .number(.init(sequence)),
      "time": CanonicalJSON.FiniteNumber(time.milliseconds).map { .number($0) } ?? nil,
      "actor": ["key": .string(actor.key.rawValue), "name": .string(actor.name)],
      "event": .string(event),
      "subject": .string(subject),
      "detail": .string(detail),
      "previousDigest": .string(previousDigest),
    ]
  }
}

extension Date {
  fileprivate var milliseconds: Double { (timeIntervalSince1970 * 1000).rounded() }
}

/// A place in the audit log whose digest somebody noted outside, so that a cut tail shows.
public struct AuditAnchor: Hashable, Sendable, Codable {
  public var sequence: Int64
  public var digest: String

  public init(sequence: Int64, digest: String) {
    self.sequence = sequence
    self.digest = digest
  }
}

/// The first thing wrong with an audit log.
public struct AuditBreak: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The fields do not give the record's digest: it was edited.
    case altered
    /// The number does not follow the one before: records were removed, added or reordered.
    case outOfSequence
    /// The record was sealed after another record than the one that stands before it.
    case unlinked
    /// The log does not hold the record that the anchor names: its tail was cut or replaced.
    case anchorMissing
    /// No signature, though the ledger had a key by then: it was added or replaced by somebody else.
    case unsigned
    /// The signature is not of this record by that key.
    case forged
    /// Signed by a key that nobody here trusts.
    case stranger
    /// Signed by a key after another had taken its place.
    case retired
  }

  public var kind: Kind
  /// The number of the first record that is wrong, as it stands in the log.
  public var sequence: Int64
  /// The number that should stand there.
  public var expected: Int64
  /// The public key that signed it; nil where signatures do not matter.
  public var key: String?

  public init(kind: Kind, sequence: Int64, expected: Int64, key: String? = nil) {
    self.kind = kind
    self.sequence = sequence
    self.expected = expected
    self.key = key
  }

  /// What is wrong, for people.
  public var sentence: String {
    switch kind {
    case .altered: "Record \(sequence) was changed after it was written: its digest is another one."
    case .outOfSequence where sequence > expected:
      "Record \(expected) is missing: record \(sequence) stands in its place."
    case .outOfSequence: "Record \(sequence) stands where record \(expected) belongs."
    case .unlinked:
      "Record \(sequence) does not follow from the record before it: one was replaced."
    case .anchorMissing: "The log does not hold record \(expected) as it was anchored."
    case .unsigned:
      "Record \(sequence) is not signed, though this ledger had a key: somebody else wrote it."
    case .forged: "The signature of record \(sequence) is not of this record: it was forged."
    case .stranger:
      "Record \(sequence) is signed by a stranger's key, \(shortKey), that is not trusted here."
    case .retired:
      "Record \(sequence) is signed by the key \(shortKey) after another had taken its place."
    }
  }

  private var shortKey: String { AuditSignature.short(key ?? "") }

  /// What to do about it.
  public var advice: String {
    switch kind {
    case .stranger:
      "Ask whose ledger this is; if it may be here: countersign audit keys trust \(shortKey)"
    default: "Keep the file as it is, and compare it with a backup or an export."
    }
  }
}

/// What checking an audit log found.
public enum AuditVerdict: Hashable, Sendable, Codable {
  /// All records are as they were written. `head` is the last digest; keep it elsewhere as an anchor.
  case intact(count: Int64, head: String)
  case broken(AuditBreak)
}

/// Checks an audit log record by record, in constant memory.
public struct AuditChain: Hashable, Sendable {
  /// The number and digest of the last record that was found good.
  public private(set) var head: AuditAnchor
  /// Order: by number.
  private var anchors: [AuditAnchor]
  private var signatures: SignatureCheck?

  /// Who signed what was checked so far; nobody where signatures do not matter.
  public var signing: AuditSigning { signatures?.signing ?? AuditSigning() }

  /// Starts before the first record.
  ///
  /// - Parameters:
  ///   - anchors: heads that were noted before, in any order.
  ///   - keys: whose signatures count; nil checks the chain alone.
  public init(anchors: [AuditAnchor] = [], keys: AuditKeyBook? = nil) {
    let start = AuditAnchor(sequence: 0, digest: AuditRecord.genesisDigest)
    self.init(after: start, anchors: anchors)
    signatures = keys.map(SignatureCheck.init)
  }

  /// Starts after a record that was checked before; signatures do not matter.
  public init(after head: AuditAnchor, anchors: [AuditAnchor] = []) {
    self.head = head
    self.anchors = anchors.filter { $0 != head && $0.sequence >= head.sequence }
      .sorted { $0.sequence < $1.sequence }
  }

  /// Checks the next record; what is wrong with it, or nil. A broken record does not move the head.
  public mutating func check(
    _ record: AuditRecord, signature: AuditSignature? = nil
  ) -> AuditBreak? {
    let expected = head.sequence + 1
    func wrong(_ kind: AuditBreak.Kind) -> AuditBreak {
      AuditBreak(
        kind: kind, sequence: record.sequence, expected: expected,
        key: signatures == nil ? nil : signature?.key)
    }
    if record.sequence != expected { return wrong(.outOfSequence) }
    if record.digest != record.computedDigest { return wrong(.altered) }
    if record.previousDigest != head.digest { return wrong(.unlinked) }
    if let kind = signatures?.check(record, signature) ?? nil { return wrong(kind) }
    head = AuditAnchor(sequence: record.sequence, digest: record.digest)
    while let anchor = anchors.first, anchor.sequence <= record.sequence {
      if anchor != head { return wrong(.anchorMissing) }
      anchors.removeFirst()
    }
    return nil
  }

  /// What all the records that were checked amount to, when there are no more.
  public func verdict() -> AuditVerdict {
    if let anchor = anchors.first {
      return .broken(
        AuditBreak(kind: .anchorMissing, sequence: head.sequence, expected: anchor.sequence))
    }
    return .intact(count: head.sequence, head: head.digest)
  }

  /// Checks the chain of a whole log. Order: as written.
  public static func verify(
    _ records: some Sequence<AuditRecord>, anchor: AuditAnchor? = nil
  ) -> AuditVerdict {
    var chain = AuditChain(anchors: anchor.map { [$0] } ?? [])
    for record in records {
      if let broken = chain.check(record) { return .broken(broken) }
    }
    return chain.verdict()
  }
}
