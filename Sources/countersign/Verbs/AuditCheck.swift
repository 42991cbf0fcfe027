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

  static func run(on store: Store, anchor: AuditAnchor?) throws(StoreError) -> AuditVerdict {
    var chain = AuditChain(anchor: anchor)
    var last: Int64 = 0
    while true {
      let records = try store.auditRecords(after: last, count: batch)
      for record in records {
        if let broken = chain.check(record) { return .broken(broken) }
      }
      guard let next = records.last?.sequence, next > last else { return chain.verdict() }
      last = next
    }
  }
}
