import Foundation
import Testing

@testable import Governance

@Suite("Signatures of the audit log")
struct AuditSigningTests {
  static let key = AuditKey()
  static let other = AuditKey()
  static let book = AuditKeyBook(owners: [key.name: "priya", other.name: "chen"])

  /// A log of which the records from `first` on are signed.
  static func log(_ count: Int, signedFrom first: Int = 1) throws -> [SignedAuditRecord] {
    try AuditChainTests.log(count).map { record in
      SignedAuditRecord(
        record, signature: record.sequence < first ? nil : try key.sign(record))
    }
  }

  static func verify(
    _ log: [SignedAuditRecord], _ book: AuditKeyBook = book, anchors: [AuditAnchor] = []
  ) -> AuditReport {
    var chain = AuditChain(anchors: anchors, keys: book)
    for signed in log {
      if let broken = chain.check(signed.record, signature: signed.signature) {
        return AuditReport(verdict: .broken(broken), signing: chain.signing)
      }
    }
    return AuditReport(verdict: chain.verdict(), signing: chain.signing)
  }

  static func kind(_ log: [SignedAuditRecord], _ book: AuditKeyBook = book) -> AuditBreak.Kind? {
    guard case .broken(let found) = verify(log, book).verdict else { return nil }
    return found.kind
  }

  @Test("RFC 8032 §7.1, test 1: the key of a seed")
  func standardKey() throws {
    let key = try #require(
      AuditKey(seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    #expect(key.name == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    #expect(AuditKey(seed: key.name + "00") == nil)
    #expect(AuditKey(seed: String(repeating: "x", count: 64)) == nil)
  }

  @Test("A signed log is intact, and says who signed and what is from before the first key")
  func intact() throws {
    let report = Self.verify(try Self.log(20, signedFrom: 6))
    guard case .intact(20, _) = report.verdict else {
      Issue.record("\(report.verdict)")
      return
    }
    #expect(report.signing.unsignedCount == 5)
    #expect(report.signing.signers.map(\.owner) == ["priya"])
    #expect(report.signing.signers.map(\.count) == [15])
    #expect(report.signing.signers.map(\.first) == [6])
    #expect(report.signing.summary == "15 signed by 1 key, 5 before the first key")
    #expect(Self.verify(try Self.log(3, signedFrom: 9)).signing.summary.contains("none signed yet"))
    #expect(Self.verify([]).signing.summary == "")
  }

  @Test("Whoever has no key cannot change a record, however well the chain is made anew")
  func rewritten() throws {
    var log = try Self.log(20)
    var previous = log[8].record.digest
    for index in 9..<20 {
      log[index].record.previousDigest = previous
      if index == 9 { log[index].record.subject = "r99" }
      log[index].record.digest = log[index].record.computedDigest
      previous = log[index].record.digest
    }
    #expect(AuditChain.verify(log.map(\.record)) == .intact(count: 20, head: previous))
    #expect(Self.kind(log) == .forged)
    log[9].signature = nil
    #expect(Self.kind(log) == .unsigned)
    log[9].signature = try AuditKey().sign(log[9].record)
    #expect(Self.kind(log) == .stranger)
  }

  @Test("A record that is added at the end, and signatures that are taken away, show")
  func unsigned() throws {
    let all = AuditChainTests.log(21)
    var log = try Self.log(20)
    log.append(SignedAuditRecord(all[20], signature: nil))
    #expect(Self.kind(log) == .unsigned)
    let stripped = all.map { SignedAuditRecord($0, signature: nil) }
    #expect(Self.kind(stripped) == nil)
    var book = Self.book
    book.signedSince = 6
    #expect(Self.kind(stripped, book) == .unsigned)
    #expect(Self.kind(Array(stripped.prefix(5)), book) == nil)
  }

  @Test("A log that strangers signed is refused, with the key and the way out")
  func stranger() throws {
    let report = Self.verify(try Self.log(3), AuditKeyBook(owners: [:]))
    guard case .broken(let found) = report.verdict else {
      Issue.record("\(report.verdict)")
      return
    }
    #expect(found.kind == .stranger)
    #expect(found.sentence.contains(AuditSignature.short(Self.key.name)))
    #expect(found.advice.contains("audit keys trust \(AuditSignature.short(Self.key.name))"))
  }

  @Test("A key vouches for the one that takes its place, and signs nothing after that")
  func rotation() throws {
    let new = AuditKey()
    var log = try Self.log(3)
    func add(_ event: String, _ detail: CanonicalJSON, by key: AuditKey) throws {
      let record = AuditRecord.sealed(
        sequence: Int64(log.count + 1), time: morning, actor: priya, event: event, subject: "x",
        detail: detail, previousDigest: log[log.count - 1].record.digest)
      log.append(SignedAuditRecord(record, signature: try key.sign(record)))
    }
    let change = AuditKeyChange(from: Self.key.name, to: new.name, owner: "priya")
    try add(AuditKeyChange.event, change.detail, by: Self.key)
    try add("decision.denied", [:], by: new)
    #expect(Self.kind(log) == nil)
    #expect(Self.verify(log).signing.signers.map(\.key) == [Self.key.name, new.name])
    try add("decision.denied", [:], by: Self.key)
    #expect(Self.kind(log) == .retired)
    // What a stranger says of keys counts for nothing.
    log = try Self.log(3)
    let claim = AuditKeyChange(from: Self.other.name, to: new.name, owner: "mallory")
    try add(AuditKeyChange.event, claim.detail, by: Self.key)
    try add("decision.denied", [:], by: new)
    #expect(Self.kind(log) == .stranger)
  }

  @Test("A cut tail shows against the newest of several anchors")
  func anchors() throws {
    let log = try Self.log(20)
    let anchors = [15, 5].map { AuditAnchor(sequence: $0, digest: log[Int($0) - 1].record.digest) }
    guard case .intact = Self.verify(log, anchors: anchors).verdict else {
      Issue.record("both are there")
      return
    }
    #expect(
      Self.verify(Array(log.prefix(14)), anchors: anchors).verdict
        == .broken(AuditBreak(kind: .anchorMissing, sequence: 14, expected: 15)))
  }

  static let events: [(String, CanonicalJSON, Int, Int)] = [
    ("action.applied", fact("member"), 3006, 3), ("action.applied", fact("notMember"), 3006, 4),
    ("action.applied", fact("hasRole"), 3005, 1),
    ("action.applied", fact("lacksEntitlement"), 3005, 2),
    ("action.applied", fact("hasAccount"), 3001, 1), ("action.failed", fact("inactive"), 3001, 5),
    ("request.submitted", [:], 3004, 1), ("decision.approved", [:], 3004, 3),
    ("audit.keyAdded", [:], 3004, 1), ("action.applied", [:], 3004, 3),
  ]

  static func fact(_ kind: String) -> CanonicalJSON {
    [
      "server": "idp", "effect": "do it",
      "establishes": [["kind": .string(kind), "subject": "u1", "object": "g1", "sentence": "s"]],
    ]
  }

  @Test("Records become OCSF events with all that their class requires", arguments: 0..<10)
  func ocsf(index: Int) throws {
    let (event, detail, classID, activity) = Self.events[index]
    let record = AuditRecord.sealed(
      sequence: 1, time: morning, actor: priya, event: event, subject: "r1", detail: detail,
      previousDigest: AuditRecord.genesisDigest)
    let signed = SignedAuditRecord(record, signature: try Self.key.sign(record))
    let text = OCSFEvent(signed, product: "1").json.text
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["class_uid"] as? Int == classID)
    #expect(json["activity_id"] as? Int == activity)
    #expect(json["type_uid"] as? Int == classID * 100 + activity)
    #expect(json["category_uid"] as? Int == 3)
    #expect(json["status_id"] as? Int == (event == "action.failed" ? 2 : 1))
    #expect(json["time"] as? Double == morning.timeIntervalSince1970 * 1000)
    let required = [3001: "user", 3004: "entity", 3005: "privileges", 3006: "group"]
    #expect(json[required[classID] ?? ""] != nil, "\(text)")
    let proof = try #require(json["unmapped"] as? [String: Any])
    #expect(proof["digest"] as? String == record.digest)
    #expect(proof["key"] as? String == Self.key.name)
  }
}
