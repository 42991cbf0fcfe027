import Governance
import Store

/// Checks the whole audit log, a batch at a time.
enum AuditCheck {
  // Enough to make a transaction worth while, little enough to stay small.
  private static let batch = 500

  /// What a good log is told as. Shape: `3 records, all as they were written.`
  static func intact(_ count: some BinaryInteger) -> String {
    switch count {
    case 0: "No records yet."
    case 1: "1 record, as it was written."
    default: "\(count) records, all as they were written."
    }
  }

  /// Checks the chain, the signatures, and that the anchored heads are there.
  static func run(
    on store: Store, keys: KeyFolder, anchors: [AuditAnchor] = []
  ) throws(StoreError) -> AuditReport {
    var chain = AuditChain(
      anchors: anchors, keys: try keys.book(of: try store.ledgerName()))
    var last: Int64 = 0
    while true {
      let records = try store.signedAuditRecords(after: last, count: batch)
      for signed in records {
        if let broken = chain.check(signed.record, signature: signed.signature) {
          return AuditReport(verdict: .broken(broken), signing: chain.signing)
        }
      }
      guard let next = records.last?.record.sequence, next > last else {
        return AuditReport(verdict: chain.verdict(), signing: chain.signing)
      }
      last = next
    }
  }
}

extension Failure {
  /// What is wrong with an audit log.
  init(_ broken: AuditBreak) {
    self.init(
      .integrity, code: "audit.\(broken.kind.rawValue)", broken.sentence, advice: broken.advice)
  }
}
