import Foundation
import Governance

/// The orders of the queue.
public enum QueueSort: String, Hashable, Sendable, CaseIterable {
  /// Soonest needed first, then oldest; what has no date comes last.
  case due
  /// Highest first.
  case risk
  /// Oldest first.
  case submitted
  /// By the beneficiary's name.
  case beneficiary
}

extension Store {
  /// A stretch of a folder.
  ///
  /// `limit` is a SCIM filter (`risk ge 40 and item.server eq "idp"`) or words to search for; an
  /// empty one limits nothing. Throws: `invalidLimit` with the offset.
  public func queue(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    sort: QueueSort = .due, offset: Int, count: Int, now: Date
  ) throws(StoreError) -> Window<QueueEntry> { unfinished() }

  /// The ids of the whole folder within the limit, in order.
  public func queueIDs(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    sort: QueueSort = .due, now: Date
  ) throws(StoreError) -> [RequestID] { unfinished() }

  public func request(_ id: RequestID) throws(StoreError) -> AccessRequest? { unfinished() }

  /// One row, as the queue shows it.
  public func queueEntry(
    _ id: RequestID, operator person: PersonReference?, now: Date
  ) throws(StoreError) -> QueueEntry? { unfinished() }

  /// Order: oldest first.
  public func decisions(for id: RequestID) throws(StoreError) -> [Decision] { unfinished() }

  /// Order: as they are sent.
  public func actions(for id: RequestID) throws(StoreError) -> [Action] { unfinished() }

  /// The outbox. Order: newest first.
  public func activity(offset: Int, count: Int) throws(StoreError) -> Window<Action> {
    unfinished()
  }
}
