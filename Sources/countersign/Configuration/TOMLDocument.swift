import TOMLKit

/// A value of a TOML file, free of the parser's memory.
enum TOMLNode: Hashable, Sendable {
  case text(String)
  case whole(Int)
  case truth(Bool)
  case list([TOMLNode])
  case table([String: TOMLNode])
  /// A date, a time or a fraction: nothing that our files want.
  case other(String)

  init(_ value: any TOMLValueConvertible) {
    if let text = value.string {
      self = .text(text)
    } else if let whole = value.int {
      self = .whole(whole)
    } else if let truth = value.bool {
      self = .truth(truth)
    } else if let array = value.array {
      self = .list(array.map { TOMLNode($0) })
    } else if let table = value.table {
      self = .table(Self.members(of: table))
    } else {
      self = .other(value.type.description)
    }
  }

  static func members(of table: TOMLTable) -> [String: TOMLNode] {
    var members: [String: TOMLNode] = [:]
    for key in table.keys {
      if let value = table[key] { members[key] = TOMLNode(value) }
    }
    return members
  }

  /// For an error: "a number".
  var kind: String {
    switch self {
    case .text: "a text"
    case .whole: "a number"
    case .truth: "true or false"
    case .list: "a list"
    case .table: "a table"
    case .other(let name): "a \(name)"
    }
  }
}

/// A parsed TOML file that knows its name and the line of each key.
struct TOMLDocument: Sendable {
  let file: String
  let members: [String: TOMLNode]
  let lines: TOMLLines

  /// Throws: `syntax`, with the line.
  init(text: String, file: String) throws(ConfigurationError) {
    self.file = file
    lines = TOMLLines(text)
    do {
      members = TOMLNode.members(of: try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      throw ConfigurationError(
        code: .syntax, file: file, line: error.source.begin.line,
        sentence: "This is not TOML: \(error.description).",
        advice: "Texts stand in quotes, lists in square brackets; see https://toml.io.")
    } catch {
      throw ConfigurationError(
        code: .syntax, file: file, line: nil, sentence: "This is not TOML: \(error).", advice: "")
    }
  }

  func error(
    _ code: ConfigurationError.Code, at path: String, _ sentence: String, advice: String
  ) -> ConfigurationError {
    ConfigurationError(
      code: code, file: file, line: lines.line(of: path), sentence: sentence, advice: advice)
  }
}
