import Governance
import Terminal

/// Handing what is selected to other programs: a pipe, or the clipboard.
enum OutsideCommands {
  static let table: [Command] = [
    Command(
      "copy", [.character("y")],
      help: "Copy what is selected, or one thing about it, to the clipboard.", argument: "WHAT",
      choices: choiceNames, unless: nothingToCopy
    ) { state, call in copy(call.argument, &state) },
    Command(
      "pipe", [.character("|")],
      help: "Give what is selected, as JSON, to a program.", argument: "PROGRAM",
      unless: nothingSelected
    ) { state, call in
      if let line = call.argument { return pipe(to: line, &state) }
      state.prompt = Prompt(.pipe, text: state.lastProgram)
      return []
    },
  ]

  private static let choiceNames: @Sendable (AppState) -> [String] = { state in
    copyChoices(state).map(\.name)
  }

  private static let nothingSelected: @Sendable (AppState) -> String? = { state in
    state.selection == nil ? "There is nothing under the cursor." : nil
  }

  private static let nothingToCopy: @Sendable (AppState) -> String? = { state in
    copyChoices(state).isEmpty ? "There is nothing under the cursor." : nil
  }

  /// Longer texts are cut by terminals, in silence. Units: bytes.
  private static let longestCopy = 48 << 10

  private static func copy(_ name: String?, _ state: inout AppState) -> [Effect] {
    let choices = copyChoices(state)
    guard let choice = name == nil ? choices.first : choices.first(where: { $0.name == name })
    else {
      let names = choices.map(\.name).joined(separator: ", ")
      state.message = .refusal("Here can be copied: \(names).")
      return []
    }
    return copy(choice.text, as: choice.name, &state)
  }

  static func copy(_ text: String, as name: String, _ state: inout AppState) -> [Effect] {
    guard text.utf8.count <= longestCopy else {
      state.message = .refusal("That is too long for a clipboard: | gives it to a program.")
      return []
    }
    let shown = DisplayText.truncated(text.replacing("\n", with: " "), to: 48)
    state.message = .done("Copied the \(name): \(shown)")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // What a server wrote is pasted into shells: nothing in it may act there by itself.
    return [.copy(lines.map { DisplayText.visible(String($0)) }.joined(separator: "\n"))]
  }

  /// The words go to the program as they are written: no shell reads them.
  static func pipe(to line: String, _ state: inout AppState) -> [Effect] {
    guard let selection = state.selection else { return [] }
    guard let words = ProgramWords.split(line) else {
      state.message = .refusal("A quote is not closed.")
      return []
    }
    guard !words.isEmpty else {
      state.message = .refusal("Name a program, such as jq . or less.")
      return []
    }
    state.prompt = nil
    state.lastProgram = line
    return [.pipe(selection, program: words)]
  }
}
