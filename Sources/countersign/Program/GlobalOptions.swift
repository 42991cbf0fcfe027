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
