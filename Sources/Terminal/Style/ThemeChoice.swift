/// Which theme a terminal is drawn with.
public enum ThemeChoice: Hashable, Sendable {
  /// Dark or light, as the terminal says; dark until it has answered.
  case automatic
  case fixed(Theme)

  /// `NO_COLOR` with any value, and a terminal without colours, win over every choice.
  /// Source: no-color.org.
  func theme(environment: [String: String], depth: ColorDepth, isLight: Bool?) -> Theme {
    if environment["NO_COLOR"]?.isEmpty == false || depth == .none { return .mono }
    switch self {
    case .fixed(let theme): return theme
    case .automatic:
      let isLight = isLight ?? Self.isLight(environment["COLORFGBG"])
      return isLight == true ? .light : .dark
    }
  }

  /// rxvt and others tell the numbers of their colours. Shape: `0;15`, `0;default;15`.
  static func isLight(_ colors: String?) -> Bool? {
    guard let last = colors?.split(separator: ";").last, let number = Int(last) else { return nil }
    return number == 7 || number == 15
  }
}
