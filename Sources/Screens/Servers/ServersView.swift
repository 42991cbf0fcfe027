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
    let table = TableLayout(
      marked(ServerColumns.all(state.views.times), by: state.views.orders.servers), start: 2,
      width: layout.masterColumns - 3)
    table.drawHeads(in: &self, row: layout.bodyTop)
    let first = max(0, state.serverCursor - layout.masterRows + 1)
    for (index, server) in state.listedServers.enumerated().dropFirst(first).prefix(
      layout.masterRows)
    {
      let row = layout.bodyTop + 1 + index - first
      table.draw(server, state, in: &self, row: row)
      if index == state.serverCursor { markCursor(row: row, width: layout.masterColumns) }
    }
  }
}

private enum ServerColumns {
  static func all(_ times: TimeStyle) -> [Column<ServerState>] {
    first + [synced.holding(times)] + rest
  }

  private static let synced = Column<ServerState>("synced", 10) { server, state, _ in
    StyledText(server.lastSync.map(state.moments.short) ?? "never", .dim)
  }

  private static let first: [Column<ServerState>] = [
    Column("server", 8, most: 16, weight: 1) { server, _, _ in StyledText(server.name, .title) },
    Column("state", 22, most: 48, weight: 4) { server, _, width in
      phase(server, width)
    },
  ]

  private static let rest: [Column<ServerState>] = [
    Column("users", 7, alignment: .trailing) { server, _, _ in StyledText("\(server.userCount)") },
    Column("groups", 7, rank: 2, alignment: .trailing) { server, _, _ in
      StyledText("\(server.groupCount)")
    },
    Column("calls", 12, rank: 1) { server, _, _ in calls(server) },
  ]

  private static func phase(_ server: ServerState, _ width: Int) -> StyledText {
    switch server.phase {
    case .neverSynced: StyledText("· never read", .stale)
    case .idle where !server.heldRemovals.isEmpty: StyledText("⚠ asks before removing", .warning)
    case .idle: StyledText("✓ in sync", .ok)
    case .syncing(let type, let done, let total, let perSecond):
      syncing(
        "⟳ \(bar(done: done, total: total))", type, counted(done, total),
        Pace(done: done, total: total, perSecond: perSecond), width)
    case .stopped(let type, let done, let total):
      longest(
        ["\(type) \(counted(done, total))", counted(done, total)].map { "‖ stopped at \($0)" },
        width, .stale)
    case .failed(let reason, _): StyledText("⚠ \(reason)", .error)
    }
  }

  /// How fast it goes and what is read stand there where there is room: the details below say it, too.
  private static func syncing(
    _ mark: String, _ type: String, _ counted: String, _ pace: Pace?, _ width: Int
  ) -> StyledText {
    let paced = pace.map { ["\(mark)\(type) \(counted) · \($0.short)"] } ?? []
    return longest(paced + ["\(mark)\(type) \(counted)", mark + counted], width, .progress)
  }

  /// The first of the texts that fits; the last, cut off, where none does.
  private static func longest(_ texts: [String], _ width: Int, _ role: StyleRole) -> StyledText {
    let fitting = texts.first { DisplayText.columns(of: $0) <= width }
    return StyledText(fitting ?? texts.last ?? "", role)
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

/// Shape: `300 of 1000`, or `300` where nobody knows of how many.
private func counted(_ done: Int, _ total: Int?) -> String {
  total.map { "\(done) of \($0)" } ?? "\(done)"
}

/// How far the reading is, how fast it goes, and what stops it or goes on with it.
private func readingWords(_ server: ServerState, _ state: AppState) -> (String, StyleRole)? {
  switch server.phase {
  case .syncing(let type, let done, let total, let perSecond):
    let pace = Pace(done: done, total: total, perSecond: perSecond).map { ", \($0.words)" } ?? ""
    let what = type.isEmpty ? "" : "\(type), \(counted(done, total))\(pace); "
    return ("\(what)\(state.keys.label("stop-this", .servers)) stops it", .progress)
  case .stopped(let type, let done, let total):
    let key = state.keys.label("sync-this", .servers)
    return ("stopped at \(type) \(counted(done, total)); \(key) goes on there", .stale)
  default: return nil
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
  if let (words, role) = readingWords(server, state) { add("reading", words, role) }
  for held in server.heldRemovals {
    for (index, sentence) in held.sentences(server.name).enumerated() {
      add(index == 0 ? "held" : "", sentence, .warning)
    }
  }
  add("address", server.baseURL)
  add(
    "synced",
    server.lastSync.map(state.moments.long)
      ?? "never: press \(state.keys.label("sync-this", .servers))")
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
