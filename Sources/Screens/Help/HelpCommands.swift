import Governance
import Terminal

/// The help's commands.
enum HelpCommands {
  static let table: [Command] = [
    Command(
      "run", [.enter], label: "run", help: "Run the command under the cursor, where it works.",
      unless: noTarget
    ) { state, _ in follow(&state) },
    Command(
      "find", [.character("/"), .character("l")], label: "find",
      help: "Search keys, names and sentences as you type."
    ) { state, _ in
      state.help.isSearching = true
      return []
    },
  ]

  /// Leaves the help, goes where the command works, and runs it there.
  static func run(_ name: String, _ place: Place, _ state: inout AppState) -> [Effect] {
    if let visit = state.trail.popLast() {
      state.place = visit.place
      state.document = visit.cursor
    }
    if state.keys.table(state.place).named(name) == nil || !isSame(place, state.place) {
      guard place.isTab else {
        state.message = .refusal("\(name) works on the page \(place.title): open one first.")
        return []
      }
      switchTo(place, &state)
    }
    guard let command = state.keys.table(state.place).named(name) else { return [] }
    return Screens.run(command, Invocation(), &state)
  }

  /// Any request's page is the page of requests.
  private static func isSame(_ left: Place, _ right: Place) -> Bool { left.title == right.title }
}

/// The keys while the help's search field has them.
func pressInHelpSearch(_ key: Key, _ state: inout AppState) -> [Effect] {
  switch key {
  case .escape, .control("c"), .tab: state.help.isSearching = false
  case .down: state.document.move(by: 1)
  case .up: state.document.move(by: -1)
  case .enter:
    state.help.isSearching = false
    return noTarget(state) == nil ? follow(&state) : []
  default:
    let before = state.help.search.value
    _ = state.help.search.handle(key)
    if state.help.search.value != before {
      let lines = pageLines(state)
      state.document.move(to: lines.firstIndex { $0.target != nil } ?? 0)
    }
  }
  return []
}
