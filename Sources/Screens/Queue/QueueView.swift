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
      list, columns: QueueColumns.columns(state), state: state,
      top: layout.bodyTop, width: layout.masterColumns, height: layout.masterRows)
    drawDivider(layout, title: queueTitle(state), note: "")
    drawStatus(queueNote(state))
    // A message stands where the note did: what it would hide is said again.
    if state.message != nil || state.prompt != nil { drawTagReminder(state, layout) }
    drawPane(state, layout)
  }

  private mutating func drawTagReminder(_ state: AppState, _ layout: Layout) {
    let note = " \(tagNote(state)) "
    guard !state.queue.hiddenTags.isEmpty, !layout.isSplit else { return }
    let width = DisplayText.columns(of: note)
    let row = layout.bodyTop + 1 + layout.masterRows
    write(note, at: Position(column: max(0, size.columns - width - 2), row: row), role: .tag)
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

/// The folders with how much is in each, the one that is shown always among them: a window around it
/// where there is no room for all.
private func queueFolders(_ state: AppState) -> StyledText {
  let tabs = state.queueTabs
  let current = tabs.firstIndex(of: state.queueTab) ?? 0
  // Who is at the keyboard stands on the right where there is room; the folders come first.
  let room = state.size.columns - 2
  for isShort in [state.size.columns < 72, true] {
    let labels = tabs.map { folderLabel($0, state, isShort: isShort) }
    let all = labels.indices.map { folderText(labels[$0], isCurrent: $0 == current) }
    let width = all.reduce(0) { $0 + $1.columns }
    if width <= room { return all.reduce(StyledText()) { $0 + $1 } }
    if !isShort { continue }
    return folderWindow(all, around: current, room: room)
  }
  return StyledText()
}

private func folderWindow(_ all: [StyledText], around current: Int, room: Int) -> StyledText {
  var range = current..<current + 1
  var used = all[current].columns + 4
  while true {
    if range.upperBound < all.count, used + all[range.upperBound].columns <= room {
      used += all[range.upperBound].columns
      range = range.lowerBound..<range.upperBound + 1
    } else if range.lowerBound > 0, used + all[range.lowerBound - 1].columns <= room {
      used += all[range.lowerBound - 1].columns
      range = range.lowerBound - 1..<range.upperBound
    } else {
      break
    }
  }
  var text = StyledText(range.lowerBound > 0 ? "… " : "", .dim)
  for index in range { text += all[index] }
  return text + StyledText(range.upperBound < all.count ? " …" : "", .dim)
}

private func folderText(_ label: String, isCurrent: Bool) -> StyledText {
  StyledText(isCurrent ? "‹\(label)›" : " \(label) ", isCurrent ? .title : .dim)
}

private func folderLabel(_ tab: QueueTab, _ state: AppState, isShort: Bool) -> String {
  switch tab {
  case .own(let folder):
    let count = state.queue.counts[folder]
    let mark = folder == .overdue && (count ?? 0) > 0 ? "!" : ""
    return (isShort ? folder.shortTitle : folder.title) + (count.map { " \($0)" } ?? "") + mark
  case .saved(let saved):
    return saved.name + (state.queue.savedCounts[saved.name].map { " \($0)" } ?? "")
  }
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
  let tags = tagNote(state)
  if !tags.isEmpty { parts.append(tags) }
  if !queue.query.limit.isEmpty {
    parts.append("limit \(DisplayText.truncated(queue.query.limit, to: 32))")
  }
  parts.append("by \(queue.query.order.words)")
  if let group = queue.query.order.group { parts.append("grouped by \(group.title)") }
  parts.append("\(queue.list.cursor + 1) of \(queue.list.total)")
  return parts.joined(separator: " · ")
}

/// What is tagged; that some of it is hidden is said as long as it is so, whatever the message says.
private func tagNote(_ state: AppState) -> String {
  let (all, hidden) = (state.queue.tags.count, state.queue.hiddenTags.count)
  if all == 0 { return "" }
  return hidden == 0 ? "✓ \(all) tagged" : "✓ \(hidden) of \(all) tagged are hidden"
}

private func emptyQueue(_ state: AppState) -> [String] {
  let key = { (command: String) in state.keys.label(command, .queue) }
  if state.areServersRead && state.servers.isEmpty {
    return [
      "No server is configured yet.",
      "Press \(key("add-server")) to add one; countersign server add NAME URL does the same.",
      "Or run countersign demo to look around.",
    ]
  }
  if !state.queue.query.limit.isEmpty {
    let title = state.queue.savedName ?? state.queue.query.folder.title
    return [
      "Nothing in \(title) matches “\(state.queue.query.limit)”.",
      "Press \(key("limit")) to change the limit, \(key("back")) to take it away.",
    ]
  }
  if let name = state.queue.savedName {
    return [
      "Nothing in \(name): \(state.queue.query.base).",
      "Press \(key("next-folder")) for other folders.",
    ]
  }
  if state.servers.contains(where: { $0.phase == .neverSynced }) {
    return ["Not every server was read yet.", "Press \(key("sync")) to sync them all."]
  }
  switch state.queue.query.folder {
  case .forMe:
    return [
      "Nothing waits for you.",
      "Press \(key("next-folder")) for other folders, \(key("new-request")) to ask for access,"
        + " \(key("sync")) to sync.",
    ]
  case .mine:
    return ["You have asked for nothing.", "Press \(key("new-request")) to ask for access."]
  case .open:
    return [
      "No request is open.",
      "Press \(key("new-request")) to ask for access, \(key("sync")) to sync.",
    ]
  case .overdue:
    return ["Nothing is overdue.", "Press \(key("previous-folder")) for all open requests."]
  case .decided:
    return ["Nothing was decided yet.", "Decisions appear here with what became of them."]
  }
}
