import SCIM

/// A limit as somebody typed it: a filter, or words.
enum QueueLimit {
  case none
  case words([String])
  case filter(Filter)

  /// Throws: `invalidLimit`, with the offset of what is wrong.
  init(_ text: String?) throws(StoreError) {
    let text = text ?? ""
    if text.allSatisfy(\.isWhitespace) {
      self = .none
    } else if Self.isMeantAsFilter(text) {
      self = .filter(try Self.filter(text))
    } else {
      self = .words(
        text.split(whereSeparator: \.isWhitespace).map { TextFolding.folded(String($0)) })
    }
  }

  private static func filter(_ text: String) throws(StoreError) -> Filter {
    let filter: Filter
    do throws(FilterError) { filter = try Filter(parsing: text) } catch {
      throw StoreError(
        .invalidLimit, error.sentence, advice: error.advice, offset: error.offset)
    }
    for path in filter.paths where !QueueDocument.isKnown(path) {
      throw StoreError(
        .invalidLimit, "Requests have no attribute “\(path)”.",
        advice: "There are \(QueueDocument.names.joined(separator: ", ")).",
        offset: offset(of: path, in: text))
    }
    return filter
  }

  private static func offset(of path: AttributePath, in text: String) -> Int? {
    let lower = text.lowercased()
    guard let range = lower.firstRange(of: path.attribute.lowercased()) else { return nil }
    return lower.distance(from: lower.startIndex, to: range.lowerBound)
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
}
