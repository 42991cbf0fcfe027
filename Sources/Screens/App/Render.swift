import Governance
import Terminal

/// Draws the state at a size. Pure: the same state and size always give the same frame.
public func render(_ state: AppState, size: Size) -> Frame {
  var frame = Frame(size: size)
  guard Layout(size).isUsable else {
    frame.drawTooSmall()
    return frame
  }
  var state = state
  if state.size != size {
    state.size = size
    settle(&state)
  }
  frame.drawTabs(state)
  if let confirmation = state.confirmation {
    frame.drawConfirmation(state, confirmation)
  } else if let form = state.serverForm {
    frame.drawServerForm(form, state)
  } else {
    frame.drawPlace(state)
  }
  frame.drawFooter(state)
  frame.drawMessage(state)
  if let prompt = state.prompt { frame.drawPrompt(prompt, state) }
  return frame
}

extension Frame {
  fileprivate mutating func drawPlace(_ state: AppState) {
    switch state.place {
    case .queue: drawQueue(state)
    case .people: drawPeople(state)
    case .activity: drawActivity(state)
    case .audit: drawAudit(state)
    case .servers: drawServers(state)
    case .findings: drawFindings(state)
    case .calls: drawCalls(state)
    case .form: drawForm(state)
    case .help: drawHelp(state)
    case .request, .profile, .themes: drawPage(state)
    }
  }

  private mutating func drawPage(_ state: AppState) {
    drawSubheader(StyledText("‹ ", .dim) + StyledText(pageTitle(state), .title), state)
    let layout = Layout(size)
    draw(
      page: pageLines(state), cursor: state.document, top: layout.bodyTop, width: size.columns,
      height: layout.bodyRows)
  }

  fileprivate mutating func drawTooSmall() {
    let smallest = Layout.smallest
    let lines = [
      "Countersign needs \(smallest.columns)×\(smallest.rows).",
      "This is \(size.columns)×\(size.rows).",
      "Make the window larger, or press q.",
    ]
    let top = max(0, (size.rows - lines.count) / 2)
    for (index, line) in lines.enumerated() {
      write(
        line, at: Position(column: 0, row: top + index), width: size.columns, alignment: .center)
    }
  }

  /// What an empty place says: what is so, and what to do next.
  mutating func drawEmpty(_ lines: [String], _ state: AppState) {
    let layout = Layout(size)
    let top = layout.bodyTop + max(1, layout.bodyRows / 3)
    for (index, line) in lines.enumerated() {
      write(
        line, at: Position(column: 2, row: top + index), role: index == 0 ? .text : .dim,
        width: size.columns - 4, alignment: .center)
    }
  }
}
