import Foundation

/// Where a server shows something else of somebody's access than was decided here.
public struct Drift: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// It appeared on the server, and nobody decided it here.
    case given
    /// It was given here, and is gone from the server.
    case taken
    /// It was taken away here, and the server has it still, or again.
    case ended
  }

  public var kind: Kind
  public var person: PersonReference
  public var entitlement: EntitlementReference
  /// What people call it.
  public var display: String
  /// When the server was seen to have it, or when the decision took effect that it departs from.
  public var since: Date
  /// What was decided; nil where nothing was.
  public var request: RequestID?
  /// The question that was asked about it last.
  public var question: DriftQuestion?
  /// The request that would put it right, and waits.
  public var pending: RequestID?

  public init(
    kind: Kind, person: PersonReference, entitlement: EntitlementReference, display: String,
    since: Date, request: RequestID? = nil
  ) {
    self.kind = kind
    self.person = person
    self.entitlement = entitlement
    self.display = display
    self.since = since
    self.request = request
  }

  /// Shape: `Ada Okafor was given admins on idp elsewhere.`
  public var sentence: String {
    let what = "\(display) on \(entitlement.server)"
    let by = request.map { ", request \($0.rawValue.prefix(8))" } ?? ""
    let said =
      switch kind {
      case .given: "\(person.name) was given \(what) elsewhere: nobody decided it here."
      case .taken: "\(person.name) was given \(what) here\(by), and it was taken away elsewhere."
      case .ended: "\(what) of \(person.name) was ended here\(by), and is there still or again."
      }
    return said + (conversation.map { " \($0)" } ?? "")
  }

  /// What is being done about it.
  private var conversation: String? {
    let said = [
      pending.map { "Request \($0.rawValue.prefix(8)) would revert it." }, question?.said,
    ]
    let known = said.compactMap { $0 }
    return known.isEmpty ? nil : known.joined(separator: " ")
  }

  /// The ticket that a request has which puts it right.
  public var reference: String {
    "\(Self.referencePrefix)\(entitlement.server):\(entitlement.type.rawValue)"
      + ":\(entitlement.value) of \(person.key.rawValue)"
  }

  static let referencePrefix = "revert of "

  /// The request that makes the server show what was decided, not yet submitted.
  public func draft(requester: PersonReference?, reason: String) -> RequestDraft {
    let item = RequestItem(
      id: "1", operation: kind == .taken ? .grant : .revoke, entitlement: entitlement,
      display: display)
    return RequestDraft(
      requester: requester, beneficiary: person, items: [item], justification: reason,
      externalReference: reference)
  }
}

extension RequestDraft {
  /// Whether one request of its kind is enough while it waits: it takes something back.
  public var isSingle: Bool {
    externalReference.map {
      $0.hasPrefix(Drift.referencePrefix) || $0.hasPrefix(Undo.referencePrefix)
    } ?? false
  }
}

/// What somebody wants to know about a drift.
public struct DriftQuestion: Hashable, Sendable, Codable {
  public var by: PersonReference
  public var of: PersonReference
  public var text: String
  public var asked: Date
  /// nil while it is open.
  public var answer: Question.Answer?

  public init(
    by: PersonReference, of: PersonReference, text: String, asked: Date,
    answer: Question.Answer? = nil
  ) {
    self.by = by
    self.of = of
    self.text = text
    self.asked = asked
    self.answer = answer
  }

  /// Shape: `Chen Wei asked Ada Okafor: Who gave this?`, or the answer once there is one.
  var said: String {
    guard let answer else { return "\(by.name) asked \(of.name): \(text)" }
    return "\(answer.by.name) answered \(by.name): \(answer.text)"
  }
}

/// What an operator says about a drift.
public enum DriftWord: Hashable, Sendable {
  /// It may stay so. The reason is kept.
  case accept(reason: String)
  /// nil asks whoever may know: an owner of it, else the person's manager.
  case ask(of: PersonReference?, text: String)
  case answer(text: String)
}

/// Why nothing was recorded about a drift: a value that screens show, never an exception.
public enum DriftRefusal: Hashable, Sendable {
  /// It is no more, or never was.
  case gone(what: String)
  /// Nobody accepts what they hold themselves.
  case operatorConcerned(who: String)
  /// A request waits that would revert what may stay.
  case beingReverted(by: RequestID)
  case textMissing
  /// Nobody has asked.
  case noQuestion
  /// The question is for somebody else.
  case notAsked(of: String)
  /// Nobody is known whom to ask.
  case nobodyToAsk

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .gone: "drift-gone"
    case .operatorConcerned: "drift-operator-concerned"
    case .beingReverted: "drift-being-reverted"
    case .textMissing: "drift-text-missing"
    case .noQuestion: "drift-no-question"
    case .notAsked: "drift-not-asked"
    case .nobodyToAsk: "drift-nobody-to-ask"
    }
  }

  public var sentence: String {
    switch self {
    case .gone(let what): "Nothing departs from what was decided about \(what)."
    case .operatorConcerned(let who):
      "\(who) is, was or may be you: nobody accepts what they hold themselves."
    case .beingReverted(let request):
      "Request \(request.rawValue.prefix(8)) waits, and would revert it."
    case .textMissing: "Say it in a sentence: the audit log keeps it."
    case .noQuestion: "Nobody has asked anything about it."
    case .notAsked(let of): "\(of) was asked."
    case .nobodyToAsk: "Nobody is known to answer for it."
    }
  }

  public var advice: String {
    switch self {
    case .gone: "`countersign drift` lists what does."
    case .operatorConcerned: "Ask another operator to do it."
    case .beingReverted: "Deny or withdraw that request first; then it can be accepted."
    case .nobodyToAsk: "Name somebody with --of."
    // Its sentence says what to do.
    case .textMissing: ""
    case .noQuestion: "Ask first: `countersign drift ask`."
    case .notAsked: "Leave it to them."
    }
  }
}

extension Finding.Kind {
  /// The kind of finding that a drift is.
  public init(_ drift: Drift.Kind) {
    switch drift {
    case .given: self = .givenElsewhere
    case .taken: self = .takenElsewhere
    case .ended: self = .endedStillThere
    }
  }
}
