import Governance
import Store

/// Repairs the database, and tells what came of it.
enum RepairText {
  /// Throws: ``Failure`` when not all could be carried over, `StoreError` when nothing was done.
  static func run(
    _ path: String, _ isJSON: Bool, signer: (any AuditSigner)?, _ invocation: Invocation
  ) throws {
    let made = try DatabaseRepair.run(path, signer: signer, now: invocation.now())
    guard let report = made else {
      invocation.console.line(
        isJSON ? #"{"repaired":false}"# : "The database is whole: nothing was changed.")
      return
    }
    if isJSON {
      invocation.console.line(try Records.line(report))
    } else {
      for line in lines(report) { invocation.console.prose(line) }
    }
    guard report.isComplete else { throw incomplete(report) }
  }

  static func lines(_ report: RepairReport) -> [String] {
    var lines = report.problems.prefix(3).map { "found: \($0)" }
    lines.append("kept: \(report.savedFile)")
    lines += report.tables.map { table in
      let refused = table.refusedCount > 0 ? ", \(table.refusedCount) without sense left out" : ""
      let rest = table.isComplete ? "all" : "what could be read\(refused); some are lost"
      return "\(table.title): \(table.copiedCount), \(rest)."
    }
    if !report.lostRequests.isEmpty {
      let some = report.lostRequests.prefix(10).joined(separator: ", ")
      let more = report.lostRequests.count > 10 ? " and \(report.lostRequests.count - 10) more" : ""
      lines.append("lost requests: \(some)\(more).")
    }
    switch report.audit {
    case .intact(let count, _):
      lines.append("audit log: \(counted(count, "record")), all as they were written.")
    case .broken(let broken): lines.append("audit log: \(broken.sentence)")
    }
    if report.heldActionCount > 0 {
      lines.append(
        "outbox: \(counted(report.heldActionCount, "action")) held back: look in Activity.")
    }
    if report.closedRequestCount > 0 {
      lines.append(
        "policies: those of \(counted(report.closedRequestCount, "pending request")) are lost:"
          + " withdraw them and ask anew.")
    }
    lines.append("The mirror is empty: run `countersign sync`.")
    return lines
  }

  private static func incomplete(_ report: RepairReport) -> Failure {
    Failure(
      .integrity, code: "repair.incomplete",
      "The database works again, and not all of its ledger could be read.",
      advice: "\(report.savedFile) is the damaged file as it was: compare it with a backup or an"
        + " export of the audit log.")
  }
}
