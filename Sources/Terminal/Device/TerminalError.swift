/// Why the screen cannot be opened. Nothing was sent to the terminal.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case notATerminal
  case noName
  case cannotMoveCursor(name: String)
  case unknownName(String)
  case alreadyOpen
  case system(String)

  /// Stable, for programs.
  public var code: String {
    switch self {
    case .notATerminal: "terminal.not-a-terminal"
    case .noName: "terminal.no-name"
    case .cannotMoveCursor: "terminal.dumb"
    case .unknownName: "terminal.unknown-name"
    case .alreadyOpen: "terminal.already-open"
    case .system: "terminal.system"
    }
  }

  public var sentence: String {
    switch self {
    case .notATerminal: "The screen needs a terminal, and input or output is not one."
    case .noName: "TERM is not set, so nobody knows what this terminal understands."
    case .cannotMoveCursor(let name): "A terminal of type “\(name)” cannot move its cursor."
    case .unknownName(let name): "The type of this terminal, “\(name)”, is not known here."
    case .alreadyOpen: "The screen is open already."
    case .system(let reason): "The terminal cannot be used: \(reason)."
    }
  }

  public var advice: String {
    switch self {
    case .notATerminal, .cannotMoveCursor:
      "Use the commands instead: `countersign queue`, `countersign help`."
    case .noName: "Set it, for instance with `export TERM=xterm-256color`."
    case .unknownName:
      "Install its description (Debian: ncurses-term) or set TERM=xterm-256color."
    case .alreadyOpen: "Close it first."
    case .system: "Try another terminal."
    }
  }

  public var description: String { "\(sentence) \(advice)" }
}
