/// Where a secret comes from. The secret itself is never part of a configuration.
public enum SecretSource: Hashable, Sendable, Codable {
  case none
  /// The name of an environment variable.
  case environment(String)
  /// A file that its owner alone can read.
  case file(String)
  /// A program and its arguments, run without a shell.
  case command([String])

  /// The variable that holds the secret; nil for another place.
  var variable: String? { if case .environment(let name) = self { name } else { nil } }
  /// Whether reading it again can give another secret.
  var canChange: Bool {
    switch self {
    case .none, .environment: false
    case .file, .command: true
    }
  }
}
