import Governance
import Terminal

/// The details of the selected row, as many as there are: the pane shows a stretch of them.
func paneLines(_ state: AppState, _ layout: Layout) -> [Line] {
  let width = layout.detailColumns
  return switch state.place {
  case .queue: state.queue.list.selected.map { queueDetailLines($0, state, layout) } ?? []
  case .activity: state.activity.selected.map { actionLines($0, state, width: width) } ?? []
  case .audit: state.audit.list.selected.map { recordLines($0, state, width: width) } ?? []
  case .servers: state.selectedServer.map { serverLines($0, state, width: width) } ?? []
  case .calls: state.calls.selected.map { callLines($0, state, width: width) } ?? []
  case .findings: state.findings.selected.map { findingLines($0, state, width: width) } ?? []
  case .people, .request, .profile, .form, .help, .themes: []
  }
}

extension Frame {
  /// Draws the details of the selected row, and says when there are more of them.
  mutating func drawPane(_ state: AppState, _ layout: Layout) {
    let lines = paneLines(state, layout)
    let height = layout.detailRows
    let top = max(0, min(state.paneTop, lines.count - height))
    var shown = Array(lines.dropFirst(top).prefix(height))
    let rest = lines.count - top - shown.count
    if rest > 0, height > 1 {
      shown[height - 1] = Line(
        "… \(count(rest + 1, "more line")): \(scrollKeys(state)) scroll", .dim)
    }
    draw(shown[...], at: layout.detailOrigin, width: layout.detailColumns, height: height)
  }
}

/// `J and K`.
private func scrollKeys(_ state: AppState) -> String {
  "\(state.keys.label("details-down", state.place)) and"
    + " \(state.keys.label("details-up", state.place))"
}

/// Scrolling the details while the cursor stays on its row.
enum PaneCommands {
  static let table: [Command] = [
    Command("details-down", [.character("J"), .shiftDown], help: "Scroll the details down.") {
      state, call in scroll(&state, by: call.times)
    },
    Command("details-up", [.character("K"), .shiftUp], help: "Scroll the details up.") {
      state, call in scroll(&state, by: -call.times)
    },
  ]

  static let names = Set(table.map(\.name))

  static func scroll(_ state: inout AppState, by distance: Int) -> [Effect] {
    let layout = Layout(state.size)
    let last = max(0, paneLines(state, layout).count - layout.detailRows)
    state.paneTop = max(0, min(last, state.paneTop + max(-10_000, min(10_000, distance))))
    return []
  }
}
