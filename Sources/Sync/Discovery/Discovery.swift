import Foundation
import SCIM

/// Finds out what a server can do: reads what it announces, then tries what the sync relies on.
struct Discovery: Sendable {
  var reader: Reader

  /// Throws: when the server cannot be used at all.
  func run() async throws(SyncError) -> Capabilities { try await describe().capabilities }

  /// What it can do, and the schemas that it describes.
  ///
  /// Throws: when the server cannot be used at all.
  func describe() async throws(SyncError) -> (capabilities: Capabilities, schemas: [Schema]) {
    let probe = Probe(reader: reader)
    let announced = try await Announcement.read(by: probe)
    var found = Capabilities(checkedAt: reader.clock.now(), resourceTypes: [])
    found.schemas = announced.schemas.map(\.id)
    take(announced.config, into: &found)
    found.note(announced.proof)
    for announcedType in Self.candidates(announced) {
      var type = announcedType
      guard let first = try await firstPage(of: &type, probe: probe) else { continue }
      found.resourceTypes.append(type)
      let trial = Trial(probe: probe, type: type, first: first, now: reader.clock.now())
      try await trial.run(into: &found)
    }
    found.describe()
    return (found, announced.schemas)
  }

  private func take(_ config: ServiceProviderConfig?, into found: inout Capabilities) {
    guard let config else { return }
    let announce = { (isSupported: Bool) -> Capabilities.Support in
      isSupported ? .announced : .absent
    }
    found.patch = announce(config.supportsPatch)
    found.bulk = announce(config.supportsBulk)
    found.bulkLimits =
      config.supportsBulk
      ? BulkLimits(
        operations: config.bulkMaximumOperations, payloadSize: config.bulkMaximumPayloadSize) : nil
    found.etag = announce(config.supportsETag)
    found.equalityFilter = announce(config.supportsFilter)
    found.cursorPaging = announce(config.pagination?.supportsCursor ?? false)
    found.indexPaging = announce(config.pagination?.supportsIndex ?? true)
    found.note(Proof(.patch, says: found.patch, does: .unknown, "tried only by writing"))
    found.note(Proof(.bulk, says: found.bulk, does: .unknown, bulkDetail(config)))
    found.note(Proof(.sort, says: announce(config.supportsSort), does: .unknown, "not tried"))
    let limits = [config.pagination?.maximumPageSize, config.filterMaximumResults]
    found.maximumPageSize = limits.compactMap { $0 }.filter { $0 > 0 }.min()
  }

  private func bulkDetail(_ config: ServiceProviderConfig) -> String {
    guard config.supportsBulk else { return "tried only by writing" }
    let most = config.bulkMaximumOperations.map { "at most \($0) operations; " } ?? ""
    return most + "tried only by writing"
  }

  /// The types to try. Users and groups are tried even where a server does not list them.
  private static func candidates(_ announced: Announcement) -> [Capabilities.ResourceType] {
    var types = announced.types ?? []
    for (name, endpoint) in [("Group", "/Groups"), ("User", "/Users")]
    where !types.contains(where: { $0.name == name }) {
      types.insert(Capabilities.ResourceType(name: name, endpoint: endpoint), at: 0)
    }
    let order = SyncEngine.types
    return types.filter { order.contains($0.name) }
      .sorted { (order.firstIndex(of: $0.name) ?? 0) < (order.firstIndex(of: $1.name) ?? 0) }
  }

  /// nil when the server does not have the type after all.
  ///
  /// Throws: for users, whatever keeps them from being read.
  private func firstPage(
    of type: inout Capabilities.ResourceType, probe: Probe
  ) async throws(SyncError) -> ListResponse? {
    let usual = "/\(type.name)s"
    for endpoint in type.endpoint == usual ? [usual] : [type.endpoint, usual] {
      for query in [[("startIndex", "1"), ("count", "2")], [("count", "2")], []] {
        guard let page = try await probe.list(endpoint, query) else { continue }
        type.endpoint = endpoint
        return page
      }
    }
    guard type.name == "User" else { return nil }
    // Once more, for the reason why.
    let answer: SCIMAnswer
    do throws(SyncError) {
      answer = try await reader.get(type.endpoint)
    } catch {
      throw error.code == .badRequest || error.code == .notSupported ? error.unlisted : error
    }
    do throws(JSONError) {
      _ = try PageScanner.scan(answer.bytes)
    } catch {
      throw .malformed(
        server: reader.server, status: answer.status, error: error, byteCount: answer.bytes.count)
    }
    throw .notSCIM(server: reader.server, status: answer.status, bytes: answer.bytes)
  }
}

extension SyncError {
  /// Some servers find one user by name and never list them all (PROVIDERS rule 13: Google).
  fileprivate var unlisted: SyncError {
    var copy = self
    let said = serverText.isEmpty ? "" : ": \(serverText)"
    copy.sentence = "\(server) does not let its users be listed (\(status))\(said)"
    if !copy.sentence.hasSuffix(".") { copy.sentence += "." }
    copy.advice =
      "Ask who runs it for a right or a setting that lists users: a mirror of those that are looked"
      + " up one by one would miss the others."
    return copy
  }
}
