import ArgumentParser
import Foundation

/// What the parser of the arguments knows of a verb: the help and the manual come from one table.
///
/// Shape: as `--experimental-dump-help` prints it.
struct VerbHelp: Decodable, Sendable {
  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      var kind: String
      var name: String
    }

    /// Shape: `positional`, `option` or `flag`.
    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var shouldDisplay: Bool?
  var subcommands: [VerbHelp]?
  var arguments: [Argument]?

  private struct Dump: Decodable { var command: VerbHelp }

  /// The program with all its verbs. Throws: when the parser tells it in another shape.
  static func program() throws -> VerbHelp {
    try JSONDecoder().decode(Dump.self, from: Data(Program._dumpHelp().utf8)).command
  }

  /// The options that every verb takes.
  static func everywhere() throws -> VerbHelp {
    try JSONDecoder().decode(Dump.self, from: Data(GlobalOptions._dumpHelp().utf8)).command
  }

  var shownSubcommands: [VerbHelp] {
    (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
  }
}

extension VerbHelp.Argument {
  var isPositional: Bool { kind == "positional" }

  /// Shape: `--limit`, `-n`, or the name of what stands without one.
  var title: String {
    if isPositional { return valueName ?? "" }
    return (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.joined(separator: ", ")
  }

  /// Shape: `<id> ...`, `[<names> ...]`.
  var usage: String {
    let name = "<\(title)>" + (isRepeating ? " ..." : "")
    return isOptional ? "[\(name)]" : name
  }

  /// The sentences of the help, and what counts without it.
  var text: String {
    var parts = [abstract, discussion].compactMap(\.self)
    if let defaultValue, !parts.contains(where: { $0.contains("default:") }) {
      parts.append("Without it: \(defaultValue).")
    }
    return parts.joined(separator: " ")
  }
}
