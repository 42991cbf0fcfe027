import Terminal

/// Moving the cursor, by vi's keys and by the arrows, in lists and on pages alike.
enum Movement {
  static let table: [Command] = [
    Command("down", [.character("j"), .down, .control("n")], help: "Go down a row.") {
      state, call in
      move(&state, by: call.times)
    },
    Command("up", [.character("k"), .up, .control("p")], help: "Go up a row.") { state, call in
      move(&state, by: -call.times)
    },
    Command("page-down", [.pageDown, .control("f")], help: "Go down a screen.") { state, call in
      move(&state, by: product(page(state), call.times))
    },
    Command("page-up", [.pageUp, .control("b")], help: "Go up a screen.") { state, call in
      move(&state, by: -product(page(state), call.times))
    },
    Command("half-down", [.control("d")], help: "Go down half a screen.") { state, call in
      move(&state, by: product(max(1, page(state) / 2), call.times))
    },
    Command("half-up", [.control("u")], help: "Go up half a screen.") { state, call in
      move(&state, by: -product(max(1, page(state) / 2), call.times))
    },
    Command(
      "first", [.character("g"), .home], help: "Go to the first row, or to the row of the count."
    ) { state, call in move(&state, to: (call.count ?? 1) - 1) },
    Command(
      "last", [.character("G"), .end], help: "Go to the last row, or to the row of the count."
    ) { state, call in move(&state, to: call.count.map { $0 - 1 } ?? Int.max) },
  ]

  /// Where g delegates, Home alone goes to the first row.
  static let besideDelegation = table.map { command in
    command.name == "first" ? command.bound(to: [.home]) : command
  }

  private static func product(_ page: Int, _ times: Int) -> Int {
    page.multipliedReportingOverflow(by: times).overflow ? Int.max : page * times
  }

  private static func page(_ state: AppState) -> Int {
    let layout = Layout(state.size)
    let height =
      switch state.place {
      case .queue, .activity, .audit, .servers, .findings, .calls: layout.masterRows
      case .people: layout.listRows
      case .request, .profile, .form, .help, .themes: layout.bodyRows
      }
    return max(1, height - 1)
  }

  static func move(_ state: inout AppState, by distance: Int) -> [Effect] {
    switch state.place {
    case .queue: state.queue.list.move(by: distance)
    case .people: state.people.list.move(by: distance)
    case .activity: state.activity.move(by: distance)
    case .audit: state.audit.list.move(by: distance)
    case .findings: state.findings.move(by: distance)
    case .calls: state.calls.move(by: distance)
    case .servers: state.serverCursor += max(-1000, min(1000, distance))
    case .request, .profile, .help, .themes:
      state.document.move(by: distance)
    case .form: break
    }
    return []
  }

  static func move(_ state: inout AppState, to position: Int) -> [Effect] {
    switch state.place {
    case .queue: state.queue.list.move(to: position)
    case .people: state.people.list.move(to: position)
    case .activity: state.activity.move(to: position)
    case .audit: state.audit.list.move(to: position)
    case .findings: state.findings.move(to: position)
    case .calls: state.calls.move(to: position)
    case .servers: state.serverCursor = position
    case .request, .profile, .help, .themes:
      state.document.move(to: position)
    case .form: break
    }
    return []
  }
}
