import Foundation

/// What an approver would say yes to instead: fewer items, shorter, or another entitlement.
public struct CounterOffer: Hashable, Sendable, Codable {
  public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    case open, accepted
    /// Another offer took its place, or the request ended.
    case superseded
  }

  public var request: RequestID
  /// For whom it is offered.
  public var by: PersonReference
  /// Who pressed the key.
  public var hand: PersonReference
  /// What the request would ask for.
  public var items: [RequestItem]
  public var comment: String
  public var offered: Date

  public init(
    request: RequestID, by: PersonReference, hand: PersonReference? = nil, items: [RequestItem],
    comment: String, offered: Date
  ) {
    self.request = request
    self.by = by
    self.hand = hand ?? by
    self.items = items
    self.comment = comment
    self.offered = offered
  }

  /// What differs from what is asked, for people. Shape: `7d instead of no end for engineers`.
  public func changes(from asked: [RequestItem]) -> [String] {
    var changes: [String] = []
    for item in asked {
      guard let kept = items.first(where: { $0.id == item.id }) else {
        changes.append("without \(item.display)")
        continue
      }
      if kept.entitlement != item.entitlement {
        changes.append("\(kept.display) instead of \(item.display)")
      }
      if kept.duration != item.duration {
        let length = Self.length(kept.duration)
        changes.append("\(length) instead of \(Self.length(item.duration)) for \(kept.display)")
      }
    }
    return changes
  }

  private static func length(_ duration: String?) -> String {
    duration.map { ISODuration(iso: $0)?.human ?? $0 } ?? "no end"
  }
}

/// How an approver words an offer: the changes to what is asked.
public struct OfferWish: Hashable, Sendable, Codable {
  /// The ids of items that are left out.
  public var dropped: Set<String>
  /// For every grant that is kept. Shape: an ISO 8601 duration; nil leaves them.
  public var duration: String?
  /// Other entitlements, by the id of the item that they replace.
  public var replaced: [String: Replacement]
  public var comment: String

  public struct Replacement: Hashable, Sendable, Codable {
    public var entitlement: EntitlementReference
    public var display: String

    public init(entitlement: EntitlementReference, display: String) {
      self.entitlement = entitlement
      self.display = display
    }
  }

  public init(
    dropped: Set<String> = [], duration: String? = nil, replaced: [String: Replacement] = [:],
    comment: String = ""
  ) {
    self.dropped = dropped
    self.duration = duration
    self.replaced = replaced
    self.comment = comment
  }

  /// What the request would ask for.
  public func applied(to items: [RequestItem]) -> [RequestItem] {
    items.filter { !dropped.contains($0.id) }.map { item in
      var item = item
      if let other = replaced[item.id] {
        item.entitlement = other.entitlement
        item.display = other.display
      }
      if item.operation == .grant, let duration { item.duration = duration }
      return item
    }
  }

  /// Reads what is typed: `7d` for a length, `-2` to leave the second item out, words for why.
  ///
  /// Shape: `-2 7d the rest later`. nil when neither a length nor an item is named.
  public init?(typed text: String, items: [RequestItem]) {
    self.init()
    var words = text.split(separator: " ")[...]
    while let word = words.first {
      if word.first == "-", let number = Int(word.dropFirst()), items.indices.contains(number - 1) {
        dropped.insert(items[number - 1].id)
      } else if duration == nil, word.first?.isNumber == true,
        let length = ISODuration(human: String(word))
      {
        duration = length.iso
      } else {
        break
      }
      words = words.dropFirst()
    }
    if dropped.isEmpty && duration == nil { return nil }
    comment = words.joined(separator: " ")
  }
}

/// What may be offered.
public enum OfferRule {
  /// Whether what keeps a request from being approved as it is keeps it from being offered otherwise,
  /// too.
  public static func isKept(from offering: DecisionRefusal) -> Bool {
    switch offering {
    case .planBlocked, .planChanged, .separated, .separationUnbound, .tooLong, .reasonMissing: false
    default: true
    }
  }

  /// Why the items are no offer; nil when they are one.
  ///
  /// - Parameter now: lengths are compared by where they end when they begin now.
  public static func refusal(
    _ offered: [RequestItem], for request: AccessRequest, now: Date
  ) -> OfferRefusal? {
    if request.origin != .local && request.origin != .imported { return .shared }
    if offered.isEmpty { return .nothing }
    if offered == request.items { return .same }
    for item in offered {
      guard let asked = request.items.first(where: { $0.id == item.id }),
        asked.operation == item.operation
      else { return .more(item.display) }
      if !isShorter(item.duration, than: asked.duration, now: now) { return .more(item.display) }
    }
    return nil
  }

  /// True when it gives nothing that was not asked for, and takes all that was to be taken.
  public static func isLess(_ offered: [RequestItem], than asked: [RequestItem]) -> Bool {
    let isKnown = offered.allSatisfy { item in
      asked.contains { $0.id == item.id && $0.entitlement == item.entitlement }
    }
    let left = asked.filter { item in !offered.contains { $0.id == item.id } }
    return isKnown && left.allSatisfy { $0.operation == .grant }
  }

  /// Or as long. What has no end is longer than anything.
  private static func isShorter(_ length: String?, than asked: String?, now: Date) -> Bool {
    guard let asked else { return true }
    guard let length, let end = ISODuration(iso: length)?.end(from: now),
      let latest = ISODuration(iso: asked)?.end(from: now)
    else { return length == asked }
    return end <= latest
  }
}

/// Why an offer, a question or an answer is not taken.
public enum OfferRefusal: Error, Hashable, Sendable, Codable {
  case shared, nothing, same
  /// It would give more than was asked for.
  case more(String)
  /// There is none.
  case noOffer
  /// Another one took the place of the one that was seen.
  case otherOffer
  case noQuestion
  case emptyText
  /// It is not theirs to answer.
  case notTheRequester(name: String)
  /// Why the operator may not decide the request, and so neither offer nor ask.
  case undecidable(DecisionRefusal)

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .shared: "request-shared"
    case .nothing: "offer-empty"
    case .same: "offer-same"
    case .more: "offer-more"
    case .noOffer: "no-offer"
    case .otherOffer: "other-offer"
    case .noQuestion: "no-question"
    case .emptyText: "text-missing"
    case .notTheRequester: "not-the-requester"
    case .undecidable(let refusal): refusal.code
    }
  }

  public var sentence: String {
    switch self {
    case .shared: "This request lives on another server, which knows no offers and questions."
    case .nothing: "That offers nothing."
    case .same: "That is what was asked for."
    case .more(let name): "That gives more of “\(name)” than was asked for."
    case .noOffer: "Nothing is offered for this request."
    case .otherOffer: "Something else is offered by now."
    case .noQuestion: "Nobody has asked anything about this request."
    case .emptyText: "The text is missing."
    case .notTheRequester(let name): "That is for \(name), who asked for it."
    case .undecidable(let refusal): refusal.sentence
    }
  }

  public var advice: String {
    switch self {
    case .shared: "Decide it, or ask the requester there."
    case .nothing: "Deny it with a reason."
    case .same: "Approve it."
    case .more: "Offer less, or deny it and let them ask anew."
    case .noOffer, .otherOffer, .noQuestion: "Look at the request's page again."
    case .emptyText: "Write one sentence."
    case .notTheRequester: "Leave it to them."
    case .undecidable(let refusal): refusal.advice
    }
  }
}
