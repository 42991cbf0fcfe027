import Foundation
import Governance
import Terminal

extension Frame {
  mutating func drawFindings(_ state: AppState) {
    let layout = Layout(size)
    let list = state.findings
    drawSubheader(
      StyledText("‹ ", .dim) + StyledText("Findings", .title)
        + StyledText(list.isRead ? "  \(list.total)" : "  reading …", .dim), state)
    if list.isRead && list.total == 0 {
      drawEmpty(
        ["Nothing is known to be wrong.", "Every account that was read has an owner."], state)
      return
    }
    draw(
      list, columns: marked(FindingColumns.all, by: state.views.orders.findings), state: state,
      top: layout.bodyTop,
      width: layout.masterColumns, height: layout.masterRows)
    drawDivider(
      layout, title: list.selected?.person?.name ?? list.selected?.kind.title ?? "",
      note: list.isRead ? "\(list.cursor + 1) of \(list.total)" : "")
    drawPane(state, layout)
  }
}

private enum FindingColumns {
  static let all: [Column<Finding>] = [
    Column("kind", 13, most: 16, weight: 1) { finding, _, _ in
      StyledText(finding.kind.title, .warning)
    },
    Column("who", 12, most: 28, weight: 2) { finding, _, _ in
      StyledText(finding.person?.name ?? "")
    },
    Column("account", 12, most: 32, weight: 2, rank: 2) { finding, _, _ in
      StyledText(finding.account?.name ?? "", .dim)
    },
    Column("what", 16, most: 90, weight: 4, rank: 1) { finding, _, _ in
      StyledText(finding.sentence)
    },
  ]
}

func findingLines(_ finding: Finding, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  func add(_ label: String, _ text: String, _ role: StyleRole = .text) {
    if !text.isEmpty { builder.wrap(text, role, lead: [Run(padded(label, 9), .dim)]) }
  }
  add("what", finding.sentence, .warning)
  add("do", finding.advice, .notice)
  add("who", finding.person.map { "\($0.name) · \($0.key.rawValue)" } ?? "")
  for (index, candidate) in finding.candidates.enumerated() {
    add(index == 0 ? "or" : "", "\(candidate.name) · \(candidate.key.rawValue)")
  }
  add("account", finding.account.map { "\($0.name) · \($0.id)" } ?? "")
  add("since", finding.since.map(state.moments.long) ?? "")
  return builder.lines
}
