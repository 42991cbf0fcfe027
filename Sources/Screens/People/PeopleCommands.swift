import Governance
import Terminal

/// The people list's commands.
enum PeopleCommands {
  static let table: [Command] = [
    Command(
      "open", [.enter], label: "open", help: "Open the profile.",
      unless: nothingSelected
    ) { state, _ in
      if let key = state.people.list.selectedID { Screens.open(.profile(key), &state) }
      return []
    },
    Command(
      "find", [.character("/")], label: "find",
      help: "Search names, user names, mail, titles and departments as you type."
    ) { state, _ in
      state.people.isSearching = true
      return []
    },
    Command(
      "limit", [.character("l")], label: "limit",
      help: "Show only whom a filter or words match: active eq false.", argument: "FILTER"
    ) { state, call in
      guard let text = call.argument else {
        state.prompt = Prompt(.limitPeople, text: state.people.search.value)
        return []
      }
      state.people.search = LineEditor(text)
      state.people.list.startAnew()
      return state.views.remember(text) ? [.keepViews(state.views)] : []
    },
  ]

  private static let nothingSelected: @Sendable (AppState) -> String? = { state in
    if !state.people.list.isRead { return "The list is still being read." }
    if state.people.list.total == 0 { return "The list is empty." }
    return state.people.list.selectedID == nil ? "That row is still being read." : nil
  }
}

/// The keys while the search field has them: the arrows move in the list meanwhile.
func pressInPeopleSearch(_ key: Key, _ state: inout AppState) -> [Effect] {
  let page = max(1, Layout(state.size).listRows - 1)
  switch key {
  case .escape, .control("c"): state.people.isSearching = false
  case .tab: state.people.isSearching = false
  case .down: state.people.list.move(by: 1)
  case .up: state.people.list.move(by: -1)
  case .pageDown: state.people.list.move(by: page)
  case .pageUp: state.people.list.move(by: -page)
  case .enter:
    state.people.isSearching = false
    if let key = state.people.list.selectedID {
      open(.profile(key), &state)
    } else {
      state.people.opensFirst = state.people.list.isOutdated
    }
  default:
    let before = state.people.search.value
    _ = state.people.search.handle(key)
    if state.people.search.value != before { state.people.list.startAnew() }
  }
  return []
}
