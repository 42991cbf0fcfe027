import Foundation
import Testing

@testable import Governance

@Suite("The audit chain")
struct AuditChainTests {
  static func log(_ count: Int) -> [AuditRecord] {
    var records: [AuditRecord] = []
    for number in 0..<count {
      records.append(
        AuditRecord.sealed(
          sequence: Int64(number + 1), time: morning.addingTimeInterval(Double(number) + 0.123_456),
          actor: priya, event: "decision.approved", subject: "r\(number)", detail: ["n": 1],
          previousDigest: records.last?.digest ?? AuditRecord.genesisDigest))
    }
    return records
  }

  @Test("The first record, to the letter")
  func golden() {
    let record = Self.log(1)[0]
    #expect(
      record.canonical.text
        == #"{"actor":{"key":"mail:priya@example.com","name":"Priya Nair"},"detail":"{\"n\":1}","#
        + #""event":"decision.approved","previousDigest":""# + String(repeating: "0", count: 64)
        + #"","sequence":1,"subject":"r0","time":1795510800123}"#)
    #expect(record.digest == Digest.sha256(record.canonical.utf8))
  }

  @Test("The digest survives a time that is stored in milliseconds")
  func storedTime() {
    var record = Self.log(1)[0]
    record.time = Date(
      timeIntervalSince1970: (record.time.timeIntervalSince1970 * 1000).rounded() / 1000)
    #expect(record.digest == record.computedDigest)
  }

  @Test("A whole log is intact, and so is an empty one")
  func intact() {
    let log = Self.log(20)
    #expect(AuditChain.verify(log) == .intact(count: 20, head: log[19].digest))
    #expect(AuditChain.verify([]) == .intact(count: 0, head: AuditRecord.genesisDigest))
  }

  static let edits: [(name: String, edit: @Sendable (inout AuditRecord) -> Void)] = [
    ("time", { $0.time += 1 }), ("actor", { $0.actor = ada }), ("name", { $0.actor.name = "x" }),
    ("event", { $0.event = "decision.denied" }), ("subject", { $0.subject = "r99" }),
    ("detail", { $0.detail = "{}" }), ("digest", { $0.digest = AuditRecord.genesisDigest }),
    ("previous", { $0.previousDigest = AuditRecord.genesisDigest }),
  ]

  @Test("Any edit of any record is found where it is", arguments: [0, 9, 19])
  func altered(place: Int) {
    for (name, edit) in Self.edits where !(place == 0 && name == "previous") {
      var log = Self.log(20)
      edit(&log[place])
      let number = Int64(place + 1)
      #expect(
        AuditChain.verify(log)
          == .broken(AuditBreak(kind: .altered, sequence: number, expected: number)), "\(name)")
    }
  }

  @Test("An edit with a digest to match breaks the link of the next record")
  func resealed() {
    var log = Self.log(20)
    log[9].subject = "r99"
    log[9].digest = log[9].computedDigest
    #expect(
      AuditChain.verify(log) == .broken(AuditBreak(kind: .unlinked, sequence: 11, expected: 11)))
  }

  @Test("Removal, addition and reordering are found")
  func outOfSequence() {
    var removed = Self.log(20)
    removed.remove(at: 4)
    #expect(
      AuditChain.verify(removed)
        == .broken(AuditBreak(kind: .outOfSequence, sequence: 6, expected: 5)))
    var doubled = Self.log(20)
    doubled.insert(doubled[4], at: 4)
    #expect(
      AuditChain.verify(doubled)
        == .broken(AuditBreak(kind: .outOfSequence, sequence: 5, expected: 6)))
    var swapped = Self.log(20)
    swapped.swapAt(4, 5)
    #expect(
      AuditChain.verify(swapped)
        == .broken(AuditBreak(kind: .outOfSequence, sequence: 6, expected: 5)))
    #expect(
      AuditChain.verify(Self.log(20).dropFirst())
        == .broken(AuditBreak(kind: .outOfSequence, sequence: 2, expected: 1)))
  }

  @Test("A cut tail shows against an anchor")
  func anchors() {
    let log = Self.log(20)
    let anchor = AuditAnchor(sequence: 15, digest: log[14].digest)
    #expect(AuditChain.verify(log, anchor: anchor) == .intact(count: 20, head: log[19].digest))
    #expect(
      AuditChain.verify(log.prefix(15), anchor: anchor)
        == .intact(count: 15, head: log[14].digest))
    #expect(
      AuditChain.verify(log.prefix(14), anchor: anchor)
        == .broken(AuditBreak(kind: .anchorMissing, sequence: 14, expected: 15)))
    let other = AuditAnchor(sequence: 15, digest: log[13].digest)
    #expect(
      AuditChain.verify(log, anchor: other)
        == .broken(AuditBreak(kind: .anchorMissing, sequence: 15, expected: 15)))
  }

  @Test("Checking goes on from a record that was checked before")
  func resumed() {
    let log = Self.log(20)
    var chain = AuditChain(after: AuditAnchor(sequence: 10, digest: log[9].digest))
    for record in log.dropFirst(10) { #expect(chain.check(record) == nil) }
    #expect(chain.verdict() == .intact(count: 20, head: log[19].digest))
    var wrong = AuditChain(after: AuditAnchor(sequence: 10, digest: log[8].digest))
    #expect(wrong.check(log[10])?.kind == .unlinked)
    #expect(wrong.head.sequence == 10)
  }

  @Test(
    "What is wrong is said in a sentence",
    arguments: [
      (
        AuditBreak.Kind.altered, 7, 7,
        "Record 7 was changed after it was written: its digest is another one."
      ),
      (.outOfSequence, 8, 7, "Record 7 is missing: record 8 stands in its place."),
      (.outOfSequence, 6, 7, "Record 6 stands where record 7 belongs."),
      (.unlinked, 7, 7, "Record 7 does not follow from the record before it: one was replaced."),
      (.anchorMissing, 6, 7, "The log does not hold record 7 as it was anchored."),
    ] as [(AuditBreak.Kind, Int64, Int64, String)])
  func sentences(kind: AuditBreak.Kind, sequence: Int64, expected: Int64, sentence: String) {
    #expect(AuditBreak(kind: kind, sequence: sequence, expected: expected).sentence == sentence)
  }
}
