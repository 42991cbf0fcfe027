import Foundation

/// Taking back what a decided request did, by a new request that has to be approved as any other.
public enum Undo: Hashable, Sendable {
  /// The items to ask for, and what of the request stays as it is, one sentence each.
  case possible([RequestItem], remains: [String])
  case impossible(UndoRefusal)

  /// What the ticket of a request says that takes back another.
  public static func reference(to id: RequestID) -> String { "\(referencePrefix)\(id.rawValue)" }

  static let referencePrefix = "undo of "

  /// Judges by what was applied, and by what the person holds as it was read last.
  ///
  /// - Parameter now: what was given for a time is given back for what is left of it.
  public init(of detail: RequestDetail, now: Date) {
    guard detail.request.status == .approved else {
      self = .impossible(.notApproved(detail.request.status))
      return
    }
    let actions = detail.actions.filter { $0.operation.ends == nil }
    let open = actions.filter { !$0.status.isTerminal && $0.status != .failed }
    guard open.isEmpty else {
      self = .impossible(.underWay(count: open.count))
      return
    }
    var items: [RequestItem] = []
    var remains: [String] = []
    for item in detail.request.items {
      let own = actions.filter { $0.operation.item == item.id }
      if let reason = Self.obstacle(item, own, detail, now: now) {
        remains.append("\(item.display) on \(item.entitlement.server): \(reason)")
      } else {
        items.append(
          Self.reversed(item, number: items.count + 1, duration: Self.rest(item, detail, now)))
      }
    }
    self = items.isEmpty ? .impossible(.nothingLeft(remains)) : .possible(items, remains: remains)
  }

  /// Why an item stays as it is; nil when it can be taken back.
  private static func obstacle(
    _ item: RequestItem, _ actions: [Action], _ detail: RequestDetail, now: Date
  ) -> String? {
    let applied = actions.filter { $0.status == .applied }
    if applied.isEmpty {
      return actions.contains { $0.status == .satisfied } || actions.isEmpty
        ? "it was so before." : "it was not applied."
    }
    if applied.contains(where: { !$0.operation.isManual && $0.operation.inverse == nil }) {
      return "nothing takes it back."
    }
    let numbers = applied.map(\.operation.number)
    let isEnded = detail.actions.contains { action in
      action.operation.ends.map(numbers.contains) == true && action.status.isDone
    }
    if isEnded { return "it ended by itself." }
    if detail.ends[item.id] != nil, rest(item, detail, now) == nil {
      return "it would have ended by itself before now: ask for it anew, with an end."
    }
    guard let profile = detail.beneficiary, item.entitlement.type != .manual,
      item.entitlement.type != .account
    else { return nil }
    let isHeld = profile.grants.contains {
      guard $0.entitlement.reference == item.entitlement else { return false }
      if case .through = $0.reason { return false }
      return true
    }
    switch (item.operation, isHeld) {
    case (.grant, false): return "it is gone already."
    case (.revoke, true): return "it was given again since."
    default: return nil
    }
  }

  /// What is left of the time for which it was given; nil where nothing is, and where it had no end.
  private static func rest(
    _ item: RequestItem, _ detail: RequestDetail, _ now: Date
  ) -> String? {
    guard let end = detail.ends[item.id] else { return nil }
    // Whole minutes are exact enough, and short to read.
    let minutes = Int(min(max(0, end.timeIntervalSince(now)), longestSeconds) / 60)
    return ISODuration(seconds: minutes * 60)?.iso
  }

  private static let longestSeconds: TimeInterval = 36_525 * 86_400

  private static func reversed(
    _ item: RequestItem, number: Int, duration: String?
  ) -> RequestItem {
    RequestItem(
      id: String(number), operation: item.operation == .grant ? .revoke : .grant,
      entitlement: item.entitlement, display: item.display, duration: duration)
  }

  /// The request that takes it back, not yet submitted; nil when that is impossible.
  public func draft(
    of request: AccessRequest, requester: PersonReference?, reason: String
  ) -> RequestDraft? {
    guard case .possible(let items, _) = self else { return nil }
    return RequestDraft(
      requester: requester, beneficiary: request.beneficiary, items: items,
      justification: reason, externalReference: Self.reference(to: request.id))
  }
}

/// Why a request cannot be undone: a value that screens show, never an exception.
public enum UndoRefusal: Hashable, Sendable {
  /// It never took effect.
  case notApproved(RequestStatus)
  /// Some calls have not been sent yet, or their answer is open.
  case underWay(count: Int)
  /// Nothing of it is still in effect by this request. The sentences say why, item by item.
  case nothingLeft([String])

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .notApproved: "undo-not-approved"
    case .underWay: "undo-under-way"
    case .nothingLeft: "undo-nothing-left"
    }
  }

  public var sentence: String {
    switch self {
    case .notApproved(let status):
      "It is \(status.rawValue), not approved: nothing was done that could be undone."
    case .underWay(1): "One of its calls is still under way: it cannot be undone yet."
    case .underWay(let count): "\(count) of its calls are still under way: it cannot be undone yet."
    case .nothingLeft(let reasons):
      reasons.isEmpty
        ? "It did nothing that could be undone."
        : "It cannot be undone. \(reasons.joined(separator: " "))"
    }
  }
}
