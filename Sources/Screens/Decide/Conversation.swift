import Governance
import Terminal

/// What the operator says about requests besides yes and no.
public enum Conversation: Hashable, Sendable {
  /// Would say yes to something else.
  case offer(RequestID, OfferWish)
  /// Asks whoever asked.
  case ask(RequestID, String)
  case answer(RequestID, String)
  /// Takes what is offered.
  case accept(CounterOffer)
  /// Lets somebody decide in the operator's place.
  case delegate(DelegationWish)
}

/// A delegation as the operator words it.
public struct DelegationWish: Hashable, Sendable {
  /// A userName or an e-mail address.
  public var to: String
  /// From now on. Shape: an ISO 8601 duration.
  public var duration: String
  /// In the filter language; nil for everything.
  public var scope: String?

  public init(to: String, duration: String, scope: String? = nil) {
    self.to = to
    self.duration = duration
    self.scope = scope
  }

  /// Shape: `lend all decisions to bruno@example.com for 7d?`
  var question: String {
    let span = ISODuration(iso: duration)?.human ?? duration
    let what = scope.map { "those where \(DisplayText.truncated($0, to: 20))" } ?? "all decisions"
    return "lend \(what) to \(DisplayText.truncated(to, to: 28)) for \(span)?"
  }

  /// Shape: `bruno@example.com 7d`, and a filter after it.
  init?(typed text: String) {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let length = ISODuration(human: String(words[1])) else { return nil }
    self.init(
      to: String(words[0]), duration: length.iso, scope: words.count > 2 ? String(words[2]) : nil)
  }
}
