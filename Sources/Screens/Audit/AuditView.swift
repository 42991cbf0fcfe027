import Foundation
import Governance
import Terminal

extension Frame {
  mutating func drawAudit(_ state: AppState) {
    let layout = Layout(size)
    let list = state.audit.list
    drawSubheader(verification(state), state)
    if list.isRead && list.total == 0 {
      drawEmpty(
        ["Nothing was recorded yet.", "Requests, decisions and calls are, one record each."], state)
      return
    }
    draw(
      list, columns: marked(AuditColumns.all, by: state.views.orders.audit), state: state,
      top: layout.bodyTop,
      width: layout.masterColumns, height: layout.masterRows)
    drawDivider(
      layout, title: list.selected.map { "Record \($0.sequence)" } ?? "",
      note: list.isRead ? count(list.total, "record") : "")
    drawPane(state, layout)
  }
}

private func verification(_ state: AppState) -> StyledText {
  switch state.audit.verification {
  case .notRun:
    StyledText(
      "Each record is signed and chained to the one before; \(state.keys.label("verify", .audit)) verifies them all",
      .dim)
  case .running: StyledText("⟳ verifying …", .progress)
  case .finished(let report): verified(report)
  }
}

private func verified(_ report: AuditReport) -> StyledText {
  switch report.verdict {
  case .intact(let number, let head):
    StyledText(
      number == 1 ? "✓ the one record is as written" : "✓ all \(number) records are as written",
      .ok)
      + StyledText(report.signing.summary.isEmpty ? "" : ", \(report.signing.summary)", .ok)
      + StyledText("  head \(head.prefix(12))", .dim)
  case .broken(let found): StyledText("✗ broken: \(found.sentence)", .error)
  }
}

private enum AuditColumns {
  static let all: [Column<AuditRecord>] = [
    Column("no", 6, alignment: .trailing) { record, _, _ in StyledText("\(record.sequence)", .dim)
    },
    Column("time", 19) { record, state, _ in StyledText(state.moments.exact(record.time), .dim) },
    Column("who", 12, most: 24, weight: 2) { record, _, _ in StyledText(record.actor.name) },
    Column("what", 18, most: 24, weight: 1) { record, _, _ in
      StyledText(record.event, role(record.event))
    },
    Column("about", 12, most: 60, weight: 4, rank: 1) { record, state, _ in
      state.audit.names.subjects[record.subject].map { StyledText($0) }
        ?? StyledText(record.subject, .dim)
    },
  ]

  private static func role(_ event: String) -> StyleRole {
    if event.hasSuffix("failed") || event.hasSuffix("conflicted") { return .error }
    if event.hasSuffix("denied") { return .removed }
    if event.hasSuffix("approved") || event.hasSuffix("applied") { return .ok }
    return .text
  }
}

func recordLines(_ record: AuditRecord, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  func add(_ label: String, _ text: String, _ role: StyleRole = .text) {
    builder.wrap(text, role, lead: [Run(padded(label, 9), .dim)])
  }
  add("what", record.event, .title)
  add("when", state.moments.exact(record.time))
  add("who", "\(record.actor.name) · \(record.actor.key.rawValue)")
  if let name = state.audit.names.subjects[record.subject] { add("about", name) }
  add(state.audit.names.subjects[record.subject] == nil ? "about" : "id", record.subject)
  for (index, piece) in exactLines(record.detail, width: builder.width - 9).enumerated() {
    builder.add([Run(padded(index == 0 ? "detail" : "", 9), .dim), Run(piece)])
  }
  add(
    "signed", state.audit.names.signers[record.sequence] ?? "not: from before the first key", .dim)
  add("digest", record.digest, .dim)
  add("follows", record.previousDigest, .dim)
  return builder.lines
}
