/// One line of text being edited: a prompt's value and where its cursor stands.
public struct LineEditor: Hashable, Sendable {
  /// Order: as written.
  private var characters: [Character]
  /// Characters before the cursor.
  public private(set) var cursor: Int

  public init(_ value: String = "") {
    characters = Array(value)
    cursor = characters.count
  }

  public var value: String {
    get { String(characters) }
    set {
      characters = Array(newValue)
      cursor = characters.count
    }
  }

  public var isEmpty: Bool { characters.isEmpty }

  /// Does what the key means in a line of text.
  ///
  /// - Returns: false when it means nothing here (Enter, Escape, Tab, Up …), and nothing changed.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .alt(let character): return handle(alt: character)
    default:
      guard let edit = Self.edits[key] else { return false }
      edit(&self)
    }
    return true
  }

  /// Line breaks and tabs become blanks: the value stays on one line.
  public mutating func insert(_ text: String) {
    let line = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    characters.insert(contentsOf: line, at: cursor)
    cursor += line.count
    joinClusters()
  }

  /// Draws the value, scrolled so that the cursor is in view, and puts the frame's cursor there.
  public func draw(
    in frame: inout Frame, at position: Position, width: Int, role: StyleRole = .input
  ) {
    guard width > 0 else { return }
    var start = cursor
    var columns = 0
    while start > 0 {
      let next = DisplayText.columns(of: String(characters[start - 1]))
      if columns + next > width - 1 { break }
      columns += next
      start -= 1
    }
    let shown = String(characters[start...])
    frame.write(shown, at: position, role: role, width: width)
    frame.cursor = Position(column: position.column + columns, row: position.row)
  }

  private static let edits: [Key: @Sendable (inout LineEditor) -> Void] = [
    .backspace: { $0.remove(from: max(0, $0.cursor - 1), to: $0.cursor) },
    .delete: { $0.remove(from: $0.cursor, to: min($0.characters.count, $0.cursor + 1)) },
    .control("h"): { $0.remove(from: max(0, $0.cursor - 1), to: $0.cursor) },
    .control("d"): { $0.remove(from: $0.cursor, to: min($0.characters.count, $0.cursor + 1)) },
    .control("w"): { $0.remove(from: $0.wordStart, to: $0.cursor) },
    .control("u"): { $0.remove(from: 0, to: $0.cursor) },
    .control("k"): { $0.remove(from: $0.cursor, to: $0.characters.count) },
    .left: { $0.cursor = max(0, $0.cursor - 1) },
    .right: { $0.cursor = min($0.characters.count, $0.cursor + 1) },
    .control("b"): { $0.cursor = max(0, $0.cursor - 1) },
    .control("f"): { $0.cursor = min($0.characters.count, $0.cursor + 1) },
    .controlLeft: { $0.cursor = $0.wordStart },
    .controlRight: { $0.cursor = $0.wordEnd },
    .home: { $0.cursor = 0 },
    .end: { $0.cursor = $0.characters.count },
    .control("a"): { $0.cursor = 0 },
    .control("e"): { $0.cursor = $0.characters.count },
  ]

  private mutating func handle(alt character: Character) -> Bool {
    switch character {
    case "b": cursor = wordStart
    case "f": cursor = wordEnd
    case "d": remove(from: cursor, to: wordEnd)
    default: return false
    }
    return true
  }

  private mutating func remove(from start: Int, to end: Int) {
    characters.removeSubrange(start..<end)
    cursor = start
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = cursor
    while index < characters.count, characters[index] == " " { index += 1 }
    while index < characters.count, characters[index] != " " { index += 1 }
    return index
  }

  /// A combining mark typed after its letter becomes one character with it.
  private mutating func joinClusters() {
    let before = String(characters[..<cursor])
    let whole = before + String(characters[cursor...])
    characters = Array(whole)
    cursor = min(characters.count, Array(before).count)
  }
}
