import Governance
import Terminal

/// All commands that the search keeps: those of the place where the help was opened first.
func helpLines(_ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  let words = state.help.search.value.lowercased().split(separator: " ")
  for (title, place, commands) in helpSections(origin: state.help.origin) {
    let bound = commands.map { state.keys.table(place).named($0.name) ?? $0 }
    let found = bound.filter { command in
      words.allSatisfy { command.searchText.contains($0) }
    }
    guard !found.isEmpty else { continue }
    builder.gap()
    builder.add([Run(title, .heading)], id: "section \(title)")
    for command in found { add(command, place, to: &builder) }
  }
  addPlan(state, words, to: &builder)
  if builder.lines.isEmpty {
    builder.add(
      "No command matches “\(state.help.search.value)”. \(state.keys.label("back", .help)) shows all.",
      .dim)
  }
  return builder.lines
}

/// The keys of the merged plan: nothing runs them from here, for there is no plan to answer.
private func addPlan(_ state: AppState, _ words: [Substring], to builder: inout LineBuilder) {
  let found = state.keys.plan.commands.filter { command in
    words.allSatisfy { command.searchText.contains($0) }
  }
  guard !found.isEmpty else { return }
  builder.gap()
  builder.add([Run("The plan before a decision", .heading)], id: "section plan")
  for command in found { add(command, nil, to: &builder) }
}

private func add(_ command: Command, _ place: Place?, to builder: inout LineBuilder) {
  let isNarrow = builder.width < 100
  let keys = command.keys.prefix(isNarrow ? 2 : 3).map(\.label).joined(separator: " ")
  let name = command.argument.map { "\(command.name) \($0)" } ?? command.name
  builder.add(
    [
      Run(" \(padded(keys, isNarrow ? 8 : 12)) ", .key), Run(padded(name, isNarrow ? 19 : 24)),
      Run(" \(command.help)", .dim),
    ], id: "\(place?.title ?? "plan") \(command.name)",
    target: place.map { .command(name: command.name, place: $0) })
}

private func helpSections(origin: Place) -> [(String, Place, [Command])] {
  let places: [(Place, [Command])] = [
    (.queue, QueueCommands.table),
    (.request(RequestID(rawValue: "")), RequestCommands.table + ManualCommands.table),
    (.people, PeopleCommands.table),
    (.profile(IdentityKey(rawValue: "")), ProfileCommands.table),
    (.activity, ActivityCommands.table + ManualCommands.table), (.audit, AuditCommands.table),
    (.servers, ServerCommands.table), (.findings, FindingCommands.table),
    (.calls, CallCommands.table), (.themes, ThemeCommands.table), (.form, FormCommands.table),
  ]
  let isOrigin = { (place: Place) in place.title == origin.title }
  let here = places.filter { isOrigin($0.0) }
  let others = places.filter { !isOrigin($0.0) }
  return here.map { ("\($0.0.title), where you are", $0.0, $0.1) }
    + [
      ("Moving", origin, Movement.table + PaneCommands.table),
      ("Everywhere", origin, Everywhere.table),
    ]
    + others.map { ($0.0.title, $0.0, $0.1) }
}
