/// Why a theme cannot be used.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable {
    case syntax = "theme.syntax"
    case unknownKey = "theme.unknown-key"
    case unknownRole = "theme.unknown-role"
    case badColor = "theme.bad-color"
    case badAttribute = "theme.bad-attribute"
    case badValue = "theme.bad-value"
  }

  public var code: Code
  public var file: String
  /// Counted from 1.
  public var line: Int
  public var sentence: String
  /// What to do, with the nearest right spelling where there is one.
  public var advice: String

  public var description: String { "\(file):\(line): \(sentence) \(advice)" }
}
