import ArgumentParser

/// The options that every verb takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: .init(
      "The configuration file (default: $XDG_CONFIG_HOME/countersign/config.toml).",
      valueName: "file"), completion: .file(extensions: ["toml"]))
  var config: String?

  @Option(
    help: .init(
      "The directory of the database and the log (default: $XDG_STATE_HOME/countersign).",
      valueName: "dir"), completion: .directory)
  var state: String?

  @Flag(help: "Print one JSON object a line instead of tables.")
  var json = false
}

extension GlobalOptions {
  /// `countersign --state DIR queue` means `countersign queue --state DIR`.
  static func behindVerb(_ arguments: [String]) -> [String] {
    var leading: [String] = []
    var rest = arguments[...]
    while let first = rest.first {
      let takesValue = first == "--config" || first == "--state"
      let isOurs = takesValue || ["--config=", "--state="].contains(where: first.hasPrefix)
      guard isOurs || first == "--json" else { break }
      leading += rest.prefix(takesValue ? 2 : 1)
      rest = rest.dropFirst(takesValue ? 2 : 1)
    }
    let verbal = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<verbal]) + leading + Array(rest[verbal...])
  }
}
