import SCIM

/// A limit as somebody typed it: nothing, words, or a filter.
enum LimitText {
  case none
  /// Folded. Order: as they were typed.
  case words([String])
  case filter(Filter)

  /// Throws: `invalidLimit`, with the offset of what is wrong.
  init(_ text: String?) throws(StoreError) {
    let text = text ?? ""
    if text.allSatisfy(\.isWhitespace) {
      self = .none
    } else if Self.isMeantAsFilter(text) {
      do throws(FilterError) { self = .filter(try Filter(parsing: text)) } catch {
        throw StoreError(.invalidLimit, error.sentence, advice: error.advice, offset: error.offset)
      }
    } else {
      self = .words(
        text.split(whereSeparator: \.isWhitespace).map { TextFolding.folded(String($0)) })
    }
  }

  /// Words are a filter when a comparison stands among them, behind a name.
  ///
  /// So `le mans` is two words to search for, and `risk ge` a filter that lacks its end.
  private static func isMeantAsFilter(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.dropFirst().contains { word in
      // `pr` may end a group: `not (externalReference pr)`.
      let word = word.lowercased().filter { $0 != ")" && $0 != "]" }
      return word == "pr" || Filter.Operator(rawValue: word) != nil
    }
  }

  /// Where a name stands in what was typed. Units: characters.
  static func offset(of path: AttributePath, in text: String) -> Int? {
    let lower = text.lowercased()
    guard let range = lower.firstRange(of: path.attribute.lowercased()) else { return nil }
    return lower.distance(from: lower.startIndex, to: range.lowerBound)
  }

  /// A text in which LIKE finds no signs of its own, with the escape `\`.
  static func pattern(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }
}
