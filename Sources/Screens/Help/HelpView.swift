import Terminal

extension Frame {
  mutating func drawHelp(_ state: AppState) {
    let layout = Layout(size)
    drawSearch(
      state.help.search, isSearching: state.help.isSearching,
      placeholder: "press / to search the keys and commands", note: "⏎ runs what is selected")
    let field = cursor
    draw(
      page: pageLines(state), cursor: state.document, top: layout.bodyTop, width: size.columns,
      height: layout.bodyRows)
    if state.help.isSearching { cursor = field }
  }
}
