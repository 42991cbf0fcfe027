import Governance
import Terminal

/// The queue's commands.
enum QueueCommands {
  static let table: [Command] =
    DecideCommands.table + ConversationCommands.table + [open] + TagCommands.table + [
      Command(
        "limit", [.character("l")], label: "limit",
        help: "Show only what a filter or words match.", argument: "FILTER"
      ) { state, call in
        if let text = call.argument {
          limit(&state, to: text)
          if state.views.remember(text) { return [.keepViews(state.views)] }
        } else {
          state.prompt = Prompt(.limit, text: state.queue.query.limit)
        }
        return []
      },
      Command("find", [.character("/")], label: "find", help: "Narrow the list as you type.") {
        state, _ in
        state.prompt = Prompt(.find(before: state.queue.query.limit))
        return []
      },
      Command(
        "next-folder", [.character("]"), .right], extra: "folder", help: "Go to the next folder."
      ) {
        state, call in step(&state, by: call.times)
      },
      Command("previous-folder", [.character("["), .left], help: "Go to the folder before.") {
        state, call in step(&state, by: -call.times)
      },
      Command(
        "profile", [.character("P")], extra: "profile", help: "Open the profile of whom it is for.",
        unless: nothingSelected
      ) { state, _ in
        if let entry = state.queue.list.selected {
          Screens.open(.profile(entry.request.beneficiary.key), &state)
        }
        return []
      },
    ] + ViewCommands.table

  private static let open = Command(
    "open", [.enter], label: "open", help: "Open the request.", unless: nothingSelected
  ) { state, _ in
    if let id = state.queue.list.selectedID { Screens.open(.request(id), &state) }
    return []
  }

  static let nothingSelected: @Sendable (AppState) -> String? = { state in
    if !state.queue.list.isRead { return "The list is still being read." }
    if state.queue.list.total == 0 { return "The list is empty." }
    return state.queue.list.selectedID == nil ? "That row is still being read." : nil
  }

  // MARK: The list

  static func limit(_ state: inout AppState, to text: String) {
    var query = state.queue.query
    query.limit = String(text.drop { $0 == " " })
    state.queue.show(query)
  }

  private static func step(_ state: inout AppState, by distance: Int) -> [Effect] {
    let all = state.queueTabs
    let index = all.firstIndex(of: state.queueTab) ?? 0
    state.queue.show(all[(index + distance % all.count + all.count) % all.count])
    return []
  }
}
