import Foundation
import Glibc
import Governance
import SCIM
import Screens
import Store

/// What the screens hand to other programs, with the terminal given back meanwhile.
struct OutsideWork: Sendable {
  private static let longestText = 64 << 10

  let session: Session

  /// Opens `$VISUAL`, `$EDITOR` or vi on a text. Nothing that a server wrote is in the file: editors
  /// take orders from texts (modelines).
  ///
  /// Returns: the text as it was left.
  func edit(_ text: String) throws(Failure) -> String {
    let file = try ScratchFile(
      in: session.places.state, suffix: ".txt", holding: text.isEmpty ? "" : text + "\n")
    var words = try editor()
    words.append(file.path)
    let status = try program(words).run()
    guard status == 0 else {
      throw Failure(
        .refused, code: "editor.failed", "“\(words[0])” ended with status \(status).",
        advice: "The text is as it was before.")
    }
    return try file.text(atMost: Self.longestText)
  }

  private func editor() throws(Failure) -> [String] {
    let variables = session.invocation.environment
    let name = ["VISUAL", "EDITOR"].first { variables[$0]?.isEmpty == false }
    guard let name, let line = variables[name] else { return ["vi"] }
    guard let words = ProgramWords.split(line), !words.isEmpty else {
      throw Failure(
        .refused, code: "editor.unreadable", "$\(name) has a quote that is not closed.",
        advice: "Set it to a program and its arguments, such as nano or \"code --wait\".")
    }
    return words
  }

  /// Gives a selection to a program, one line of JSON each, and waits until the operator has read what
  /// it printed.
  func pipe(_ selection: Selection, to words: [String]) throws {
    let lines = try SelectionRecords(session: session).lines(selection)
    let file = try ScratchFile(
      in: session.places.state, suffix: ".json", holding: lines.map { $0 + "\n" }.joined())
    var program = program(words)
    program.input = file.descriptor
    let status = try program.run()
    let end = status == 0 ? "" : " It ended with status \(status)."
    let question = Array("\n\(words[0]) is done.\(end) Press Enter to go back. ".utf8)
    _ = write(STDOUT_FILENO, question, question.count)
    _ = readLine()
  }

  /// Hands a text to tmux, which puts it on the clipboard of the terminal around it.
  func copyToTmux(_ text: String) throws(Failure) {
    let file = try ScratchFile(in: session.places.state, suffix: ".txt", holding: text)
    // > tmux(1): -w, since 3.2, sends it to the terminal's clipboard too.
    // The file is there as long as its value is.
    defer { withExtendedLifetime(file) {} }
    for flags in [["-w"], []] {
      var program = program(["tmux", "load-buffer"] + flags + [file.path])
      program.isQuiet = true
      if try program.run() == 0 { return }
    }
    throw Failure(
      .refused, code: "tmux.refused", "tmux did not take the text.",
      advice: "Look at its set-clipboard option, or pipe it to a program.")
  }

  /// Variables that hold secrets are not for other programs.
  private func program(_ words: [String]) -> OutsideProgram {
    let withheld = session.configuration.servers.reduce(into: Set()) {
      $0.formUnion($1.withheldVariables.union($1.secretVariables))
    }
    return OutsideProgram(
      words: words,
      environment: session.invocation.environment.filter { !withheld.contains($0.key) }
        .map { "\($0.key)=\($0.value)" })
  }
}
