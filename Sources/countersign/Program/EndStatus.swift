/// What the program tells the shell when it ends. Stable: scripts may rely on it.
enum EndStatus: Int32, CaseIterable, Sendable {
  case success = 0
  /// A rule said no, or something asked for was not done.
  case refused = 1
  /// The arguments cannot be understood.
  case usage = 2
  /// The configuration file.
  case configuration = 3
  /// A server or the network on the way to it.
  case server = 4
  /// The database, or its disk.
  case store = 5
  /// The audit log is not what was written.
  case integrity = 6
  /// The terminal cannot show the screens.
  case terminal = 7
  // > 128 and the signal's number, as shells tell it.
  case hungUp = 129
  case interrupted = 130
  case quit = 131
  case terminated = 143

  /// The end that a signal asked for.
  init(signal: Int32) { self = EndStatus(rawValue: 128 + signal) ?? .terminated }

  /// For the help text.
  var meaning: String {
    switch self {
    case .success: "done"
    case .refused: "refused by a rule, or not done"
    case .usage: "the arguments cannot be understood"
    case .configuration: "the configuration file"
    case .server: "a server, or the network on the way to it"
    case .store: "the database or its disk"
    case .integrity: "the audit log is not what was written"
    case .terminal: "the terminal cannot show the screens"
    case .hungUp: "the terminal went away"
    case .interrupted, .quit: "interrupted"
    case .terminated: "asked to end by a signal"
    }
  }
}
