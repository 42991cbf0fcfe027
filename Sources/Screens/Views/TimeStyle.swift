import Governance
import Terminal

/// How moments stand in lists and on pages.
public enum TimeStyle: String, Hashable, Sendable, CaseIterable {
  /// As short as it can be without doubt: `14:02`, `Wed 09:00`, `1 Dec`.
  case clock
  /// From now: `3h ago`, `in 2d`.
  case relative
  /// `2026-11-24 14:02`.
  case exact

  /// The columns that a moment in a list takes at most, with a mark behind it.
  var columns: Int { self == .exact ? 17 : 10 }

  fileprivate var words: String {
    switch self {
    case .clock: "Times by the clock."
    // An idle screen paints nothing, so that a distance is as old as the last key.
    case .relative: "Times as the distance from now, counted anew with each key."
    case .exact: "Times with their date, to the minute; in the details to the second."
    }
  }
}

extension Column {
  /// A column of moments is as wide as they are written.
  func holding(_ times: TimeStyle) -> Column {
    var column = self
    (column.least, column.most) = (times.columns, times.columns)
    return column
  }
}

enum TimeCommands {
  static let command = Command(
    "times", [.alt("t")], help: "Show times by the clock, as a distance, or exactly.",
    argument: "HOW", choices: names
  ) { state, call in
    let all = TimeStyle.allCases
    if let name = call.argument {
      guard let style = TimeStyle(rawValue: name.lowercased()) else {
        state.message = .refusal("Times are \(names(state).joined(separator: ", ")).")
        return []
      }
      return show(style, &state)
    }
    let index = all.firstIndex(of: state.views.times) ?? 0
    return show(all[(index + 1) % all.count], &state)
  }

  private static let names: @Sendable (AppState) -> [String] = { _ in
    TimeStyle.allCases.map(\.rawValue)
  }

  private static func show(_ style: TimeStyle, _ state: inout AppState) -> [Effect] {
    state.views.times = style
    state.message = .done(style.words)
    return [.keepViews(state.views)]
  }
}
