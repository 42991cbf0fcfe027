import Governance
import Terminal

/// The queue's commands.
enum QueueCommands {
  static let table: [Command] =
    DecideCommands.table + [
      Command("open", [.enter], label: "open", help: "Open the request.", unless: nothingSelected) {
        state, _ in
        if let id = state.queue.list.selectedID { Screens.open(.request(id), &state) }
        return []
      },
      Command(
        "tag", [.character(" "), .insert], label: "tag",
        help: "Tag the request, or untag it, and go down.", unless: nothingSelected
      ) { state, call in tag(&state, call.times) },
      Command(
        "tag-matching", [.character("T")],
        extra: "tag by filter", help: "Tag what a filter or words match, within the limit.",
        argument: "FILTER"
      ) { state, call in
        guard let pattern = call.argument else {
          state.prompt = Prompt(.tag)
          return []
        }
        return tagMatching(&state, pattern)
      },
      Command(
        "untag-all", [.character("U")], extra: "untag", help: "Take all tags away.",
        unless: nothingTagged
      ) {
        state, _ in
        state.message = .done("\(state.queue.tags.count) untagged.")
        state.queue.untagAll()
        return []
      },
      Command(
        "limit", [.character("l")], label: "limit",
        help: "Show only what a filter or words match.", argument: "FILTER"
      ) { state, call in
        if let text = call.argument {
          limit(&state, to: text)
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
        "order", [.character("o")], extra: "order",
        help: "Order by due date, risk, submission or person.",
        argument: "ORDER", choices: orderNames
      ) { state, call in order(&state, call.argument) },
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
    ]

  private static let orderNames: @Sendable (AppState) -> [String] = { _ in
    QueueOrder.allCases.map(\.rawValue)
  }

  private static let nothingSelected: @Sendable (AppState) -> String? = { state in
    if !state.queue.list.isRead { return "The list is still being read." }
    if state.queue.list.total == 0 { return "The list is empty." }
    return state.queue.list.selectedID == nil ? "That row is still being read." : nil
  }

  private static let nothingTagged: @Sendable (AppState) -> String? = { state in
    state.queue.tags.isEmpty ? "Nothing is tagged. Space tags a request." : nil
  }

  // MARK: Tags

  private static func tag(_ state: inout AppState, _ times: Int) -> [Effect] {
    for _ in 0..<min(times, 1000) {
      guard let id = state.queue.list.selectedID else { break }
      if state.queue.isTagged(id) { state.queue.untag(id) } else { state.queue.tag(id) }
      let before = state.queue.list.cursor
      state.queue.list.move(by: 1)
      if state.queue.list.cursor == before { break }
    }
    return []
  }

  static func tagMatching(_ state: inout AppState, _ pattern: String) -> [Effect] {
    state.queue.matchGeneration += 1
    state.queue.isMatching = true
    return [
      .readMatches(state.queue.query, pattern: pattern, generation: state.queue.matchGeneration)
    ]
  }

  // MARK: The list

  static func limit(_ state: inout AppState, to text: String) {
    var query = state.queue.query
    query.limit = String(text.drop { $0 == " " })
    state.queue.show(query)
  }

  private static func order(_ state: inout AppState, _ name: String?) -> [Effect] {
    let all = QueueOrder.allCases
    var query = state.queue.query
    if let name {
      guard let order = QueueOrder(rawValue: name) else {
        let names = all.map(\.rawValue).joined(separator: ", ")
        state.message = .refusal("There is no order \(name). There are: \(names).")
        return []
      }
      query.order = order
    } else {
      let index = all.firstIndex(of: query.order) ?? 0
      query.order = all[(index + 1) % all.count]
    }
    state.queue.show(query)
    state.message = .done("Ordered by \(query.order.rawValue).")
    return []
  }

  private static func step(_ state: inout AppState, by distance: Int) -> [Effect] {
    let all = QueueFolder.allCases
    let index = all.firstIndex(of: state.queue.query.folder) ?? 0
    var query = state.queue.query
    query.folder = all[(index + distance % all.count + all.count) % all.count]
    state.queue.show(query)
    return []
  }
}

/// Takes the ids that a pattern matched.
func tagMatches(_ ids: [RequestID], _ generation: Int, _ state: inout AppState) {
  guard generation == state.queue.matchGeneration else { return }
  state.queue.isMatching = false
  let before = state.queue.tags.count
  for id in ids { state.queue.tag(id) }
  let added = state.queue.tags.count - before
  state.message =
    ids.isEmpty
    ? .refusal("Nothing matches.")
    : .done("\(added) tagged, \(state.queue.tags.count) in all. a approves them, d denies them.")
  if state.prompt?.kind == .tag { state.prompt = nil }
}
