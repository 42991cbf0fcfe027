/// What was pressed, whatever bytes a terminal sends for it.
public enum Key: Hashable, Sendable {
  case character(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case shiftUp, shiftDown, controlLeft, controlRight
  /// F1 is 1.
  case function(Int)
  /// Ctrl with a letter, lower case, or one of `@ [ \ ] ^ _` and space.
  case control(Character)
  case alt(Character)
  /// Pasted as one piece. It is text for a field and never a command.
  case paste(String)
  /// A sequence that nothing here stands for.
  case unknown

  /// As help and footer spell it: `⏎`, `^R`, `M-x`, `F5`.
  public var label: String {
    switch self {
    case .character(" "): "␣"
    case .character(let character): String(character)
    case .control(let character): "^" + character.uppercased()
    case .alt(let character): "M-" + String(character)
    case .function(let number): "F\(number)"
    case .paste: "paste"
    default: Self.labels[self] ?? "?"
    }
  }

  private static let labels: [Key: String] = [
    .enter: "⏎", .escape: "Esc", .tab: "Tab", .backTab: "S-Tab", .backspace: "⌫",
    .delete: "Del", .insert: "Ins", .up: "↑", .down: "↓", .left: "←", .right: "→",
    .home: "Home", .end: "End", .pageUp: "PgUp", .pageDown: "PgDn", .shiftUp: "S-↑",
    .shiftDown: "S-↓", .controlLeft: "^←", .controlRight: "^→",
  ]
}
