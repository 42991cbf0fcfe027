import Governance
import Terminal

/// A profile's commands.
enum ProfileCommands {
  static let table: [Command] = [
    Command(
      "open", [.enter], label: "open",
      help: "Open the person or request under the cursor, or fold the section.", unless: noTarget
    ) { state, _ in follow(&state) },
    Command(
      "fold", [.character(" ")], label: "fold",
      help: "Fold or unfold the section that the cursor is in."
    ) { state, _ in fold(&state) },
    Command(
      "fold-all", [.character("z")], extra: "fold all", help: "Fold all sections, or unfold them."
    ) {
      state, _ in
      let all = Set(ProfileSection.allCases.map(\.rawValue))
      state.profiles.folded = state.profiles.folded.isEmpty ? all : []
      return []
    },
    Command(
      "next-section", [.character("]"), .character("}")], extra: "next section",
      help: "Go to the next section."
    ) {
      state, call in step(&state, by: call.times)
    },
    Command(
      "previous-section", [.character("["), .character("{")],
      help: "Go to the section before."
    ) { state, call in step(&state, by: -call.times) },
    Command(
      "manager", [.character("m")], label: "manager", help: "Go to the person's manager.",
      unless: noManager
    ) { state, _ in
      if let manager = profile(state)?.managers.first { open(.profile(manager.key), &state) }
      return []
    },
    Command(
      "reports", [.character("r")], extra: "reports", help: "Go to the person's reports.",
      unless: noReports
    ) { state, _ in
      state.profiles.folded.remove(ProfileSection.reports.rawValue)
      let lines = pageLines(state)
      let line = lines.firstIndex { $0.target == .section(ProfileSection.reports.rawValue) }
      state.document.show(line ?? 0)
      return []
    },
  ]

  private static let noManager: @Sendable (AppState) -> String? = { state in
    profile(state)?.managers.isEmpty == false ? nil : "No manager is known."
  }

  private static let noReports: @Sendable (AppState) -> String? = { state in
    profile(state)?.reports.isEmpty == false ? nil : "Nobody reports to this person."
  }

  static func profile(_ state: AppState) -> Profile? {
    guard case .profile(let key) = state.place else { return nil }
    return state.profiles[key]?.profile
  }

  private static func fold(_ state: inout AppState) -> [Effect] {
    let lines = pageLines(state)
    guard let header = sections(lines).last(where: { $0 <= state.document.line }),
      case .section(let name) = lines[header].target
    else { return [] }
    if state.profiles.folded.remove(name) == nil { state.profiles.folded.insert(name) }
    state.document.move(to: header, id: lines[header].id)
    return []
  }

  private static func step(_ state: inout AppState, by distance: Int) -> [Effect] {
    let lines = pageLines(state)
    let headers = sections(lines)
    let after = headers.filter { $0 > state.document.line }
    let before = headers.filter { $0 < state.document.line }
    let line =
      distance > 0
      ? after.dropFirst(distance - 1).first ?? headers.last
      : before.dropLast(-distance - 1).last ?? 0
    state.document.move(to: line ?? 0)
    return []
  }

  private static func sections(_ lines: [Line]) -> [Int] {
    lines.indices.filter { index in
      if case .section = lines[index].target { return true }
      return false
    }
  }
}

/// Why Enter does nothing on the line under the cursor.
let noTarget: @Sendable (AppState) -> String? = { state in
  if case .account = state.document.target {
    let (link, unlink) = (
      state.keys.label("link", state.place), state.keys.label("unlink", state.place)
    )
    return "\(link) links this account, \(unlink) keeps it apart."
  }
  return state.document.target == nil
    ? "Nothing opens here: go to a person, a request or a section." : nil
}

/// Opens what the line under the cursor points to.
func follow(_ state: inout AppState) -> [Effect] {
  guard let target = state.document.target else { return [] }
  switch target {
  case .person(let key): open(.profile(key), &state)
  case .request(let id): open(.request(id), &state)
  case .account: break
  case .section(let name):
    if state.profiles.folded.remove(name) == nil { state.profiles.folded.insert(name) }
  case .command(let name, let place): return HelpCommands.run(name, place, &state)
  }
  return []
}
