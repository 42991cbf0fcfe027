import Foundation
import SCIM

/// A condition of a policy, or the scope of a delegation: a filter with the names and the kinds that
/// lists have, asked of one request.
struct RequestCondition {
  private let filter: Filter
  /// What it asks about the people of a request. Shape: names of ``LimitAttribute/people`` in lower
  /// case.
  let personNames: Set<String>

  /// Throws: `invalidLimit` for words, and for a filter that makes no sense of requests.
  init(_ text: String) throws(StoreError) {
    guard case .filter(let filter) = try LimitText(text) else {
      throw StoreError(
        .invalidLimit, "“\(text)” compares nothing.",
        advice: "Write a filter, such as risk ge 40 and item.server eq \"idp\".")
    }
    let vocabulary = LimitVocabulary.requests
    _ = try LimitSQL(filter, vocabulary, text: text, prefix: "limit", now: .distantPast)
    self.filter = filter.withMoments(vocabulary, within: nil)
    personNames = Set(
      filter.paths.filter { ["beneficiary", "requester"].contains($0.attribute.lowercased()) }
        .compactMap { $0.subAttribute?.lowercased() })
  }

  /// Whether it is true of a request. Texts are compared as lists compare them.
  func holds(of document: JSON) -> Bool { filter.matches(document, caseExact: { _ in false }) }
}

extension Filter {
  /// The same with days as the moments when they begin.
  fileprivate func withMoments(
    _ vocabulary: LimitVocabulary, within outer: AttributePath?
  ) -> Filter {
    switch self {
    case .and(let left, let right):
      return .and(
        left.withMoments(vocabulary, within: outer), right.withMoments(vocabulary, within: outer))
    case .or(let left, let right):
      return .or(
        left.withMoments(vocabulary, within: outer), right.withMoments(vocabulary, within: outer))
    case .not(let inner): return .not(inner.withMoments(vocabulary, within: outer))
    case .complex(let path, let inner):
      return .complex(path, inner.withMoments(vocabulary, within: path))
    case .compare(let path, let comparison, .string(let text)):
      let full =
        outer.map { AttributePath(schema: $0.schema, $0.attribute, path.attribute) } ?? path
      guard vocabulary.isDate(full), SCIMDate.parse(text) == nil else { return self }
      return .compare(path, comparison, .string("\(text)T00:00:00Z"))
    case .present, .compare: return self
    }
  }
}
