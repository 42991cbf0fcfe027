import Governance
import Terminal

/// All commands that the search keeps: those of the place where the help was opened first.
func helpLines(_ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  let words = state.help.search.value.lowercased().split(separator: " ")
  for section in helpSections(origin: state.help.origin) {
    let bound = section.commands.map { state.keys.table(section.place).named($0.name) ?? $0 }
    let found = bound.filter { command in
      words.allSatisfy { command.searchText.contains($0) }
    }
    guard !found.isEmpty else { continue }
    builder.gap()
    builder.add([Run(section.title, .heading)], id: "section \(section.title)")
    for command in found { add(command, section.place, to: &builder) }
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

/// The commands of one place, or those that work in many.
struct HelpSection {
  var title: String
  var place: Place
  var commands: [Command]
}

/// Every command once: those of the place where the help was opened first, then what works in many.
///
/// - Parameter origin: nil where no place comes first.
func helpSections(origin: Place?) -> [HelpSection] {
  var places: [Place] = [
    .queue, .request(RequestID(rawValue: "")), .people, .profile(IdentityKey(rawValue: "")),
    .activity, .audit, .servers, .findings, .calls, .themes, .form,
  ]
  // In the help itself, what works there stands in its footer.
  if origin == nil { places.append(.help) }
  let shared = Set((Movement.table + PaneCommands.table + Everywhere.table).map(\.name))
  let sections = places.map { place in
    let own = keyTable(place).commands.filter { !shared.contains($0.name) }
    return HelpSection(title: place.title, place: place, commands: own)
  }
  let isOrigin = { (section: HelpSection) in section.title == origin?.title }
  let common = [
    HelpSection(
      title: "Moving", place: origin ?? .queue, commands: Movement.table + PaneCommands.table),
    HelpSection(title: "Everywhere", place: origin ?? .queue, commands: Everywhere.table),
  ]
  let here = sections.filter(isOrigin).map { section in
    HelpSection(
      title: "\(section.title), where you are", place: section.place, commands: section.commands)
  }
  let others = sections.filter { !isOrigin($0) }
  return here + (origin == nil ? others + common : common + others)
}
