import Foundation
import SCIM
import Store

/// Asks one by one for what a complete walk did not see: only a 404 proves that it is gone.
struct MissingCheck: Sendable {
  /// How many are asked for in one sync; the rest waits for the next walk.
  static let limit = 200

  var reader: Reader
  var store: StoreQueue
  var type: Capabilities.ResourceType
  /// What is kept of long groups; nil for types without members.
  var sieve: MemberSieve?

  private var server: String { reader.server }

  /// Removes what is gone, and saves what is still there.
  func run(_ report: inout TypeReport) async throws(SyncError) {
    let (server, name) = (server, type.name)
    let missing = try await store.run(for: server) { (store) throws(StoreError) in
      try store.missingResources(server: server, type: name, limit: Self.limit)
    }
    guard !missing.isEmpty, let seen = report.seenID else { return }
    do throws(SyncError) {
      // A server that does not find what it has just listed cannot be asked.
      guard try await resource(seen) != nil else { return }
      for id in missing {
        if Task.isCancelled { throw .cancelled(server: server) }
        report.removed += try await settle(id)
        report.missing -= 1
      }
    } catch {
      guard error.disposition == .needsOperator, error.code != .cancelled else { throw error }
      // What cannot be asked for stays: the next complete walk decides.
      report.remarks.append(error.sentence)
    }
  }

  private func resource(_ id: String) async throws(SyncError) -> SCIMAnswer? {
    try await reader.resource(type.endpoint, id: id, sieve: sieve).get()
  }

  private func settle(_ id: String) async throws(SyncError) -> Int {
    let answer = try await resource(id)
    let (server, name, now) = (server, type.name, reader.clock.now())
    return try await store.run(for: server) { (store) throws(StoreError) in
      if let answer {
        _ = try store.saveResource(
          server: server, type: name, bytes: answer.bytes, rests: answer.rests, now: now)
        return 0
      }
      return try store.removeResource(server: server, type: name, id: id, now: now) ? 1 : 0
    }
  }
}
