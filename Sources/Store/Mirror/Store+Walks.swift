import Foundation
import Governance

extension Store {
  /// The walk that a killed sync left unfinished; nil when there is none.
  public func openWalk(server: String, type: String) throws(StoreError) -> Walk? { unfinished() }

  /// Starts a walk, and forgets an unfinished one of the same server and type.
  public func beginWalk(
    server: String, type: String, from position: WalkPosition, now: Date
  ) throws(StoreError) -> Walk { unfinished() }

  /// Saves one page and where the walk goes on, in one transaction.
  public func savePage(
    _ page: MirrorPage, walk: Walk, next: WalkPosition, now: Date
  ) throws(StoreError) -> PageOutcome { unfinished() }

  /// Ends a walk. Only what two complete walks in a row did not see is removed (rules 2 and 11).
  public func finishWalk(
    _ walk: Walk, isComplete: Bool, now: Date
  ) throws(StoreError) -> WalkOutcome { unfinished() }

  /// The ids that the last complete walk did not see: ask for each, then save or remove it.
  public func missingResources(
    server: String, type: String, limit: Int
  ) throws(StoreError) -> [String] { unfinished() }
}

func unfinished() -> Never { fatalError() }
