import Governance
import Terminal

/// The whole sentence of the command under the cursor, which the list may have shortened.
private func helpSelection(_ state: AppState) -> String {
  guard case .command(let name, let place) = state.document.target else { return "" }
  return state.keys.table(place).named(name)?.help ?? ""
}

extension Frame {
  mutating func drawHelp(_ state: AppState) {
    let layout = Layout(size)
    drawSearch(
      state.help.search, isSearching: state.help.isSearching,
      placeholder: "press \(state.keys.label("find", .help)) to search the keys and commands",
      note: "⏎ runs what is selected")
    let field = cursor
    draw(
      page: pageLines(state), cursor: state.document, top: layout.bodyTop, width: size.columns,
      height: layout.bodyRows)
    if state.help.isSearching { cursor = field }
    let selected = helpSelection(state)
    write(
      selected, at: Position(column: 1, row: layout.messageRow), role: .notice,
      width: size.columns - 2)
  }
}
