import Sync

/// Adds a `[[server]]` block to a configuration's text and leaves every other byte alone.
enum ServerAddition {
  /// Throws: what is wrong with the old text, or with the server in it.
  static func adding(
    _ server: ServerConfiguration, to text: String, file: String
  ) throws(ConfigurationError) -> String {
    let before = try ConfigurationReader.read(text, file: file)
    guard before.server(named: server.name) == nil else {
      throw ConfigurationError(
        code: .contradiction, file: file,
        line: TOMLLines(text).line(of: "server[\(index(of: server.name, in: before))]"),
        sentence: "A server named “\(server.name)” is there already.",
        advice: "Choose another name, or edit the file.")
    }
    var result = text
    if !result.isEmpty, !result.hasSuffix("\n") { result += "\n" }
    if !result.isEmpty { result += "\n" }
    result += block(server)
    _ = try ConfigurationReader.read(result, file: file)
    return result
  }

  static func block(_ server: ServerConfiguration) -> String {
    var lines = ["[[server]]", "name = \(quoted(server.name))", "url = \(quoted(server.baseURL))"]
    switch server.token {
    case .none: break
    case .environment(let name): lines.append("token_env = \(quoted(name))")
    case .file(let path): lines.append("token_file = \(quoted(path))")
    case .command(let words):
      lines.append("token_command = [\(words.map(quoted).joined(separator: ", "))]")
    }
    if let caFile = server.caFile { lines.append("ca_file = \(quoted(caFile))") }
    if let proxy = server.proxy { lines.append("proxy = \(quoted(proxy))") }
    if let pageSize = server.pageSize { lines.append("page_size = \(pageSize)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func index(of name: String, in configuration: Configuration) -> Int {
    configuration.servers.firstIndex { $0.name == name } ?? 0
  }

  /// A TOML basic string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
