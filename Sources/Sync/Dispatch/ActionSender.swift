import Foundation
import Governance
import SCIM
import Store

/// Takes one action from the outbox to the proof that it worked, or to the reason why not.
///
/// > look → claim → send → read back
///
/// Looking comes first because an earlier attempt may have worked unseen: what was claimed before
/// is never sent again before a look at the server itself.
struct ActionSender {
  let observer: Observer
  let outbox: any Outbox
  let clock: @Sendable () -> Date

  var client: SCIMClient { observer.client }

  // A resource that changes under every look is busy: later, then.
  private static let mostLooks = 3

  func perform(_ action: Action) async throws(DispatchError) -> ActionEnding {
    if let held = client.misplaced(decidedFor: action.address) { return .held(held) }
    let (operation, objection) = try prepare(action)
    if let objection { return objection }
    var isClaimed = false
    for look in 1...Self.mostLooks {
      let seen: Observation
      do throws(DispatchError) {
        seen = try await observe(
          operation, action, isForced: action.isUnsure || look > 1 || action.endsByTheClock,
          isWhole: action.savedMembers != nil)
      } catch {
        return try refusal(error, attempts: action.attempts)
      }
      if let remark = earliness(action) { return .tooEarly(remark) }
      // A call that was cut off may have emptied a group: that comes before all else.
      if look == 1, let end = try await rescue(operation, action, seen) { return end }
      if let end = judge(operation, seen, mayBeOurs: action.mayBeOurs) { return end }
      if !isClaimed {
        isClaimed = try observer.storing { () throws(StoreError) in
          try outbox.startSending(action.id, now: clock())
        }
        // Somebody else ended it meanwhile.
        guard isClaimed else { return ActionEnding(status: .sending) }
      }
      if let end = try await send(operation, action, seen) { return end }
    }
    return ActionEnding(
      status: .waiting, answer: ServerAnswer(status: 412, text: "changed at every look"),
      delaySeconds: RetrySchedule.delaySeconds(attempts: action.attempts + 1))
  }

  // MARK: Before

  /// Puts in the id that an earlier operation brought; an objection when there is nothing to do.
  func prepare(
    _ action: Action
  ) throws(DispatchError) -> (PlannedOperation, ActionEnding?) {
    let operation = action.operation
    guard operation.usesIDCreatedBy != nil || operation.ends != nil else { return (operation, nil) }
    let siblings = try observer.storing { () throws(StoreError) in
      try outbox.actions(for: action.request)
    }
    if let ended = siblings.first(where: { $0.operation.number == operation.ends }),
      ended.status == .satisfied
    {
      // What this request did not give is not this request's to take.
      let text = "It was so before this request: there is nothing to end."
      return (
        operation,
        ActionEnding(status: .satisfied, answer: ServerAnswer(status: 0, text: text))
      )
    }
    guard let number = operation.usesIDCreatedBy else { return (operation, nil) }
    guard let id = siblings.first(where: { $0.operation.number == number })?.createdID else {
      return (operation, .conflicted("Nobody knows the id of the account that it is about."))
    }
    return (operation.resolving(createdBy: number, as: id), nil)
  }

  // Servers keep their time to the second, and an answer may have been long under way.
  private static let clockToleranceSeconds = 300.0

  /// Why a grant is not ended although our clock says that its time is over: the server's says that it
  /// is not, and a clock that leapt ahead once must take nothing away. nil where both agree, and where
  /// the server does not tell the time.
  func earliness(_ action: Action) -> SyncError? {
    guard action.endsByTheClock, let due = action.due, let ahead = client.manners.aheadSeconds,
      ahead > Self.clockToleranceSeconds, due > clock().addingTimeInterval(-ahead)
    else { return nil }
    return SyncError(
      code: .clockAhead, server: observer.server,
      sentence: "The clock here is ahead of \(observer.server)'s by "
        + "\(ISODuration(seconds: Int(min(ahead, 1e9) / 60) * 60)?.human ?? "years"): what ends by itself is not ended yet.",
      advice: "Set this computer's clock; or end it now by a request.")
  }

  func observe(
    _ operation: PlannedOperation, _ action: Action, isForced: Bool, isWhole: Bool = true
  ) async throws(DispatchError) -> Observation {
    var seen = try await observer.observe(
      operation.establishes + operation.presumes, isForced: isForced, isWhole: isWhole)
    guard operation.creates, let id = seen.lookup?.match?.id else { return seen }
    // The created account's own facts can be looked at now that its id is known.
    let known = operation.resolving(createdBy: operation.number, as: id)
    let user = try await observer.observe(
      known.establishes.filter { $0.subject == id }, isForced: isForced)
    seen.users.merge(user.users) { $1 }
    return seen
  }

  /// How it ends without sending; nil when it is to be sent.
  func judge(
    _ operation: PlannedOperation, _ seen: Observation, mayBeOurs: Bool
  ) -> ActionEnding? {
    var seen = seen
    seen.mayBeOurs = mayBeOurs
    let id = operation.creates ? seen.lookup?.match?.id : nil
    let known = id.map { operation.resolving(createdBy: operation.number, as: $0) } ?? operation
    if seen.firstFalse(known.establishes) == nil {
      // Nobody can tell more: the attempt may have worked, and so may somebody else's.
      let text =
        mayBeOurs
        ? "found in effect after an attempt without an answer: by that, or by somebody else"
        : "so already"
      return ActionEnding(
        status: mayBeOurs ? .applied : .satisfied, answer: ServerAnswer(status: 0, text: text),
        createdID: id)
    }
    if let untold = seen.firstUntold(known.establishes + known.presumes) {
      // Without a proof before and after, neither “already so” nor “done” would be true.
      return ActionEnding(
        status: .failed,
        answer: ServerAnswer(
          status: 0, text: "\(observer.server) does not tell whether \(untold.sentence)"),
        advice: "Nothing was sent. Do it in the server's own console, or let the token read the"
          + " members of groups, then retry.")
    }
    guard let broken = seen.firstFalse(known.presumes) else { return nil }
    return .conflicted("Not so any more: \(broken.sentence).")
  }

  func version(_ operation: PlannedOperation, _ seen: Observation) -> String? {
    guard observer.capabilities?.etag == .proven, let target = operation.target else { return nil }
    return seen.versions[target]
  }
}

extension Action {
  /// It was tried before: what the mirror knows may be older than that.
  var isUnsure: Bool { status == .sending || attempts > 0 }

  /// It takes away what was given for a time, and was not tried yet.
  var endsByTheClock: Bool { operation.ends != nil && status == .queued && attempts == 0 }

  /// An earlier attempt may have worked without anybody having seen it. An effect that is found
  /// although each attempt was refused is somebody else's.
  var mayBeOurs: Bool { status == .sending || isInDoubt }
}
