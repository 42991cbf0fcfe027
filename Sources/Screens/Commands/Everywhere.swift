import Governance
import Terminal

/// What works in every place.
enum Everywhere {
  static let table: [Command] =
    [
      Command("palette", [.character(":")], label: "command", help: "Run a command by its name.") {
        state, _ in
        state.prompt = Prompt(.command)
        return []
      },
      Command(
        "help", [.character("?"), .function(1)], label: "help",
        help: "List the keys that work here, and run one."
      ) { state, _ in
        guard state.place != .help else { return [] }
        state.help = HelpState(origin: state.place)
        open(.help, &state)
        return []
      },
      Command("back", [.escape], help: "Go back, or take the limit away.") { state, _ in
        goBack(&state)
      },
      Command(
        "jump-back", [.character("<")], help: "Go back to where you were, as in a browser.",
        unless: nowhereBack
      ) { state, _ in
        goBack(&state)
      },
      Command(
        "forward", [.character(">")], help: "Go forward again after going back.",
        unless: nowhereForward
      ) { state, _ in
        goForward(&state)
        return []
      },
      Command(
        "quit-or-back", [.character("q")], label: "quit",
        help: "Go back from a page; leave Countersign from a tab."
      ) { state, _ in state.place.isTab ? [.quit] : goBack(&state) },
      quit,
      Command("next-tab", [.tab], extra: "next tab", help: "Go to the next tab.") { state, call in
        step(&state, by: call.times)
      },
      Command("previous-tab", [.backTab], help: "Go to the tab before.") { state, call in
        step(&state, by: -call.times)
      },
    ] + tabs + [
      Command(
        "new-request", [.character("n")], extra: "new request",
        help: "Ask for access, for yourself or another.",
        unless: operatorIsUnknown
      ) { state, _ in
        let person = FormCommands.personInView(state)
        state.form.start(for: person)
        open(.form, &state)
        return FormCommands.search(&state)
      },
      Command(
        "sync", [.character("S")], extra: "sync", help: "Sync one server, or all of them.",
        argument: "SERVER", choices: serverNames, unless: noServer
      ) { state, call in sync(&state, call.argument) },
      TimeCommands.command, ServerCommands.stopper, CallCommands.opener, ThemeCommands.opener,
      Command(
        "add-server", [.character("+")],
        help: "Add a server to the configuration, tested while you type."
      ) { state, _ in openServerForm(&state) },
      Command(
        "person", [.character("F")], extra: "find a person",
        help: "Find a person by name, user name or mail, from anywhere.", argument: "NAME"
      ) { state, call in findPerson(&state, call.argument) },
      Command(
        "findings", [.character("!")],
        help: "List what somebody should look at: accounts without an owner, and more."
      ) { state, _ in
        open(.findings, &state)
        return []
      },
    ] + OutsideCommands.table + RepeatCommands.table + [
      Command("suspend", [.control("z")], help: "Stop, and go on with fg.") { _, _ in [.suspend] },
      Command("redraw", [.control("l")], help: "Draw the screen anew.") { _, _ in [.redraw] },
    ]

  /// For the places that have no list of their own to search.
  static let finder = [
    Command("find", [.character("/")], help: "Find a person.") { state, _ in
      findPerson(&state, nil)
    }
  ]

  static let quit = Command(
    "quit", [.control("c")], help: "Leave Countersign; what was decided goes on."
  ) {
    _, _ in [.quit]
  }

  private static let tabs: [Command] = Place.tabs.enumerated().map { index, tab in
    Command(
      tab.title.lowercased(), [.alt(Character("\(index + 1)"))], help: "Go to \(tab.title)."
    ) { state, _ in
      switchTo(tab, &state)
      return []
    }
  }

  private static let nowhereBack: @Sendable (AppState) -> String? = { state in
    state.trail.isEmpty ? "There is nothing to go back to." : nil
  }

  private static let nowhereForward: @Sendable (AppState) -> String? = { state in
    state.ahead.isEmpty ? "There is nothing to go forward to." : nil
  }

  static let operatorIsUnknown: @Sendable (AppState) -> String? = { state in
    guard state.operator.person == nil else { return nil }
    let refusal = DecisionRefusal.operatorUnknown(name: state.operator.name)
    return "\(refusal.sentence) \(refusal.advice)"
  }

  private static let serverNames: @Sendable (AppState) -> [String] = { state in
    state.servers.map(\.name)
  }

  static let noServer: @Sendable (AppState) -> String? = { state in
    if !state.areServersRead { return "The servers are still being read." }
    return state.servers.isEmpty
      ? "No server is configured. Press \(state.keys.label("add-server", state.place)) to add one."
      : nil
  }

  private static func findPerson(_ state: inout AppState, _ name: String?) -> [Effect] {
    switchTo(.people, &state)
    state.people.search = LineEditor(name ?? "")
    state.people.isSearching = name == nil
    state.people.list.startOver(isForgotten: false)
    return []
  }

  private static func sync(_ state: inout AppState, _ name: String?) -> [Effect] {
    if let name, !state.servers.contains(where: { $0.name == name }) {
      let names = state.servers.map(\.name).joined(separator: ", ")
      state.message = .refusal("No server is called \(name). There are: \(names).")
      return []
    }
    state.message = .done("Syncing \(name ?? "all servers").")
    return [.sync(server: name)]
  }

  private static func step(_ state: inout AppState, by distance: Int) -> [Effect] {
    let tabs = Place.tabs
    let current = state.place.isTab ? state.place : state.trail.first?.place ?? .queue
    let index = tabs.firstIndex(of: current) ?? 0
    let next = (index + distance % tabs.count + tabs.count) % tabs.count
    switchTo(tabs[next], &state)
    return []
  }
}

/// Opens a page from where the operator is; `back` returns there.
func open(_ place: Place, _ state: inout AppState) {
  guard place != state.place else { return }
  state.trail.append(Visit(place: state.place, cursor: state.document))
  if state.trail.count > 50 { state.trail.remove(at: 1) }
  state.ahead = []
  // Whoever is opened is shown as they are now.
  state.profiles.past = nil
  state.place = place
  state.document = DocumentCursor()
}

/// Goes to a tab; the pages that were open are left.
func switchTo(_ tab: Place, _ state: inout AppState) {
  state.trail = []
  state.ahead = []
  state.place = tab
  state.document = DocumentCursor()
}

/// Opens again what `goBack` left.
private func goForward(_ state: inout AppState) {
  guard let visit = state.ahead.popLast() else { return }
  state.trail.append(Visit(place: state.place, cursor: state.document))
  state.place = visit.place
  state.document = visit.cursor
}

private func goBack(_ state: inout AppState) -> [Effect] {
  if let visit = state.trail.popLast() {
    state.ahead.append(Visit(place: state.place, cursor: state.document))
    state.place = visit.place
    state.document = visit.cursor
  } else if state.place == .queue && !state.queue.query.limit.isEmpty {
    QueueCommands.limit(&state, to: "")
  } else if state.place == .people && !state.people.search.isEmpty {
    state.people.search = LineEditor()
    state.people.list.startOver(isForgotten: false)
  } else {
    state.message = .refusal(
      "Nothing to go back to. Press \(state.keys.label("quit-or-back", state.place)) to quit.")
  }
  return []
}
