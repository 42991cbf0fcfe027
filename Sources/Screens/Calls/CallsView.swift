import Foundation
import Governance
import Terminal

extension Frame {
  mutating func drawCalls(_ state: AppState) {
    let layout = Layout(size)
    let list = state.calls
    drawSubheader(
      StyledText("‹ ", .dim) + StyledText("Calls", .title)
        + StyledText("  of this run, newest first", .dim), state)
    if list.isRead && list.total == 0 {
      drawEmpty(
        [
          "No server was called yet.",
          "Press \(state.keys.label("sync", .calls)) to sync: each call appears here with its answer.",
        ],
        state)
      return
    }
    draw(
      list, columns: CallColumns.all, state: state, top: layout.bodyTop,
      width: layout.masterColumns, height: layout.masterRows)
    drawDivider(
      layout, title: list.selected.map { "\($0.method) \($0.server)" } ?? "",
      note: list.isRead ? "\(list.cursor + 1) of \(list.total)" : "")
    drawPane(state, layout)
  }
}

private enum CallColumns {
  static let all: [Column<CallRecord>] = [
    Column("time", 8) { call, state, _ in
      StyledText(String(state.moments.exact(call.started).suffix(8)), .dim)
    },
    Column("where", 6, most: 12, weight: 1) { call, _, _ in StyledText(call.server, .dim) },
    Column("call", 6) { call, _, _ in StyledText(call.method, .key) },
    Column("path", 20, most: 120, weight: 5) { call, _, _ in StyledText(path(call)) },
    Column("answer", 8) { call, _, _ in answer(call) },
    Column("took", 8, rank: 1, alignment: .trailing) { call, _, _ in
      StyledText(duration(call.seconds), .dim)
    },
    Column("size", 8, rank: 2, alignment: .trailing) { call, _, _ in
      StyledText(size(call.answerBytes), .dim)
    },
  ]

  /// Without the host, which the server's name stands for.
  private static func path(_ call: CallRecord) -> String {
    guard let scheme = call.url.firstRange(of: "://"),
      let slash = call.url[scheme.upperBound...].firstIndex(of: "/")
    else { return call.url }
    return String(call.url[slash...])
  }

  private static func answer(_ call: CallRecord) -> StyledText {
    guard let status = call.status else { return StyledText("✗ none", .error) }
    return StyledText(
      "\(status < 400 ? "✓" : "✗") \(status)", status < 400 ? .ok : status < 500 ? .warning : .error
    )
  }
}

/// Shape: `12 ms`, `3.4 s`.
func duration(_ seconds: Double) -> String {
  let milliseconds = max(0, min(seconds, 86_400)) * 1000
  return milliseconds < 1000
    ? "\(Int(milliseconds.rounded())) ms"
    : "\(Int(milliseconds / 1000)).\(Int(milliseconds / 100) % 10) s"
}

private func size(_ bytes: Int) -> String {
  bytes < 1024 ? "\(bytes) B" : bytes < 10 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
}

func callLines(_ call: CallRecord, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  func add(_ label: String, _ text: String, _ role: StyleRole = .text) {
    if !text.isEmpty { builder.wrap(text, role, lead: [Run(padded(label, 8), .dim)]) }
  }
  add("at", "\(state.moments.exact(call.started)), took \(duration(call.seconds))")
  if let status = call.status {
    add("answer", "\(status), \(size(call.answerBytes))", status < 400 ? .ok : .error)
  }
  add("failed", call.failure, .error)
  add("said", call.answer, .warning)
  add("url", call.url)
  for header in call.headers { add("header", "\(header.name): \(header.value)", .dim) }
  if call.login.kind != .none { add("header", "Authorization: (not kept)", .dim) }
  add("body", call.body)
  return builder.lines
}
