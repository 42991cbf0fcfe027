import Foundation

/// Why a rule refuses a decision: a value that screens show, never an exception.
public enum DecisionRefusal: Error, Hashable, Sendable, Codable {
  /// The operator is the one who would receive or lose the access.
  case operatorIsBeneficiary
  /// The operator asked for it.
  case operatorIsRequester
  /// The operator brought it in, for somebody else or in somebody else's name.
  case operatorIsSubmitter
  /// Somebody whom it concerns was, or may be, the operator: an account went from one to the other,
  /// or both have one with the same value.
  case operatorMayBe(who: String)
  /// The step that is open is not the operator's. `who` says whose it is.
  case notAnApprover(step: String, who: String)
  /// The operator's step comes after one that has not passed.
  case stepNotReached(step: String, before: String)
  /// The operator has passed a step of this request: another one needs another person.
  case alreadyVoted(step: String)
  /// Every account of whom it would count for is inactive.
  case operatorInactive
  /// No step of the request waits for anybody.
  case noStepOpen
  /// Together with what the person holds or has asked for, it breaks a separation of duties.
  case separated(set: String, why: String)
  /// The separation of duties allows it with a reason and an end only.
  case separationUnbound(set: String, lacks: String)
  /// It is no emergency that the policy covers. `why` is a sentence.
  case breakGlass(why: String)
  /// The hand decides for somebody who has not lent them that.
  case notDelegated(from: String)
  /// Somebody has asked the requester something, and waits for the answer.
  case questionOpen
  /// The policy gives it for a shorter time only. `most` is for people.
  case tooLong(item: String, most: String)
  /// The request is a draft: nobody has submitted it.
  case notSubmitted
  /// Somebody decided already. `by` is a name, `status` where the request ended.
  case alreadyDecided(status: RequestStatus, by: String?)
  case expired(at: Date)
  /// The plan is not the one that was shown: the digests differ.
  case planChanged(shown: String, current: String)
  /// The plan cannot be carried out; the sentence says why.
  case planBlocked(reason: String)
  /// A denial needs a reason.
  case reasonMissing
  /// The operator named in the configuration is nobody that a server knows.
  case operatorUnknown(name: String)
  /// No request has this id.
  case requestUnknown(id: String)
}

extension DecisionRefusal {
  /// A stable name for programs.
  public var code: String {
    switch self {
    case .operatorIsBeneficiary: "operator-is-beneficiary"
    case .operatorIsRequester: "operator-is-requester"
    case .operatorIsSubmitter: "operator-is-submitter"
    case .operatorMayBe: "operator-may-be-concerned"
    case .notAnApprover: "not-an-approver"
    case .stepNotReached: "step-not-reached"
    case .alreadyVoted: "already-voted"
    case .noStepOpen: "no-step-open"
    case .operatorInactive: "operator-inactive"
    case .separated: "separated"
    case .separationUnbound: "separation-unbound"
    case .tooLong: "too-long"
    case .breakGlass: "break-glass"
    case .notDelegated: "not-delegated"
    case .questionOpen: "question-open"
    case .notSubmitted: "not-submitted"
    case .alreadyDecided: "already-decided"
    case .expired: "expired"
    case .planChanged: "plan-changed"
    case .planBlocked: "plan-blocked"
    case .reasonMissing: "reason-missing"
    case .operatorUnknown: "operator-unknown"
    case .requestUnknown: "request-unknown"
    }
  }

  /// What is the matter, for people.
  public var sentence: String {
    switch self {
    case .operatorIsBeneficiary: "This request is for you: nobody decides for themselves."
    case .operatorIsRequester: "You made this request: nobody decides what they asked for."
    case .operatorIsSubmitter:
      "You brought this request in: nobody decides what they asked for, in whatever name."
    case .operatorMayBe(let who):
      "This request concerns \(who), who was or may be you: nobody decides for themselves."
    case .notAnApprover(let step, let who): "The step “\(step)” waits for \(who)."
    case .stepNotReached(let step, let before):
      "Your step “\(step)” comes after “\(before)”, which has not passed."
    case .alreadyVoted(let step):
      "You said yes to the step “\(step)”: the rest is for other people."
    case .operatorInactive: "Every account of the approver is inactive: they decide nothing."
    case .noStepOpen: "No step of this request waits for anybody."
    case .separated(let set, let why): "The separation “\(set)” forbids it: \(why)"
    case .separationUnbound(let set, let lacks):
      "The separation “\(set)” allows it with \(lacks) only."
    case .breakGlass(let why): "This is no break-glass: \(why)"
    case .notDelegated(let from): "\(from) has not let you decide this in their place."
    case .questionOpen: "A question about this request waits for its answer."
    case .tooLong(let item, let most): "“\(item)” is given for \(most) at most."
    case .notSubmitted: "This request is a draft: it has not been submitted."
    case .alreadyDecided(let status, let by): Self.decidedSentence(status, by: by)
    case .expired(let date): "This request expired on \(Self.day(date))."
    case .planChanged: "The plan is not the one that you were shown: something changed meanwhile."
    case .planBlocked(let reason): "The plan cannot be carried out: \(reason)"
    case .reasonMissing: "A denial needs a reason."
    case .operatorUnknown(let name) where name.isEmpty: "Nobody is configured as the operator."
    case .operatorUnknown(let name): "“\(name)” is nobody that a server knows."
    case .requestUnknown(let id): "There is no request \(id)."
    }
  }

  /// What to do about it, for people.
  public var advice: String {
    switch self {
    case .operatorIsBeneficiary, .operatorIsRequester, .operatorIsSubmitter, .operatorMayBe:
      "Ask another approver to decide it."
    case .notAnApprover: "Ask one of them; the request's page names who may pass it now."
    case .stepNotReached: "It comes to you once that step has passed."
    case .alreadyVoted: "The request's page names who may pass the next step."
    case .operatorInactive: "Run `countersign sync` if that is news; else ask another approver."
    case .noStepOpen: "Run `countersign sync`, and look at the request again."
    case .separated:
      "Deny it, or take the other access away first; `countersign what-if` shows both."
    case .separationUnbound: "Deny it, and ask for a new request that has them."
    case .breakGlass: "Ask for it in the usual way."
    case .notDelegated: "Let them delegate it, or leave it to them."
    case .questionOpen: "Wait for the answer; until then its clock stands still."
    case .tooLong: "Offer it for a shorter time, or deny it."
    case .notSubmitted: "Submit it first."
    case .alreadyDecided: "To change the outcome, make a new request."
    case .expired: "Ask for a new request if it is still needed."
    case .planChanged: "Read the new plan and decide again."
    case .planBlocked: "Deny it with the reason, or sync once the obstacle is out of the way."
    case .reasonMissing: "Write one sentence that the requester can act on."
    case .operatorUnknown:
      "Set `operator` in config.toml to your user name or e-mail address, and sync."
    case .requestUnknown: "Look for it in the queue; ids are compared to the letter."
    }
  }

  private static func decidedSentence(_ status: RequestStatus, by: String?) -> String {
    switch status {
    case .approved, .denied:
      "This request is already \(status.rawValue)\(by.map { " by \($0)" } ?? "")."
    case .cancelled: "This request was cancelled."
    case .expired: "This request expired."
    case .draft, .pending: "This request is \(status.rawValue)."
    }
  }

  private static func day(_ date: Date) -> String {
    let parts = ISODuration.calendar.dateComponents([.year, .month, .day], from: date)
    func padded(_ number: Int?, _ width: Int) -> String {
      let text = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
  }
}
