import Foundation

/// The folders of the queue.
public enum QueueFolder: String, Hashable, Sendable, Codable, CaseIterable {
  case forMe = "for-me"
  case mine, open, overdue, decided
}

/// One row of the queue.
public struct QueueEntry: Hashable, Sendable, Codable {
  public var request: AccessRequest
  public var riskScore: Int
  /// Why the operator may not decide it; nil when they may.
  public var refusal: DecisionRefusal?
  /// The worst status among its actions; nil before a decision.
  public var actionStatus: ActionStatus?
  /// The step of its policy that it waits for; nil where one approval is all that it needs.
  public var step: WaitingStep?

  public init(
    request: AccessRequest, riskScore: Int, refusal: DecisionRefusal? = nil,
    actionStatus: ActionStatus? = nil, step: WaitingStep? = nil
  ) {
    self.request = request
    self.riskScore = riskScore
    self.refusal = refusal
    self.actionStatus = actionStatus
    self.step = step
  }
}

/// The step that a request waits for.
public struct WaitingStep: Hashable, Sendable, Codable {
  public var name: String
  /// Why it waits for the operator: "as the manager"; nil when it waits for somebody else.
  public var reason: String?

  public init(name: String, reason: String?) {
    self.name = name
    self.reason = reason
  }
}

/// Everything that an approver needs about one request, on one screen.
public struct RequestDetail: Hashable, Sendable, Codable {
  public var request: AccessRequest
  public var risk: Risk
  public var plan: Plan
  public var planDigest: String
  public var refusal: DecisionRefusal?
  public var decisions: [Decision]
  public var actions: [Action]
  /// The beneficiary; nil when no server knows them.
  public var beneficiary: Profile?
  /// How old the oldest fact is that the plan presumes. Units: seconds; nil when nothing was read.
  public var dataAgeSeconds: Int?
  /// The steps of its policy; nil where one approval by anyone is all that it needs.
  public var policy: PolicyStanding?
  /// What the clock has done to it.
  public var clock: RequestClock?
  /// What approvers wanted to know. Order: oldest first.
  public var questions: [Question] = []
  /// What an approver would say yes to instead.
  public var offer: CounterOffer?
  /// Of what was taken in an emergency.
  public var review: Review?
  /// When what an approved request took away would have ended by itself, by item.
  public var ends: [String: Date] = [:]

  public init(
    request: AccessRequest, risk: Risk, plan: Plan, planDigest: String,
    refusal: DecisionRefusal?, decisions: [Decision], actions: [Action], beneficiary: Profile?,
    dataAgeSeconds: Int?, policy: PolicyStanding? = nil
  ) {
    self.request = request
    self.risk = risk
    self.plan = plan
    self.planDigest = planDigest
    self.refusal = refusal
    self.decisions = decisions
    self.actions = actions
    self.beneficiary = beneficiary
    self.dataAgeSeconds = dataAgeSeconds
    self.policy = policy
  }
}
