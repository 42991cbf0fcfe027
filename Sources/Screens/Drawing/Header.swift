import Foundation
import Governance
import Terminal

extension Frame {
  /// The first line: the tabs, and how fresh each server is.
  mutating func drawTabs(_ state: AppState) {
    var column = 1
    for span in tabSpans(state) {
      let text = span.isCurrent ? "[\(span.tab.title)]" : " \(span.tab.title) "
      write(
        text, at: Position(column: span.columns.lowerBound, row: 0),
        role: span.isCurrent ? .title : .header)
      column = span.columns.upperBound
    }
    let strip = serverStrip(state, room: size.columns - column - 1)
    let start = size.columns - strip.columns - 1
    guard strip.columns > 0, start >= column else { return }
    write(strip, at: Position(column: start, row: 0))
  }

  /// The second line: what the place shows, and who is at the keyboard.
  mutating func drawSubheader(_ text: StyledText, _ state: AppState) {
    let shown =
      state.operator.person.map { DisplayText.truncated($0.name, to: 24) }
      ?? DisplayText.truncated(state.operator.name, to: 14) + " (unknown)"
    let room = size.columns - 2 - text.columns - 2
    write(text, at: Position(column: 1, row: 1), width: size.columns - 2)
    let width = DisplayText.columns(of: shown)
    // An unknown operator can decide nothing: that is said even where it hides something else.
    let isUnknown = state.operator.person == nil
    guard width <= room || isUnknown else { return }
    let origin = Position(column: size.columns - 3 - width, row: 1)
    write("  \(shown)", at: origin, role: isUnknown ? .warning : .dim)
  }
}

/// Where each tab stands on the first line.
func tabSpans(_ state: AppState) -> [(tab: Place, columns: Range<Int>, isCurrent: Bool)] {
  var column = 1
  return Place.tabs.map { tab in
    let isCurrent = state.place == tab || (!state.place.isTab && state.trail.first?.place == tab)
    let columns = column..<(column + DisplayText.columns(of: tab.title) + 2)
    column = columns.upperBound
    return (tab, columns, isCurrent)
  }
}

/// The servers with their state, as full as the room allows: trouble is never what is left out.
private func serverStrip(_ state: AppState, room: Int) -> StyledText {
  // The first line has no room for dates.
  var moments = state.moments
  moments.style = .clock
  guard !state.servers.isEmpty else {
    return state.areServersRead ? StyledText("no server yet", .warning) : StyledText()
  }
  let full = joined(state.servers.map { serverMark($0, moments) })
  if full.columns <= room { return full }
  let (calm, others) = (
    state.servers.filter { isCalm($0) }, state.servers.filter { !isCalm($0) }
  )
  let oldest = calm.compactMap(\.lastSync).min().map { " \(moments.short($0))" } ?? ""
  let names = StyledText(calm.map(\.name).joined(separator: " ") + oldest, .dim)
  let some = joined((calm.isEmpty ? [] : [names]) + others.map { serverMark($0, moments) })
  if some.columns <= room { return some }
  let count = StyledText("\(calm.count) of \(state.servers.count) in sync", .dim)
  let few = joined([count] + others.filter(hasFailed).map { serverMark($0, moments) })
  if few.columns <= room { return few }
  let failed = state.servers.filter(hasFailed).count
  let last =
    failed == 0 ? count : StyledText("⚠ \(failed) of \(state.servers.count) failed", .error)
  return last.columns <= room ? last : StyledText()
}

private func joined(_ parts: [StyledText]) -> StyledText {
  var all = StyledText()
  for (index, part) in parts.enumerated() {
    if index > 0 { all += StyledText("  ") }
    all += part
  }
  return all
}

private func serverMark(_ server: ServerState, _ moments: Moments) -> StyledText {
  switch server.phase {
  case .neverSynced: StyledText("\(server.name) never", .stale)
  case .idle:
    server.failedActionCount > 0
      ? StyledText("\(server.name) ✗\(server.failedActionCount)", .error)
      : StyledText("\(server.name) \(server.lastSync.map(moments.short) ?? "?")", .dim)
  case .syncing(_, let done, let total, _):
    StyledText("\(server.name) ⟳\(progressText(done: done, total: total))", .progress)
  case .stopped(_, let done, let total):
    StyledText("\(server.name) ‖\(progressText(done: done, total: total))", .stale)
  case .failed(let reason, _):
    StyledText("\(server.name) ⚠\(shortReason(reason))", .error)
  }
}

func progressText(done: Int, total: Int?) -> String {
  guard let total, total > 0 else { return "\(done)" }
  return "\(min(100, done * 100 / total))%"
}

/// The number of an HTTP status when there is one, which says most in three columns.
private func shortReason(_ reason: String) -> String {
  let words = reason.split { !$0.isNumber && !$0.isLetter }
  let status = words.first {
    $0.count == 3 && ("3"..."5").contains(String($0.prefix(1))) && Int($0) != nil
  }
  return status.map(String.init) ?? "failed"
}

private func isCalm(_ server: ServerState) -> Bool {
  server.phase == .idle && server.failedActionCount == 0
}

private func hasFailed(_ server: ServerState) -> Bool {
  if case .failed = server.phase { return true }
  return server.failedActionCount > 0
}

extension AppState {
  var moments: Moments { Moments(now: now, timeZone: timeZone, style: views.times) }
}
