import Governance

/// Where in a limit the cursor stands, and so what may come next.
struct LimitContext: Hashable {
  enum Expected: Hashable {
    case attribute
    case comparison(LimitAttribute)
    case value(LimitAttribute)
    case conjunction
    /// Bare words, or something that is no filter.
    case anything
  }

  private(set) var expected = Expected.attribute
  /// What was typed of it so far.
  private(set) var typed = ""
  /// What stands before it.
  private(set) var before = ""
  /// `item.`, between brackets behind `item`.
  private(set) var prefix = ""
  private let attributes: [LimitAttribute]

  static let comparisons: Set<String> = [
    "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le",
  ]

  /// - Parameter text: The limit up to the cursor.
  init(_ text: String, _ attributes: [LimitAttribute]) {
    self.attributes = attributes
    var token = ""
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isQuoted {
        token.append(character)
        if character == "\"" && !isEscaped { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        token.append(character)
        isQuoted = true
      } else if " ()[]".contains(character) {
        take(token)
        if character != " " { take(mark: character, behind: token) }
        before += token + String(character)
        token = ""
      } else {
        token.append(character)
      }
    }
    typed = token
  }

  private mutating func take(mark: Character, behind token: String) {
    switch mark {
    case "[":
      prefix = "\(token.lowercased())."
      expected = .attribute
    case "]":
      prefix = ""
      expected = .conjunction
    case ")": expected = .conjunction
    default: if expected == .anything, before.isEmpty { expected = .attribute }
    }
  }

  private mutating func take(_ token: String) {
    guard !token.isEmpty else { return }
    let word = token.lowercased()
    switch expected {
    case .attribute:
      if word != "not" { expected = attribute(word).map { .comparison($0) } ?? .anything }
    case .comparison(let attribute):
      expected =
        word == "pr"
        ? .conjunction : Self.comparisons.contains(word) ? .value(attribute) : .anything
    case .value: expected = .conjunction
    case .conjunction: expected = word == "and" || word == "or" ? .attribute : .anything
    case .anything: break
    }
  }

  private func attribute(_ word: String) -> LimitAttribute? {
    let name = prefix + word
    return attributes.first { $0.name.lowercased() == name }
      // A person alone means their name, an item alone what it is called.
      ?? ["beneficiary", "requester", "item"].first { $0 == name }
      .map { LimitAttribute("\($0)\($0 == "item" ? ".display" : ".name")", .text, "") }
  }
}
