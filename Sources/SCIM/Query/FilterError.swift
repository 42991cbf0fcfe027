/// Why a filter or a path cannot be read, and where.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong. The raw value is the stable code.
  public enum Problem: String, Hashable, Sendable, CaseIterable {
    case empty = "filter.empty"
    case badPath = "filter.badPath"
    case missingOperator = "filter.missingOperator"
    case unknownOperator = "filter.unknownOperator"
    case badValue = "filter.badValue"
    case missingParenthesis = "filter.missingParenthesis"
    case missingBracket = "filter.missingBracket"
    case nestedBrackets = "filter.nestedBrackets"
    case missingExpression = "filter.missingExpression"
    case trailingText = "filter.trailingText"
    case tooLong = "filter.tooLong"
  }

  public let problem: Problem
  /// Units: characters from the start of the text.
  public let offset: Int

  public init(_ problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  public var code: String { problem.rawValue }

  /// One sentence for people, with the place counted from 1.
  public var sentence: String {
    let place = "at character \(offset + 1)"
    return switch problem {
    case .empty: "The filter is empty."
    case .badPath: "An attribute name is expected \(place)."
    case .missingOperator: "A comparison such as eq, co or pr is missing \(place)."
    case .unknownOperator: "The word \(place) is not a comparison."
    case .badValue: "The value \(place) is not a quoted text, number, true, false or null."
    case .missingParenthesis: "A parenthesis is missing \(place)."
    case .missingBracket: "A closing bracket is missing \(place)."
    case .nestedBrackets: "Brackets cannot stand within brackets, as they do \(place)."
    case .missingExpression: "An expression is missing \(place)."
    case .trailingText: "The filter should go on with and, or, or nothing \(place)."
    case .tooLong: "The filter has too many parts \(place)."
    }
  }

  /// What to do about it.
  public var advice: String {
    switch problem {
    case .empty, .badPath, .missingExpression: "Write it like: userName eq \"ada\"."
    case .missingOperator, .unknownOperator: "Use eq, ne, co, sw, ew, gt, ge, lt, le or pr."
    case .badValue: "Put texts between double quotes: userName eq \"ada\"."
    case .missingParenthesis: "Write groups as (a or b) and negations as not (a)."
    case .missingBracket, .nestedBrackets: "Write value filters like: emails[type eq \"work\"]."
    case .trailingText: "Join expressions by and or or."
    case .tooLong: "Split it into several filters."
    }
  }

  public var description: String { sentence }
}
