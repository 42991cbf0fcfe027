import Governance
import Terminal

extension QueueFolder {
  var title: String {
    switch self {
    case .forMe: "For me"
    case .mine: "My requests"
    case .open: "All open"
    case .overdue: "Overdue"
    case .decided: "Decided"
    }
  }
}

extension QueueFolder {
  /// For narrow screens.
  fileprivate var shortTitle: String {
    switch self {
    case .forMe: "For me"
    case .mine: "Mine"
    case .open: "Open"
    case .overdue: "Late"
    case .decided: "Done"
    }
  }
}

extension Frame {
  mutating func drawQueue(_ state: AppState) {
    let layout = Layout(size)
    drawSubheader(queueFolders(state), state)
    let list = state.queue.list
    if list.isRead && list.total == 0 {
      drawEmpty(emptyQueue(state), state)
      return
    }
    draw(
      list, columns: QueueColumns.columns(for: state.queue.query.folder), state: state,
      top: layout.bodyTop, width: layout.masterColumns, height: layout.masterRows)
    drawDivider(
      layout, title: queueTitle(state), note: "")
    drawStatus(queueNote(state))
    drawPane(state, layout)
  }

  /// What stands on the message line while there is no message.
  mutating func drawStatus(_ text: String) {
    let row = Layout(size).messageRow
    write(text, at: Position(column: 1, row: row), role: .dim, width: size.columns - 2)
  }

  /// Between a list and its details: a rule below, or a line beside.
  mutating func drawDivider(_ layout: Layout, title: String, note: String) {
    if layout.isSplit {
      let column = layout.masterColumns
      for row in layout.bodyTop..<layout.bodyTop + layout.bodyRows {
        write("│", at: Position(column: column, row: row), role: .border)
      }
      let origin = Position(column: column + 2, row: layout.bodyTop)
      write(title, at: origin, role: .title, width: layout.detailColumns)
      drawStatus(note)
    } else {
      rule(
        row: layout.bodyTop + 1 + layout.masterRows, title: title, note: note, width: size.columns)
    }
  }
}

private func queueFolders(_ state: AppState) -> StyledText {
  var text = StyledText()
  for folder in QueueFolder.allCases {
    let isCurrent = folder == state.queue.query.folder
    let count = state.queue.counts[folder].map { " \($0)" } ?? ""
    let mark = folder == .overdue && (state.queue.counts[folder] ?? 0) > 0 ? "!" : ""
    let title = state.size.columns < 72 ? folder.shortTitle : folder.title
    let label = "\(title)\(count)\(mark)"
    text += StyledText(isCurrent ? "‹\(label)›" : " \(label) ", isCurrent ? .title : .dim)
  }
  return text
}

/// Whom the details are about, and what they would get or lose: the list may have shortened both.
private func queueTitle(_ state: AppState) -> String {
  guard let request = state.queue.list.selected?.request else { return "" }
  return "\(request.beneficiary.name)  \(RequestWords.access(request).text)"
}

/// What is tagged, the limit, the order, and where in the list the cursor stands.
private func queueNote(_ state: AppState) -> String {
  let queue = state.queue
  var parts: [String] = []
  if !queue.tags.isEmpty {
    let hidden = queue.hiddenTags.count
    let tail = hidden == 0 ? "" : ", \(hidden) hidden"
    parts.append("✓ \(queue.tags.count) tagged\(tail)")
  }
  if !queue.query.limit.isEmpty {
    parts.append("limit \(DisplayText.truncated(queue.query.limit, to: 32))")
  }
  parts.append("by \(queue.query.order.rawValue)")
  parts.append("\(queue.list.cursor + 1) of \(queue.list.total)")
  return parts.joined(separator: " · ")
}

private func emptyQueue(_ state: AppState) -> [String] {
  if state.areServersRead && state.servers.isEmpty {
    return [
      "No server is configured yet.",
      "Press + to add one; countersign server add NAME URL does the same.",
      "Or run countersign demo to look around.",
    ]
  }
  if !state.queue.query.limit.isEmpty {
    return [
      "Nothing in \(state.queue.query.folder.title) matches “\(state.queue.query.limit)”.",
      "Press l to change the limit, Esc to take it away.",
    ]
  }
  if state.servers.contains(where: { $0.phase == .neverSynced }) {
    return ["Not every server was read yet.", "Press S to sync them all."]
  }
  switch state.queue.query.folder {
  case .forMe:
    return [
      "Nothing waits for you.", "Press ] for other folders, n to ask for access, S to sync.",
    ]
  case .mine: return ["You have asked for nothing.", "Press n to ask for access."]
  case .open: return ["No request is open.", "Press n to ask for access, S to sync."]
  case .overdue: return ["Nothing is overdue.", "Press [ for all open requests."]
  case .decided:
    return ["Nothing was decided yet.", "Decisions appear here with what became of them."]
  }
}
