import Foundation
import Governance
import Terminal

extension Frame {
  mutating func drawServers(_ state: AppState) {
    let layout = Layout(size)
    drawSubheader(
      StyledText(state.areServersRead ? count(state.servers.count, "server") : "reading …", .dim),
      state)
    guard !state.servers.isEmpty else {
      if state.areServersRead {
        drawEmpty(
          [
            "No server is configured yet.",
            "Press \(state.keys.label("add-server", .servers)) to add one; countersign server add NAME URL does the same.",
          ], state)
      }
      return
    }
    drawRows(state, layout)
    drawDivider(layout, title: state.selectedServer?.name ?? "", note: "")
    drawPane(state, layout)
  }

  private mutating func drawRows(_ state: AppState, _ layout: Layout) {
    let table = TableLayout(ServerColumns.all, start: 2, width: layout.masterColumns - 3)
    table.drawHeads(in: &self, row: layout.bodyTop)
    let first = max(0, state.serverCursor - layout.masterRows + 1)
    for (index, server) in state.servers.enumerated().dropFirst(first).prefix(layout.masterRows) {
      let row = layout.bodyTop + 1 + index - first
      table.draw(server, state, in: &self, row: row)
      if index == state.serverCursor { markCursor(row: row, width: layout.masterColumns) }
    }
  }
}

private enum ServerColumns {
  static let all: [Column<ServerState>] = [
    Column("server", 8, most: 16, weight: 1) { server, _, _ in StyledText(server.name, .title) },
    Column("state", 22, most: 48, weight: 4) { server, _, _ in phase(server) },
    Column("synced", 10) { server, state, _ in
      StyledText(server.lastSync.map(state.moments.short) ?? "never", .dim)
    },
    Column("users", 7, alignment: .trailing) { server, _, _ in StyledText("\(server.userCount)") },
    Column("groups", 7, rank: 2, alignment: .trailing) { server, _, _ in
      StyledText("\(server.groupCount)")
    },
    Column("calls", 12, rank: 1) { server, _, _ in calls(server) },
  ]

  private static func phase(_ server: ServerState) -> StyledText {
    switch server.phase {
    case .neverSynced: StyledText("· never read", .stale)
    case .idle where !server.heldRemovals.isEmpty: StyledText("⚠ asks before removing", .warning)
    case .idle: StyledText("✓ in sync", .ok)
    case .syncing(let type, let done, let total):
      StyledText("⟳ \(bar(done: done, total: total))\(type) ", .progress)
        + StyledText(total.map { "\(done) of \($0)" } ?? "\(done)", .progress)
    case .failed(let reason, _): StyledText("⚠ \(reason)", .error)
    }
  }

  /// A bar of eight columns; nothing where the server's total cannot be believed.
  private static func bar(done: Int, total: Int?) -> String {
    guard let total, total > 0 else { return "" }
    let filled = min(8, max(0, done * 8 / total))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: 8 - filled) + " "
  }

  private static func calls(_ server: ServerState) -> StyledText {
    var text = StyledText()
    if server.failedActionCount > 0 { text += StyledText("✗\(server.failedActionCount) ", .error) }
    if server.pendingActionCount > 0 {
      text += StyledText("…\(server.pendingActionCount)", .warning)
    }
    return text.runs.isEmpty ? StyledText("none due", .dim) : text
  }
}

func serverLines(_ server: ServerState, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  func add(_ label: String, _ text: String, _ role: StyleRole = .text) {
    builder.wrap(text, role, lead: [Run(padded(label, 9), .dim)])
  }
  if case .failed(let reason, let advice) = server.phase {
    add("failed", reason, .error)
    if !advice.isEmpty { add("do", advice, .notice) }
  }
  for held in server.heldRemovals {
    for (index, sentence) in held.sentences(server.name).enumerated() {
      add(index == 0 ? "held" : "", sentence, .warning)
    }
  }
  add("address", server.baseURL)
  add("synced", server.lastSync.map(state.moments.long) ?? "never: press s", .text)
  add("holds", "\(count(server.userCount, "user")), \(count(server.groupCount, "group"))")
  let waiting = count(server.pendingActionCount, "call")
  add("outbox", "\(waiting) waiting, \(server.failedActionCount) failed")
  add(
    "can",
    server.capabilities.isEmpty ? "not asked yet" : server.capabilities.joined(separator: " · "))
  for (index, method) in server.methods.enumerated() {
    add(index == 0 ? "does" : "", method)
  }
  for (index, limit) in server.limits.enumerated() {
    add(index == 0 ? "cannot" : "", limit, .warning)
  }
  return builder.lines
}
