import Foundation
import Governance
import Screens
import Store
import Sync

extension Writing {
  /// Carries out what the operator says besides yes and no, and tells what came of it.
  func converse(_ conversation: Conversation) throws -> [Event] {
    switch conversation {
    case .offer, .ask, .delegate: try session.allow(.decide, for: `operator`)
    case .answer, .accept: break
    }
    let speech = Speech(session: session, operator: `operator`)
    let sentence =
      switch conversation {
      case .offer(let id, let wish): try speech.offer(wish, for: id)
      case .ask(let id, let text): try speech.ask(text, about: id)
      case .answer(let id, let text): try speech.answer(text, about: id)
      case .accept(let offer): try speech.accept(offer)
      case .delegate(let wish): try speech.delegate(wish)
      }
    return [.conversed(sentence), .dataChanged]
  }
}
