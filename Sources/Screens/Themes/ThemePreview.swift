import Governance
import Terminal

/// Which theme is tried.
struct ThemePreview: Hashable, Sendable {
  /// What can be chosen; empty until it was read.
  var names: [String] = []
  /// The one in the configuration.
  var configured = ""
  /// Kept until the end of the run; nil for the configured one.
  var kept: String?
  /// What the terminal is drawn with; nil for the configured one.
  var shown: String?
}

enum ThemeCommands {
  static let table: [Command] = [
    Command("keep", [.enter], label: "keep", help: "Keep this theme until you quit.") {
      state, _ in
      guard let name = tried(state) else { return [] }
      state.themes.kept = name
      state.message = .done(
        "Kept until you quit. theme = \"\(name)\" in config.toml keeps it for good.")
      return []
    }
  ]

  private static let names: @Sendable (AppState) -> [String] = { state in
    state.themes.names.isEmpty ? Theme.builtInNames : state.themes.names
  }

  static let opener = Command(
    "theme", [], help: "Try the themes: all roles in each of them.", argument: "NAME",
    choices: names
  ) { state, call in
    guard let name = call.argument else {
      open(.themes, &state)
      return [.readThemes]
    }
    state.themes.kept = name
    return []
  }

  /// The theme under the cursor; below the names the last one stays.
  static func tried(_ state: AppState) -> String? {
    let names = state.themes.names
    return names.isEmpty ? nil : names[min(state.document.line, names.count - 1)]
  }
}

/// Draws with the theme that is tried, and with the kept one everywhere else.
func themeEffects(_ state: inout AppState) -> [Effect] {
  let wanted = state.place == .themes ? ThemeCommands.tried(state) : state.themes.kept
  guard wanted != state.themes.shown, wanted != nil || state.place != .themes else { return [] }
  state.themes.shown = wanted
  return [.useTheme(wanted)]
}

/// Takes the names, and goes to the one in force.
func takeThemes(_ names: [String], configured: String, _ state: inout AppState) {
  state.themes.names = names
  state.themes.configured = configured
  guard state.place == .themes else { return }
  state.document.move(to: names.firstIndex(of: state.themes.kept ?? configured) ?? 0)
}

/// The names, then every role at work and by its name.
func themeLines(_ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  guard !state.themes.names.isEmpty else { return [Line("reading …", .placeholder)] }
  for name in state.themes.names {
    let note = name == state.themes.configured ? "  in the configuration" : ""
    let kept = name == state.themes.kept ? "  kept" : ""
    builder.add([Run(name, .title), Run(note, .dim), Run(kept, .notice)], id: "theme \(name)")
  }
  builder.gap()
  for line in themeSample { builder.add(line) }
  builder.gap()
  let parts = StyleRole.allCases.map { StyledText($0.name, $0) }
  builder.flow(parts, separator: StyledText("  "), lead: [Run("roles  ", .heading)])
  return builder.lines
}

/// What an approver sees, in few lines.
private let themeSample: [[Run]] = [
  [Run("  72 ▲ ", .riskHigh), Run("Ada Okafor       "), Run("+ production-db-readers 7d", .added)],
  [
    Run("  45 △ ", .riskMedium), Run("Ines Haddad      "), Run("− finance-approvers", .removed),
    Run("  Mon 18:12!", .overdue),
  ],
  [
    Run("  18   ", .riskLow), Run("Bruno Lima       "), Run("~ title", .changed),
    Run("  stale", .stale),
  ],
  [Run("✓ ", .tag), Run("tagged  "), Run("match", .match), Run("  "), Run("link", .link)],
  [
    Run("✓ applied  ", .ok), Run("⟳ 61%  ", .progress), Run("⚠ 429  ", .warning),
    Run("✗ failed", .error), Run("  ␛[31m", .mark),
  ],
  [Run("a", .key), Run(" approve  ", .footer), Run("d", .keyOff), Run(" cannot  ", .dim)],
]
