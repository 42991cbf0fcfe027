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
    let members = ServerMembers(server).members
    let lines = members.map { "\($0.key) = \(text($0.value))" }
    return (["[[server]]"] + lines).joined(separator: "\n") + "\n"
  }

  private static func text(_ node: TOMLNode) -> String {
    switch node {
    case .text(let text): TOMLText.quoted(text)
    case .whole(let number): String(number)
    case .list(let nodes): "[\(nodes.map(text).joined(separator: ", "))]"
    case .truth(let truth): String(truth)
    case .table, .other: "\"\""
    }
  }

  private static func index(of name: String, in configuration: Configuration) -> Int {
    configuration.servers.firstIndex { $0.name == name } ?? 0
  }
}
