import Foundation

/// When what a server shows began to be kept.
public struct HistoryStart: Hashable, Sendable, Codable {
  public var server: String
  /// When the server was first read to its end; nil until then.
  public var begins: Date?

  public init(server: String, begins: Date?) {
    self.server = server
    self.begins = begins
  }
}

/// That a profile shows what was, and of what nothing is known.
public struct PastMark: Hashable, Sendable, Codable {
  public var at: Date
  /// The servers that were first read later, or not to the end: nothing of theirs is shown.
  public var unknown: [HistoryStart]

  public init(at: Date, unknown: [HistoryStart] = []) {
    self.at = at
    self.unknown = unknown
  }

  /// What no history has, for a sentence.
  public static let omitted = "Findings, devices, reports and the manager's manager are not kept."

  /// - Parameter date: writes a moment.
  public func sentences(_ date: (Date) -> String) -> [String] {
    unknown.map { start in
      start.begins.map { "\(start.server) is known since \(date($0)) only." }
        ?? "\(start.server) was never read to its end: nothing is known of it."
    } + [Self.omitted]
  }
}

/// Why there is nothing to show of the past: a value that screens show, never an exception.
public enum HistoryRefusal: Error, Hashable, Sendable {
  /// No server was read by then.
  case beforeHistory(at: Date, begins: Date?)
  /// Nobody had an account of theirs.
  case nobodyThen(name: String, at: Date)
  case inTheFuture(Date)
  case backwards(from: Date, to: Date)

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .beforeHistory: "history.before"
    case .nobodyThen: "history.nobody"
    case .inTheFuture: "history.future"
    case .backwards: "history.backwards"
    }
  }

  /// - Parameter date: writes a moment.
  public func sentence(_ date: (Date) -> String) -> String {
    switch self {
    case .beforeHistory(let at, nil):
      "No server was read to its end yet: nothing is known of \(date(at))."
    case .beforeHistory(let at, let begins?):
      "The history begins on \(date(begins)), when a server was first read to its end: nothing is"
        + " known of \(date(at))."
    case .nobodyThen(let name, let at): "No server had an account of \(name) on \(date(at))."
    case .inTheFuture(let at): "\(date(at)) is still to come."
    case .backwards(let from, let to): "\(date(from)) is not before \(date(to))."
    }
  }

  public var advice: String {
    switch self {
    case .beforeHistory(_, nil): "Run `countersign sync`."
    case .beforeHistory: "Give a later date."
    case .nobodyThen: "`countersign log` lists what is known, with its dates."
    case .inTheFuture: "Give a date of the past, or `now`."
    case .backwards: "Give the earlier date with --from."
    }
  }
}
