import TOMLKit

/// Reads a theme. Every mistake is an error with its line: a theme that is half right looks wrong
/// in ways that nobody can explain.
public struct ThemeParser {
  private let text: String
  private let file: String
  private let lines: ThemeLines

  /// - Parameter file: how errors call it.
  public init(_ text: String, file: String) {
    self.text = text
    self.file = file
    lines = ThemeLines(text)
  }

  /// Roles that the text leaves out look as in the built-in theme for the same background.
  ///
  /// - Throws: the first mistake.
  public func parse() throws(ThemeError) -> Theme {
    try parse { background in
      switch background {
      case .dark: .dark
      case .light: .light
      case .any: .mono
      }
    }
  }

  func parse(base: (Theme.Background) -> Theme?) throws(ThemeError) -> Theme {
    let table = try document()
    for key in table.keys where !Self.topKeys.contains(key) {
      throw misspelled(key, among: Self.topKeys, .unknownKey, "a theme has no", section: "")
    }
    let background = try self.background(table["background"])
    let palette = try palette(table["palette"])
    var theme = base(background) ?? Theme(background: background, styles: [:])
    theme.background = background
    for (key, value) in try entries(of: table["roles"], "roles") {
      guard let role = StyleRole(named: key) else {
        let names = StyleRole.allCases.map(\.name)
        throw misspelled(key, among: names, .unknownRole, "there is no role", section: "roles")
      }
      theme[role] = try style(value, role: key, palette: palette)
    }
    return theme
  }

  private static let topKeys = ["background", "palette", "roles"]

  private func document() throws(ThemeError) -> TOMLTable {
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ThemeError(
        code: .syntax, file: file, line: error.source.begin.line,
        sentence: "This is not TOML: \(error.description).", advice: "See themes/dark.toml.")
    } catch {
      throw mistake(.syntax, 1, "This is not TOML.", "See themes/dark.toml.")
    }
  }

  private func background(_ value: TOMLValueConvertible?) throws(ThemeError) -> Theme.Background {
    let names = Theme.Background.allCases.map(\.rawValue)
    guard let value else { return .any }
    guard let name = value.string else {
      throw mistake(.badValue, line(of: "background"), "background is not text.", oneOf(names))
    }
    guard let background = Theme.Background(rawValue: name) else {
      throw mistake(
        .badValue, line(of: "background"), "background is “\(name)”.", advice(name, names))
    }
    return background
  }

  private func palette(_ value: TOMLValueConvertible?) throws(ThemeError) -> [String: Color] {
    var palette: [String: Color] = [:]
    for (key, value) in try entries(of: value, "palette") {
      palette[key] = try color(value, palette: [:], at: line(of: key, in: "palette"))
    }
    return palette
  }

  private func style(
    _ value: TOMLValueConvertible, role: String, palette: [String: Color]
  ) throws(ThemeError) -> Style {
    let line = line(of: role, in: "roles")
    guard let table = value.table else {
      throw mistake(
        .badValue, line, "\(role) is not a table.", "Write \(role) = { fg = \"red\" }.")
    }
    var style = Style()
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      switch key {
      case "fg": style.foreground = try color(value, palette: palette, at: line)
      case "bg": style.background = try color(value, palette: palette, at: line)
      case "attributes": style.attributes = try attributes(value, at: line)
      default:
        let names = ["fg", "bg", "attributes"]
        throw mistake(.unknownKey, line, "\(role) has no “\(key)”.", advice(key, names))
      }
    }
    return style
  }

  private func color(
    _ value: TOMLValueConvertible, palette: [String: Color], at line: Int
  ) throws(ThemeError) -> Color {
    if let array = value.array {
      guard array.count == 2 else {
        throw mistake(
          .badColor, line, "A list of colours has two.",
          "The second is for terminals with 16 or 8 colours.")
      }
      let shade = try color(array[0], palette: palette, at: line).shade
      return Color(shade, basic: try color(array[1], palette: palette, at: line).shade)
    }
    if let number = value.int {
      guard let index = UInt8(exactly: number) else {
        throw mistake(.badColor, line, "Colour \(number) does not exist.", "They end at 255.")
      }
      return Color(.indexed(index))
    }
    guard let name = value.string else {
      throw mistake(.badColor, line, "This is not a colour.", "Write \"#rrggbb\" or a name.")
    }
    if let color = palette[name] { return color }
    if let shade = Color.Shade(name) { return Color(shade) }
    let known = palette.keys.sorted() + Color.Shade.names
    let hint = name.first == "#" ? "Write six digits: \"#ff8787\"." : advice(name, known)
    throw mistake(.badColor, line, "“\(name)” is not a colour.", hint)
  }

  private func attributes(
    _ value: TOMLValueConvertible, at line: Int
  ) throws(ThemeError) -> Style.Attributes {
    let names = Style.Attributes.named.map(\.name)
    guard let array = value.array else {
      throw mistake(.badAttribute, line, "attributes is not a list.", "Write [\"bold\"].")
    }
    var attributes: Style.Attributes = []
    for element in array {
      let name = element.string ?? ""
      guard let known = Style.Attributes.named.first(where: { $0.name == name }) else {
        throw mistake(.badAttribute, line, "“\(name)” is not an attribute.", advice(name, names))
      }
      attributes.insert(known.value)
    }
    return attributes
  }
}

extension ThemeParser {
  /// Order: as in the file, so that the first mistake is the one reported.
  private func entries(
    of value: TOMLValueConvertible?, _ name: String
  ) throws(ThemeError) -> [(String, TOMLValueConvertible)] {
    guard let value else { return [] }
    guard let table = value.table else {
      throw mistake(.badValue, line(of: name), "\(name) is not a table.", "Write [\(name)].")
    }
    return table.keys.sorted { line(of: $0, in: name) < line(of: $1, in: name) }
      .compactMap { key in table[key].map { (key, $0) } }
  }

  private func misspelled(
    _ key: String, among names: [String], _ code: ThemeError.Code, _ what: String,
    section: String
  ) -> ThemeError {
    let sentence = what.prefix(1).uppercased() + what.dropFirst() + " “\(key)”."
    return mistake(code, line(of: key, in: section), sentence, advice(key, names))
  }

  private func mistake(
    _ code: ThemeError.Code, _ line: Int, _ sentence: String, _ advice: String
  ) -> ThemeError {
    ThemeError(code: code, file: file, line: line, sentence: sentence, advice: advice)
  }

  private func advice(_ word: String, _ names: [String]) -> String {
    NearestSpelling.of(word, in: names).map { "Did you mean “\($0)”?" } ?? oneOf(names)
  }

  private func oneOf(_ names: [String]) -> String {
    "It is one of: \(names.joined(separator: ", "))."
  }

  private func line(of key: String, in section: String = "") -> Int {
    lines.line(of: key, in: section)
  }
}
