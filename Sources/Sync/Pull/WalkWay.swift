import Store

/// How the lists of a type are walked.
enum WalkWay: String, Hashable, Sendable, Codable {
  case index
  /// By index in the order of ids, where any other order moves (PROVIDERS rule 2).
  case sorted
  case cursor
  /// By the last id, where a large `startIndex` is refused (PROVIDERS rule 13).
  case byID

  var start: WalkPosition {
    switch self {
    case .index, .sorted: .index(1)
    case .cursor: .cursor("")
    case .byID: .after("")
    }
  }

  /// Whether a walk that was killed there can be gone on with.
  func canResume(_ position: WalkPosition) -> Bool {
    switch position {
    case .cursor: self == .cursor
    case .index: self == .index || self == .sorted
    // An index walk may have turned to ids.
    case .after: self != .cursor
    }
  }
}
