import Foundation
import Governance

/// A line that a prompt offers.
struct Completion: Hashable {
  /// What the prompt's text becomes.
  var line: String
  /// What stands in the list.
  var label: String
  /// The key that reaches it too; empty for none.
  var key = ""
  var note: String
  /// False for what would be refused now.
  var works = true
}

/// A question to the database: which values an attribute has.
struct ValueQuestion: Hashable, Sendable {
  var attribute: String
  var ofPeople: Bool
  var text: String
}

/// What may come next in a limit, best first.
struct LimitCompletion {
  let context: LimitContext
  private let attributes: [LimitAttribute]
  private let ofPeople: Bool

  init(_ text: String, ofPeople: Bool) {
    attributes = ofPeople ? LimitAttribute.people : LimitAttribute.requests
    self.ofPeople = ofPeople
    context = LimitContext(text, attributes)
  }

  /// What has to be read before all values can be offered; nil for nothing.
  var question: ValueQuestion? {
    guard case .value(let attribute) = context.expected, attribute.kind == .text else { return nil }
    return ValueQuestion(
      attribute: attribute.name, ofPeople: ofPeople, text: Self.unquoted(context.typed))
  }

  /// - Parameter values: The answer to `question`.
  func offers(values: [String], now: Date, moments: Moments) -> [Completion] {
    switch context.expected {
    case .attribute: names
    case .comparison(let attribute): comparisons(attribute.kind)
    case .value(let attribute):
      self.values(attribute, values, now: now, moments: moments)
    case .conjunction:
      fitting([("and", "both hold"), ("or", "one of them holds")])
    case .anything: []
    }
  }

  private var names: [Completion] {
    let typed = context.typed.lowercased()
    let all = attributes.filter { $0.name.hasPrefix(context.prefix) }.map {
      (String($0.name.dropFirst(context.prefix.count)), $0.meaning)
    }
    let fitting = all.filter { typed.isEmpty || $0.0.lowercased().contains(typed) }
    let first = fitting.filter { $0.0.lowercased().hasPrefix(typed) }
    return (first + fitting.filter { !$0.0.lowercased().hasPrefix(typed) }).map(completion)
  }

  private func comparisons(_ kind: LimitAttribute.Kind) -> [Completion] {
    let words: [(String, String)] =
      switch kind {
      case .number, .date:
        [
          ("ge", "at least"), ("le", "at most"), ("gt", "more than"), ("lt", "less than"),
          ("eq", "equals"), ("ne", "is not"), ("pr", "has one"),
        ]
      case .text:
        [
          ("eq", "equals"), ("co", "contains"), ("sw", "starts with"), ("ew", "ends with"),
          ("ne", "is not"), ("pr", "has one"),
        ]
      case .flag, .choice: [("eq", "equals"), ("ne", "is not"), ("pr", "has one")]
      }
    return fitting(words)
  }

  private func values(
    _ attribute: LimitAttribute, _ read: [String], now: Date, moments: Moments
  ) -> [Completion] {
    switch attribute.kind {
    case .flag: return fitting([("true", ""), ("false", "")])
    case .number:
      return attribute.name == "risk"
        ? fitting([
          ("\(RequestWords.highRisk)", "high from here on"),
          ("\(RequestWords.mediumRisk)", "medium from here on"),
        ]) : []
    case .choice(let choices): return quoted(choices.map { ($0, "") })
    case .text: return quoted(read.map { ($0, "") })
    case .date:
      return quoted(
        [(0, "today"), (1, "tomorrow"), (7, "in a week"), (-7, "a week ago"), (-30, "30 days ago")]
          .map { days, words in
            (String(moments.exact(now.addingTimeInterval(Double(days) * 86_400)).prefix(10)), words)
          })
    }
  }

  private func fitting(_ words: [(String, String)]) -> [Completion] {
    words.filter { $0.0.hasPrefix(context.typed.lowercased()) }.map(completion)
  }

  private func quoted(_ values: [(String, String)]) -> [Completion] {
    let typed = Self.unquoted(context.typed).lowercased()
    return values.filter { typed.isEmpty || $0.0.lowercased().contains(typed) }.map { value, note in
      completion(
        "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"", note)
    }
  }

  private func completion(_ word: String, _ note: String) -> Completion {
    Completion(line: "\(context.before)\(word) ", label: word, note: note)
  }

  private static func unquoted(_ text: String) -> String {
    var text = text
    if text.hasPrefix("\"") { text.removeFirst() }
    if text.hasSuffix("\"") { text.removeLast() }
    return text.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }
}
