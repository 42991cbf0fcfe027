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

  /// What it stands for, for the manual. Shape: no full stop.
  public var meaning: String { Self.table[Int(rawValue)].meaning }

  /// Order: as the cases. A test holds the two together.
  private static let table: [(name: String, letter: Character, meaning: String)] = [
    ("text", ".", "Plain text"), ("dim", "d", "What matters less"),
    ("title", "T", "The name of what is shown"), ("heading", "H", "Headings and column heads"),
    ("header", "h", "The first line"), ("footer", "f", "The last line"),
    ("border", "b", "Dividing lines"), ("key", "k", "Keys that work"),
    ("key.off", "o", "Keys that cannot work now"), ("selected", "S", "The row of the cursor"),
    ("tag", "t", "Tagged rows"), ("match", "m", "What a search matched"),
    ("link", "l", "What opens something"), ("input", "i", "Fields to type into"),
    ("placeholder", "p", "What an empty field asks for"),
    ("risk.high", "3", "A high risk"), ("risk.medium", "2", "A medium risk"),
    ("risk.low", "1", "A low risk"), ("added", "+", "What is added"),
    ("removed", "-", "What is removed"), ("changed", "~", "What is changed"),
    ("stale", "s", "Old data"), ("overdue", "!", "What is late"), ("error", "E", "Failures"),
    ("warning", "W", "What needs care"), ("ok", "K", "What is well"),
    ("progress", "P", "Work under way"), ("notice", "N", "Advice"),
    ("mark", "M", "A visible stand-in for a character that must not reach the terminal"),
  ]
}
