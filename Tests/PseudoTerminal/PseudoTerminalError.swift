/// Why a test cannot go on.
public enum PseudoTerminalError: Error, CustomStringConvertible {
  case system(_ call: String, _ reason: String)
  /// What was waited for did not come; the screen and the end of the output say why.
  case notSeen(_ what: String, screen: [String], output: String)

  public var description: String {
    switch self {
    case .system(let call, let reason): "\(call): \(reason)"
    case .notSeen(let what, let screen, let output):
      "waited for \(what), but the screen is\n\(screen.joined(separator: "\n"))\n"
        + "and the output ends in \(output.debugDescription)"
    }
  }
}
