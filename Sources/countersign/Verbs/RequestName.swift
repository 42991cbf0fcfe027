import Governance
import Store

/// How the shell calls requests: by the start of an id, as far as it is unmistakable.
enum RequestName {
  static let shortest = 8

  /// Shortens ids to their first eight characters, unless two of them begin alike.
  static func shortener(_ ids: [RequestID]) -> @Sendable (RequestID) -> String {
    let short = Set(ids.map { $0.rawValue.prefix(shortest) })
    let isUnmistakable = short.count == ids.count
    return { isUnmistakable ? String($0.rawValue.prefix(shortest)) : $0.rawValue }
  }

  /// The request that an id, or the start of one, names.
  ///
  /// Throws: ``Failure`` for none and for several, or `StoreError`.
  static func resolve(_ text: String, in session: Session) throws -> RequestID {
    let exact = RequestID(rawValue: text)
    if try session.store.request(exact) != nil { return exact }
    guard text.count >= 4 else { throw unknown(text) }
    var matches: [RequestID] = []
    for folder in [QueueFolder.open, .decided] {
      matches += try session.store.queueIDs(folder: folder, operator: nil, now: session.now)
        .filter { $0.rawValue.hasPrefix(text) && !matches.contains($0) }
    }
    guard let first = matches.first else { throw unknown(text) }
    guard matches.count == 1 else {
      throw Failure(
        .refused, code: "request.ambiguous", "\(matches.count) requests begin with “\(text)”.",
        advice: "Give more of the id; `countersign queue --json` has it in full.")
    }
    return first
  }

  private static func unknown(_ text: String) -> Failure {
    let refusal = DecisionRefusal.requestUnknown(id: text)
    return Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }
}
