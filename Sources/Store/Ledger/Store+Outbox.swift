import Foundation
import Governance

extension Store {
  /// What may be sent to a server now. Order: of sending.
  ///
  /// An action waits for the earlier ones of its item, and of its request on the same server, and
  /// an ending for the grant that it ends; those of a shared request wait until the decision is
  /// written back. Actions in `sending` were cut off and are among them: read their target again
  /// before anything is sent. Call it only while holding the `OutboxLock`.
  public func dueActions(server: String, now: Date) throws(StoreError) -> [Action] {
    unfinished()
  }

  /// When the next action or write-back is due, the past included; nil when nothing waits.
  public func nextDue(server: String? = nil) throws(StoreError) -> Date? { unfinished() }

  public func action(_ id: Int64) throws(StoreError) -> Action? { unfinished() }

  /// Claims an action before its call is made: `sending`, one attempt more.
  ///
  /// Returns false when it is no longer to be sent.
  public func startSending(_ id: Int64, now: Date) throws(StoreError) -> Bool { unfinished() }

  /// Records how an action ended, or when to try again (`waiting`), with its audit record.
  ///
  /// When it was applied or satisfied, the ending that belongs to it gets its due date.
  public func finish(
    _ id: Int64, status: ActionStatus, answer: ServerAnswer?, advice: String? = nil,
    createdID: String? = nil, retryAt: Date? = nil, now: Date
  ) throws(StoreError) { unfinished() }

  /// Puts a failed or conflicted action back into the queue, at the operator's word.
  public func retry(_ id: Int64, actor: PersonReference, now: Date) throws(StoreError) {
    unfinished()
  }

  /// The right to send: one holder over all processes, given up when released or killed.
  ///
  /// Returns: nil while another holds it.
  public func lockOutbox() throws(StoreError) -> OutboxLock? { unfinished() }
}

/// Held by the one dispatcher that may send.
public final class OutboxLock: Sendable {
  let release: @Sendable () -> Void
  init(release: @escaping @Sendable () -> Void) { self.release = release }
  deinit { release() }
}
