import Foundation
import Governance

extension Store {
  /// Saves a page of changed resources (an incremental sync): what is not in it stays.
  ///
  /// `isLast` says that the server has no more changes up to `now`: all that it did not name is
  /// then known to be unchanged.
  public func saveDelta(
    _ page: MirrorPage, server: String, type: String, isLast: Bool, now: Date
  ) throws(StoreError) -> PageOutcome { unfinished() }

  /// Saves one resource as a GET, a POST or a PATCH answered it.
  ///
  /// `version` is the `ETag` header, for servers that leave `meta.version` out.
  public func saveResource(
    server: String, type: String, bytes: [UInt8], version: String? = nil, now: Date
  ) throws(StoreError) -> PageOutcome { unfinished() }

  /// Removes what a server answered 404 for. Returns whether it was there.
  @discardableResult
  public func removeResource(
    server: String, type: String, id: String, now: Date
  ) throws(StoreError) -> Bool { unfinished() }

  public func resource(
    server: String, type: String, id: String
  ) throws(StoreError) -> MirroredResource? { unfinished() }

  /// The User with exactly this `userName` (compared without case, RFC 7643 §4.1.1).
  public func user(
    server: String, userName: String
  ) throws(StoreError) -> MirroredResource? { unfinished() }

  /// The resource with exactly this `externalId`.
  public func resource(
    server: String, type: String, externalID: String
  ) throws(StoreError) -> MirroredResource? { unfinished() }

  public func resourceCount(server: String, type: String) throws(StoreError) -> Int {
    unfinished()
  }

  /// Forgets everything that was read from a server. The ledger stays.
  public func forgetMirror(server: String, now: Date) throws(StoreError) { unfinished() }

  /// nil for a server that was never synced.
  public func syncState(server: String) throws(StoreError) -> SyncState? { unfinished() }

  public func saveSyncState(_ state: SyncState) throws(StoreError) { unfinished() }

  /// The configured servers as the Servers screen shows them. Order: as given.
  public func servers(
    _ configured: [ConfiguredServer], now: Date
  ) throws(StoreError) -> [ServerState] { unfinished() }
}
