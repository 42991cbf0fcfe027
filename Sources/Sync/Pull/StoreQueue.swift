import Dispatch
import Store

/// Calls the store on a thread of its own: SQLite must not hold up Swift's few threads.
struct StoreQueue: Sendable {
  let store: Store
  private let queue = DispatchQueue(label: "countersign.sync.store", qos: .utility)

  init(_ store: Store) { self.store = store }

  /// - Parameter server: To name in the error.
  func run<Value: Sendable>(
    for server: String, _ body: @escaping @Sendable (Store) throws(StoreError) -> Value
  ) async throws(SyncError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      queue.async { [store] in
        do throws(StoreError) {
          continuation.resume(returning: .success(try body(store)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw SyncError(error, server: server)
    }
  }
}
