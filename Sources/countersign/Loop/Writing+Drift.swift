import Foundation
import Governance
import Screens
import Store

extension Writing {
  /// Records what the operator says about a drift, and tells what came of it.
  func say(_ word: DriftWord, about drift: Drift) throws -> [Event] {
    let sentence = try session.say(word, about: drift, operator: `operator`)
    return [.conversed(sentence), .dataChanged]
  }
}

extension Session {
  /// Records what the operator says about a drift. Returns what came of it.
  ///
  /// Throws: ``Failure`` with the refusal, or `StoreError`.
  func say(_ word: DriftWord, about drift: Drift, operator: Operator) throws -> String {
    try allow(seeing: drift.person, for: `operator`)
    if case .accept = word { try allow(.decide, for: `operator`) }
    let actor = try `operator`.known()
    if let refusal = try store.say(word, about: drift, actor: actor, now: now) {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    return switch word {
    case .accept: "Accepted: it may stay as the server shows it."
    case .ask: "Asked. The question and its answer stand in the finding."
    case .answer: "Answered."
    }
  }
}
