import Foundation
import Governance
import Terminal

extension Frame {
  mutating func drawActivity(_ state: AppState) {
    let layout = Layout(size)
    let list = state.activity
    drawSubheader(activitySummary(state), state)
    if list.isRead && list.total == 0 {
      drawEmpty(
        ["Nothing was sent yet.", "Each call of an approved plan appears here with its answer."],
        state)
      return
    }
    draw(
      list,
      columns: marked(ActivityColumns.all(state.views.times), by: state.views.orders.activity),
      state: state,
      top: layout.bodyTop,
      width: layout.masterColumns, height: layout.masterRows)
    drawDivider(
      layout, title: list.selected?.operation.timedEffect ?? "",
      note: list.isRead ? "\(list.cursor + 1) of \(list.total)" : "")
    drawPane(state, layout)
  }
}

private func activitySummary(_ state: AppState) -> StyledText {
  let waiting = state.servers.reduce(0) { $0 + $1.pendingActionCount }
  let failed = state.servers.reduce(0) { $0 + $1.failedActionCount }
  var parts = [StyledText("Calls and answers", .dim)]
  if failed > 0 { parts.append(StyledText("✗ \(failed) failed", .error)) }
  if waiting > 0 { parts.append(StyledText("… \(waiting) waiting", .warning)) }
  return parts.dropFirst().reduce(parts[0]) { $0 + StyledText("  ") + $1 }
}

private enum ActivityColumns {
  static func all(_ times: TimeStyle) -> [Column<Action>] { [time.holding(times)] + others }

  private static let time = Column<Action>("time", 10) { action, state, _ in
    StyledText(state.moments.short(action.updated), .dim)
  }

  private static let others: [Column<Action>] = [
    Column("state", 12) { action, state, _ in RequestWords.status(action, now: state.now) },
    Column("where", 6, most: 12, weight: 1) { action, _, _ in
      StyledText(action.operation.server, .dim)
    },
    Column("what", 20, most: 80, weight: 5) { action, _, _ in
      StyledText(when(action) + action.operation.effect)
    },
    Column("answer", 14, most: 90, weight: 3, rank: 1) { action, _, _ in answer(action) },
  ]

  private static func when(_ action: Action) -> String {
    action.operation.delay.map { "after \(RequestWords.short($0)): " } ?? ""
  }

  private static func answer(_ action: Action) -> StyledText {
    guard let answer = action.answer else { return StyledText("·", .dim) }
    let status = RequestWords.status(answer, of: action)
    return StyledText("\(status.text) ", status.role) + StyledText(answer.text, .dim)
  }
}

/// The call that was sent, where the server takes the change in another form than the plan's.
private func addSent(_ action: Action, to builder: inout LineBuilder) {
  guard let sent = action.sent else { return }
  builder.wrap(sent.path, .warning, lead: [Run("sent as \(sent.method) ", .warning)])
  for piece in exactLines(sent.body ?? "", width: builder.width - 2) where !piece.isEmpty {
    builder.add("  \(piece)", .dim)
  }
}

/// Where it was decided for, when its server is elsewhere by now.
private func addAddress(_ action: Action, _ state: AppState, to builder: inout LineBuilder) {
  let server = state.servers.first { $0.name == action.operation.server }
  guard !action.status.isDone, let address = action.address, let server,
    ServerAddress(server.baseURL).text != address
  else { return }
  builder.wrap(
    "\(address); \(server.name) is \(ServerAddress(server.baseURL).text) now", .warning,
    lead: [Run("for     ", .dim)])
}

/// One call with all that was sent and answered. What to do about it stands first.
func actionLines(_ action: Action, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  builder.add(
    RequestWords.status(action, now: state.now).runs + [
      Run("  \(state.moments.exact(action.updated))", .dim),
      Run(action.attempts > 0 ? "  attempt \(action.attempts)" : "", .dim),
    ])
  addAnswer(action, state, indent: "", to: &builder)
  if let call = action.operation.call {
    builder.wrap(
      call.path, lead: [Run("\(call.method) ", .key), Run("\(action.operation.server) ", .dim)])
    for piece in exactLines(call.body ?? "", width: builder.width - 2) where !piece.isEmpty {
      builder.add("  \(piece)", .dim)
    }
    addSent(action, to: &builder)
  } else {
    builder.add("by hand: a person does this on \(action.operation.server)", .warning)
  }
  if !action.operation.after.isEmpty {
    builder.wrap(action.operation.before, .removed, lead: [Run("before  ", .dim)])
    builder.wrap(action.operation.after, .added, lead: [Run("after   ", .dim)])
  }
  addAddress(action, state, to: &builder)
  if let created = action.createdID { builder.add([Run("created ", .dim), Run(created)]) }
  builder.add([
    Run("request ", .dim), Run(action.request.rawValue),
    Run("  plan \(action.planDigest.prefix(12))", .dim),
  ])
  return builder.lines
}
