import Governance
import SCIM

/// Finds the account that a creation is about, by its mark first, then by its name.
struct AccountLookup {
  let client: SCIMClient
  /// Below the base URL. Shape: `/Users`.
  let endpoint: String
  let capabilities: Capabilities?

  struct Match: Hashable, Sendable {
    var id: String
    var document: JSON
    /// Its `externalId` is the one that the plan gave.
    var isMarked: Bool
    /// It has no `externalId` at all: the server may not keep them.
    var isUnmarked: Bool
  }

  struct Result: Hashable, Sendable {
    /// nil when there is no such account.
    var match: Match?

    init(_ document: JSON?, id: String?, externalID: String) {
      guard let document, let id else { return }
      let mark = document["externalId"]?.string ?? ""
      match = Match(
        id: id, document: document, isMarked: !mark.isEmpty && mark == externalID,
        isUnmarked: mark.isEmpty)
    }
  }

  func find(userName: String, externalID: String) async throws(SyncError) -> Result {
    let marked: @Sendable (JSON) -> Bool = { $0["externalId"]?.string == externalID }
    let named: @Sendable (JSON) -> Bool = {
      $0["userName"]?.string?.lowercased() == userName.lowercased()
    }
    if !externalID.isEmpty,
      let found = try await first("externalId", externalID, where: marked)
    {
      return Result(found, id: found["id"]?.idText, externalID: externalID)
    }
    let found = try await first("userName", userName, where: named)
    return Result(found, id: found?["id"]?.idText, externalID: externalID)
  }

  /// The first User that the predicate takes, asked for by filter where filters work.
  private func first(
    _ attribute: String, _ value: String, where isWanted: @Sendable (JSON) -> Bool
  ) async throws(SyncError) -> JSON? {
    if capabilities?.equalityFilter != .refuted {
      let filter = Filter.equal(AttributePath(attribute), value).description
      do {
        let found = try await list([("filter", filter), ("count", "10")])
        if let match = found.first(where: isWanted) { return match }
        // A filter that brings strangers was ignored (PROVIDERS rule 3): go through them all.
        if found.isEmpty { return nil }
      } catch {
        guard error.code == .badRequest || error.code == .notSupported else { throw error }
      }
    }
    return try await walk(where: isWanted)
  }

  // A directory of this many pages of a hundred is beyond looking through one by one.
  private static let mostPages = 2_000
  private static let pageSize = 100

  private func walk(where isWanted: @Sendable (JSON) -> Bool) async throws(SyncError) -> JSON? {
    var seen: Set<String> = []
    var start = 1
    for _ in 0..<Self.mostPages {
      let page = try await list([("startIndex", "\(start)"), ("count", "\(Self.pageSize)")])
      if let match = page.first(where: isWanted) { return match }
      let known = seen.count
      seen.formUnion(page.compactMap { $0["id"]?.idText })
      // > Rule 1: the end is a page that brings no new id.
      if seen.count == known { return nil }
      start += page.count
    }
    throw SyncError(
      code: .filterIgnored, server: client.configuration.name,
      sentence: "\(client.configuration.name) ignores filters, and has too many users to search.",
      advice: "Look on the server whether the account exists, then retry or cancel the action.")
  }

  private func list(_ query: [(String, String)]) async throws(SyncError) -> [JSON] {
    let answer = try await client.get(endpoint, query: query)
    return try JSON.listed(answer, from: client.configuration.name)
  }
}
