/// Where a server's bearer token comes from. The token itself is never part of a configuration.
public enum TokenSource: Hashable, Sendable, Codable {
  case none
  /// The name of an environment variable.
  case environment(String)
  /// A file that its owner alone can read; white space around the token is dropped.
  case file(String)
  /// A program and its arguments, run without a shell; white space around its output is dropped.
  case command([String])
}
