import Foundation

/// Access that is given at once in an emergency, for a short time, and looked at afterwards.
public struct BreakGlass: Hashable, Sendable, Codable {
  /// Who may take it, for themselves alone.
  public var who: [Approver]
  /// What may be taken. The value of each is an id or a name on its server.
  public var access: [EntitlementReference]
  /// How long it lasts at most. Shape: an ISO 8601 duration.
  public var duration: String
  /// Who looks at it afterwards.
  public var reviewers: [Approver]
  /// Until when. Units: seconds after it was taken.
  public var reviewSeconds: Int

  public init(
    who: [Approver], access: [EntitlementReference], duration: String, reviewers: [Approver],
    reviewSeconds: Int
  ) {
    self.who = who
    self.access = access
    self.duration = duration
    self.reviewers = reviewers
    self.reviewSeconds = reviewSeconds
  }

  /// What the rule that approves it is called on a request's page.
  public static let ruleName = "break-glass"

  var canonical: CanonicalJSON {
    [
      "who": .array(who.map { .string($0.text) }),
      "access": .array(access.map { .string($0.text) }), "duration": .string(duration),
      "reviewers": .array(reviewers.map { .string($0.text) }),
      "review": .number(.init(reviewSeconds)),
    ]
  }

  /// The request as it is given: no grant lasts longer than the policy says.
  public func shortened(_ items: [RequestItem], now: Date) -> [RequestItem] {
    items.map { item in
      guard let latest = ISODuration(iso: duration)?.end(from: now) else { return item }
      var item = item
      let end = item.duration.flatMap(ISODuration.init(iso:))?.end(from: now)
      if end.map({ $0 > latest }) ?? true { item.duration = duration }
      return item
    }
  }

  /// Why the request is no emergency that this covers; nil when it may be.
  ///
  /// - Parameters:
  ///   - isAllowed: whether the requester is one of ``who``.
  ///   - covers: whether an entitlement is one of ``access``.
  public func refusal<Failure: Error>(
    of request: AccessRequest, isAllowed: Bool,
    covers: (EntitlementReference) throws(Failure) -> Bool
  ) throws(Failure) -> DecisionRefusal? {
    guard isAllowed else {
      return .breakGlass(why: "it is for \(who.map(\.words).joined(separator: " or ")).")
    }
    guard request.requester.key == request.beneficiary.key else {
      return .breakGlass(why: "it is taken for oneself alone.")
    }
    if request.justification.allSatisfy(\.isWhitespace) {
      return .breakGlass(why: "it needs a reason.")
    }
    for item in request.items {
      guard item.operation == .grant else { return .breakGlass(why: "it takes nothing away.") }
      guard try covers(item.entitlement) else {
        return .breakGlass(why: "“\(item.display)” is not among what may be taken so.")
      }
    }
    return nil
  }
}

/// Somebody looks at what was taken in an emergency.
public struct Review: Hashable, Sendable, Codable {
  public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable { case justified, misused }

  public struct Conclusion: Hashable, Sendable, Codable {
    public var verdict: Verdict
    public var by: PersonReference
    public var comment: String
    public var reviewed: Date

    public init(verdict: Verdict, by: PersonReference, comment: String, reviewed: Date) {
      self.verdict = verdict
      self.by = by
      self.comment = comment
      self.reviewed = reviewed
    }
  }

  public var request: RequestID
  public var taken: Date
  public var due: Date
  /// nil while it is open.
  public var conclusion: Conclusion?

  public init(request: RequestID, taken: Date, due: Date, conclusion: Conclusion? = nil) {
    self.request = request
    self.taken = taken
    self.due = due
    self.conclusion = conclusion
  }
}
