import Foundation
import Glibc

/// Where the program's files are (design, section 9).
struct Places: Hashable, Sendable {
  /// The configuration file, whether it exists or not.
  var configuration: String
  /// The directory of the database and the log.
  var state: String

  /// The directory of the keys that sign the audit log.
  var keys: String

  var database: String { state + "/countersign.db" }
  var log: String { state + "/log" }
  /// The macros that were recorded in the screens.
  var macros: String { state + "/macros.toml" }
  /// How the queue is shown, as it was left.
  var views: String { state + "/views.toml" }
  /// Next to the configuration file.
  var themes: String { (configuration as NSString).deletingLastPathComponent + "/themes" }

  /// Next to the configuration file too: who must agree.
  var policy: String {
    (configuration as NSString).deletingLastPathComponent + "/policy.toml"
  }

  /// - Parameters:
  ///   - configuration: What `--config` says.
  ///   - state: What `--state` says.
  init(environment: [String: String], configuration: String? = nil, state: String? = nil) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    // > XDG Base Directory: a relative path in a variable is invalid and ignored.
    func directory(_ variable: String, _ standard: String) -> String {
      guard let path = environment[variable], path.hasPrefix("/") else { return home + standard }
      return path
    }
    self.configuration =
      configuration ?? directory("XDG_CONFIG_HOME", "/.config") + "/countersign/config.toml"
    self.state = state ?? directory("XDG_STATE_HOME", "/.local/state") + "/countersign"
    keys = directory("XDG_DATA_HOME", "/.local/share") + "/countersign/keys"
  }

  /// Makes the state directory, for its owner alone.
  ///
  /// Throws: a ``Failure`` with status `store`.
  func makeStateDirectory() throws(Failure) { try Self.makeDirectory(state) }

  /// Makes a directory and what is missing above it; a new one is open to its owner alone.
  static func makeDirectory(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        .store, code: "state.directory", "\(path) cannot be made: \(error.localizedDescription)",
        advice: "Make it, or name another with --state DIR or $XDG_STATE_HOME.")
    }
  }
}

/// What the system says about an error number. Shape: no full stop.
func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
