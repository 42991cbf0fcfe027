import Governance
import Terminal

/// What the mouse does: it moves where a key would, and presses the keys that the footer shows. It
/// decides nothing.
func take(_ action: MouseAction, _ state: inout AppState) -> [Effect] {
  let layout = Layout(state.size)
  guard layout.isUsable else { return [] }
  if state.macros.isPlaying { return pressByHand(.unknown, &state) }
  switch action.kind {
  case .wheelUp: return roll(action.position, by: -3, &state)
  case .wheelDown: return roll(action.position, by: 3, &state)
  case .press: return click(action.position, &state)
  }
}

private func roll(_ position: Position, by distance: Int, _ state: inout AppState) -> [Effect] {
  guard state.prompt == nil, state.serverForm == nil else { return [] }
  if state.confirmation != nil {
    state.confirmation?.document.move(by: distance)
    return []
  }
  if isInPane(position, state) {
    return PaneCommands.scroll(&state, by: distance)
  }
  state.paneTop = 0
  return Movement.move(&state, by: distance)
}

private func isInPane(_ position: Position, _ state: AppState) -> Bool {
  guard state.place.hasPane else { return false }
  let layout = Layout(state.size)
  return layout.isSplit
    ? position.column > layout.masterColumns
    : position.row > layout.bodyTop + layout.masterRows
      && position.row < layout.bodyTop + layout.bodyRows
}

private func click(_ position: Position, _ state: inout AppState) -> [Effect] {
  let layout = Layout(state.size)
  if position.row == layout.footerRow { return clickFooter(position.column, &state) }
  guard state.prompt == nil, state.confirmation == nil, state.serverForm == nil else { return [] }
  if position.row == 0 {
    guard let tab = tabSpans(state).first(where: { $0.columns.contains(position.column) })?.tab
    else { return [] }
    state.message = nil
    switchTo(tab, &state)
    return []
  }
  guard !isInPane(position, state) else { return [] }
  select(row: position.row - layout.bodyTop, &state)
  return []
}

/// The click stands for the key, except for a Yes: that is pressed by a finger that means it.
private func clickFooter(_ column: Int, _ state: inout AppState) -> [Effect] {
  let places = footerPlaces(state, columns: state.size.columns)
  guard let hint = places.first(where: { $0.columns.contains(column) })?.hint,
    let key = Key(named: hint.key)
  else { return [] }
  if state.confirmation != nil, key == .character("y") || key == .enter {
    state.message = .refusal("A click decides nothing: press \(state.keys.planLabel("yes")).")
    return []
  }
  return pressByHand(key, &state)
}

/// - Parameter row: counted from the first line below the header.
private func select(row: Int, _ state: inout AppState) {
  let layout = Layout(state.size)
  guard row >= 0, row < layout.bodyRows else { return }
  let line = row - 1
  func place<Row>(_ list: RowList<Row>) -> Int? {
    line >= 0 && list.top + line < list.total ? list.top + line : nil
  }
  let target: Int? =
    switch state.place {
    case .queue: place(state.queue.list)
    case .people: place(state.people.list)
    case .activity: place(state.activity)
    case .audit: place(state.audit.list)
    case .findings: place(state.findings)
    case .calls: place(state.calls)
    case .servers:
      line >= 0 ? max(0, state.serverCursor - layout.masterRows + 1) + line : nil
    case .request, .profile, .help, .themes: state.document.top + row
    case .form: nil
    }
  guard let target else { return }
  state.message = nil
  state.paneTop = 0
  _ = Movement.move(&state, to: target)
}
