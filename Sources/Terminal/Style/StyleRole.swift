/// What a piece of text means; a theme says how that looks. Screens name roles, never colours.
public enum StyleRole: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case text, dim, title, heading, header, footer, border, key, keyOff
  case selected, tag, match, link, input, placeholder
  case riskHigh, riskMedium, riskLow
  case added, removed, changed, stale, overdue
  case error, warning, ok, progress, notice
  /// A visible stand-in for a character that must not reach the terminal.
  case mark

  /// As themes spell it: `risk.high`.
  public var name: String { Self.table[Int(rawValue)].name }
  /// One ASCII letter, for `Frame.roles`.
  public var letter: Character { Self.table[Int(rawValue)].letter }
  public var description: String { name }

  public init?(named name: String) {
    guard let index = Self.table.firstIndex(where: { $0.name == name }) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  /// Order: as the cases. A test holds the two together.
  private static let table: [(name: String, letter: Character)] = [
    ("text", "."), ("dim", "d"), ("title", "T"), ("heading", "H"), ("header", "h"),
    ("footer", "f"), ("border", "b"), ("key", "k"), ("key.off", "o"),
    ("selected", "S"), ("tag", "t"), ("match", "m"), ("link", "l"), ("input", "i"),
    ("placeholder", "p"),
    ("risk.high", "3"), ("risk.medium", "2"), ("risk.low", "1"),
    ("added", "+"), ("removed", "-"), ("changed", "~"), ("stale", "s"), ("overdue", "!"),
    ("error", "E"), ("warning", "W"), ("ok", "K"), ("progress", "P"), ("notice", "N"),
    ("mark", "M"),
  ]
}
