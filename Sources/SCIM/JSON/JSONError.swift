/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong. The raw value is the stable code.
  public enum Problem: String, Hashable, Sendable, CaseIterable {
    case empty = "json.empty"
    case unexpectedEnd = "json.unexpectedEnd"
    case unexpectedByte = "json.unexpectedByte"
    case trailingText = "json.trailingText"
    case badNumber = "json.badNumber"
    case badEscape = "json.badEscape"
    case controlCharacter = "json.controlCharacter"
    case badUTF8 = "json.badUTF8"
    case tooDeep = "json.tooDeep"
    case tooMany = "json.tooMany"
    case wrongShape = "json.wrongShape"
  }

  public let problem: Problem
  /// Where in the text. Units: bytes from its start.
  public let offset: Int

  public init(_ problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  public var code: String { problem.rawValue }

  /// One sentence for people.
  public var sentence: String {
    switch problem {
    case .empty: "The text is empty."
    case .unexpectedEnd: "The JSON is cut off at byte \(offset)."
    case .unexpectedByte: "The text stops being JSON at byte \(offset)."
    case .trailingText: "Something follows the JSON at byte \(offset)."
    case .badNumber: "The number at byte \(offset) is not written as JSON wants it."
    case .badEscape: "The escape at byte \(offset) stands for no character."
    case .controlCharacter: "A string has an unescaped control character at byte \(offset)."
    case .badUTF8: "The text is not UTF-8 at byte \(offset)."
    case .tooDeep: "The JSON is nested too deeply at byte \(offset)."
    case .tooMany: "The JSON holds more values than are read at once, from byte \(offset)."
    case .wrongShape: "The JSON value at byte \(offset) is not of the expected kind."
    }
  }

  /// What to do about it.
  public var advice: String {
    switch problem {
    case .empty, .unexpectedEnd:
      "The answer was cut on its way or the server has an error: try again, then see its log."
    case .tooMany: "Ask for less at once: lower `page_size` for this server."
    case .wrongShape: "Check that the address is the SCIM base URL and not another service."
    default: "Check that the address is a SCIM server's and what stands between you and it."
    }
  }

  public var description: String { sentence }
}
