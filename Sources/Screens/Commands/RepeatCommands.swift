import Terminal

/// What was done last, to do it again.
struct LastCommand: Hashable, Sendable {
  var name: String
  var invocation: Invocation
}

/// Doing things again: the last command, or keys that were recorded.
enum RepeatCommands {
  static let table: [Command] = [
    Command("repeat", [.character(".")], help: "Do the last command again.", unless: nothingDone) {
      state, call in again(&state, call)
    },
    Command(
      "record", [.character("M")],
      help: "Record the keys that follow; once more ends it and asks for a name."
    ) { state, _ in record(&state) },
    Command(
      "play", [.character("@")], help: "Press a recorded macro's keys; any key stops it.",
      argument: "NAME", choices: names, unless: nothingKept
    ) { state, call in
      if let name = call.argument { return play(name, times: call.times, &state) }
      state.prompt = Prompt(.play(times: call.times), text: onlyName(state))
      return []
    },
    Command(
      "forget", [], help: "Forget a recorded macro.", argument: "NAME",
      choices: names, unless: nothingKept
    ) { state, call in forget(call.argument ?? "", &state) },
  ]

  /// Moving about is not what one wants again.
  static let skipped =
    Set(Movement.table.map(\.name)).union(PaneCommands.names).union(table.map(\.name))
    .union(Place.tabs.map { $0.title.lowercased() })
    .union([
      "palette", "help", "back", "jump-back", "forward", "quit-or-back", "quit", "suspend",
      "redraw", "next-tab",
      "previous-tab", "next-folder", "previous-folder", "find",
    ])

  private static let names: @Sendable (AppState) -> [String] = { state in
    state.macros.kept.keys.sorted()
  }

  private static let nothingDone: @Sendable (AppState) -> String? = { state in
    state.lastCommand == nil ? "Nothing was done yet that could be done again." : nil
  }

  private static let nothingKept: @Sendable (AppState) -> String? = { state in
    state.macros.kept.isEmpty
      ? "No macro is kept. \(state.keys.label("record", state.place)) records one." : nil
  }

  private static func again(_ state: inout AppState, _ call: Invocation) -> [Effect] {
    guard let last = state.lastCommand else { return [] }
    guard let command = state.keys.table(state.place).named(last.name) else {
      state.message = .refusal("\(last.name) does not work here.")
      return []
    }
    var invocation = last.invocation
    if let count = call.count { invocation.count = count }
    return run(command, invocation, &state)
  }

  // MARK: Macros

  private static func record(_ state: inout AppState) -> [Effect] {
    guard state.macros.recording != nil else {
      state.macros.startRecording()
      state.message = .done("Recording: \(state.keys.label("record", state.place)) ends it.")
      return []
    }
    let keys = state.macros.stopRecording()
    if keys.isEmpty {
      state.message = .refusal("Nothing was recorded.")
    } else {
      state.prompt = Prompt(.macroName(keys))
    }
    return []
  }

  /// The last one played, or the only one.
  private static func onlyName(_ state: AppState) -> String {
    let names = state.macros.kept.keys
    if names.contains(state.macros.name) { return state.macros.name }
    return names.count == 1 ? names.first ?? "" : ""
  }

  static func play(_ name: String, times: Int, _ state: inout AppState) -> [Effect] {
    if state.macros.play(name, times: times) { return [] }
    let names = state.macros.kept.keys.sorted().joined(separator: ", ")
    state.message = .refusal("No macro is called \(name). There are: \(names).")
    return []
  }

  static func keep(_ keys: [Key], as name: String, _ state: inout AppState) -> [Effect] {
    let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    guard !name.isEmpty, isName else {
      state.message = .refusal("A macro's name has letters, digits, - and _ only.")
      return []
    }
    state.prompt = nil
    let isNew = state.macros.kept.updateValue(keys, forKey: name) == nil
    state.message = .done(
      "\(isNew ? "Kept" : "Replaced") \(name), \(count(keys.count, "key")). \(state.keys.label("play", state.place)) plays it."
    )
    return [.keepMacros(state.macros.kept)]
  }

  private static func forget(_ name: String, _ state: inout AppState) -> [Effect] {
    guard state.macros.kept.removeValue(forKey: name) != nil else {
      let names = state.macros.kept.keys.sorted().joined(separator: ", ")
      state.message = .refusal("Say which: \(names).")
      return []
    }
    state.message = .done("\(name) is forgotten.")
    return [.keepMacros(state.macros.kept)]
  }
}
