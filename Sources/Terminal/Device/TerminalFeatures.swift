/// What may be sent to a terminal beyond what terminfo describes. What is not known to be
/// understood is not sent.
struct TerminalFeatures: Hashable, Sendable {
  /// Switches bracketed paste.
  struct Paste: Hashable, Sendable {
    var on = "\u{1B}[?2004h"
    var off = "\u{1B}[?2004l"
  }

  /// Presses and the wheel, in a form that reaches beyond column 223.
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

  var paste: Paste?
  /// Operating system commands: the title, questions about colours.
  var acceptsCommands: Bool

  /// - Parameters:
  ///   - paste: terminfo's `BE` and `BD`, an extension that many descriptions lack.
  ///   - isXtermLike: terminfo's `XT`.
  init(name: String, paste: Paste?, isXtermLike: Bool) {
    let isKnown = Self.families.contains { name == $0 || name.hasPrefix($0 + "-") }
    acceptsCommands = isKnown || (isXtermLike && !name.hasPrefix("screen"))
    self.paste = paste ?? (isKnown ? Paste() : nil)
  }

  /// Terminals known to take both, whatever their description says.
  private static let families = [
    "xterm", "tmux", "alacritty", "foot", "kitty", "wezterm", "ghostty", "contour", "konsole",
    "gnome", "vte", "iterm2", "mintty", "st", "rxvt-unicode", "mlterm",
  ]
}
