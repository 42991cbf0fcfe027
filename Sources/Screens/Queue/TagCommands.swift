import Governance
import Terminal

/// Tagging: one, a stretch, a group, what a filter keeps.
enum TagCommands {
  static let table: [Command] = [
    Command(
      "tag", [.character(" "), .insert], label: "tag",
      help: "Tag the request, or untag it, and go down.", unless: QueueCommands.nothingSelected
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
      "untag-matching", [], help: "Untag what a filter or words match, within the limit.",
      argument: "FILTER", unless: nothingTagged
    ) { state, call in tagMatching(&state, call.argument ?? "", isUntagging: true) },
    Command(
      "tag-range", [.character("V")], extra: "tag range",
      help: "Tag all from the request tagged last to the one here.", unless: noStart
    ) { state, _ in tagRange(&state) },
    Command(
      "tag-group", [.character("t")], extra: "tag group",
      help: "Tag the whole group, or untag it when all of it is tagged.", unless: noGroup
    ) { state, _ in tagGroup(&state) },
    Command(
      "untag-all", [.character("U")], extra: "untag", help: "Take all tags away.",
      unless: nothingTagged
    ) { state, _ in
      state.message = .done("\(state.queue.tags.count) untagged.")
      state.queue.untagAll()
      return []
    },
  ]

  private static let nothingTagged: @Sendable (AppState) -> String? = { state in
    state.queue.tags.isEmpty
      ? "Nothing is tagged. \(state.keys.label("tag", .queue)) tags a request." : nil
  }

  private static let noStart: @Sendable (AppState) -> String? = { state in
    if let reason = QueueCommands.nothingSelected(state) { return reason }
    return state.queue.tags.isEmpty
      ? "Tag the first one of the range with \(state.keys.label("tag", .queue))." : nil
  }

  private static let noGroup: @Sendable (AppState) -> String? = { state in
    if let reason = QueueCommands.nothingSelected(state) { return reason }
    return state.queue.query.order.group == nil
      ? "The list has no groups: \(state.keys.label("group", .queue)) groups it." : nil
  }

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

  static func tagMatching(
    _ state: inout AppState, _ pattern: String, isUntagging: Bool = false
  ) -> [Effect] {
    let generation = begin(&state, isUntagging: isUntagging)
    return [.readMatches(state.queue.query, pattern: pattern, generation: generation)]
  }

  private static func tagRange(_ state: inout AppState) -> [Effect] {
    guard let start = state.queue.tags.last, let end = state.queue.list.selectedID else {
      return []
    }
    let generation = begin(&state, isUntagging: false)
    return [.readStretch(state.queue.query, from: start, to: end, generation: generation)]
  }

  private static func tagGroup(_ state: inout AppState) -> [Effect] {
    guard let id = state.queue.list.selectedID else { return [] }
    let generation = begin(&state, isUntagging: false)
    state.queue.matching?.isToggling = true
    return [.readGroup(state.queue.query, of: id, generation: generation)]
  }

  private static func begin(_ state: inout AppState, isUntagging: Bool) -> Int {
    state.queue.matchGeneration += 1
    state.queue.matching = QueueState.Matching(isUntagging: isUntagging)
    return state.queue.matchGeneration
  }
}

/// Takes the ids that a pattern, a range or a group has.
func tagMatches(_ ids: [RequestID], _ generation: Int, _ state: inout AppState) {
  guard generation == state.queue.matchGeneration, let matching = state.queue.matching else {
    return
  }
  state.queue.matching = nil
  let before = state.queue.tags.count
  let isUndone = matching.isToggling && ids.allSatisfy(state.queue.isTagged)
  if matching.isUntagging || isUndone {
    state.queue.untag(Set(ids))
    state.message = .done(
      "\(before - state.queue.tags.count) untagged, \(state.queue.tags.count) left.")
  } else {
    for id in ids { state.queue.tag(id) }
    let (approve, deny) = (state.keys.label("approve", .queue), state.keys.label("deny", .queue))
    state.message = .done(
      "\(state.queue.tags.count - before) tagged, \(state.queue.tags.count) in all."
        + " \(approve) approves them, \(deny) denies them.")
  }
  if ids.isEmpty { state.message = .refusal("Nothing matches.") }
  if state.prompt?.kind == .tag { state.prompt = nil }
}
