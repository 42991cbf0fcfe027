import Foundation
import SCIM

/// Tries one resource type by reading: how it pages, filters, sorts, counts versions and dates
/// changes. What a server says about itself is only where the trying begins (PROVIDERS rule 10).
struct Trial: Sendable {
  var probe: Probe
  var type: Capabilities.ResourceType
  /// The first two resources, or all.
  var first: ListResponse
  var now: Date

  func run(into found: inout Capabilities) async throws(SyncError) {
    if type.name == "User" {
      try await tryPaging(&found)
      try await tryFilters(&found)
      try await tryVersions(&found)
    }
    if type.name == "Group" { try await tryListedMembers(&found) }
    try await tryTotal(&found)
    try await tryChanges(&found)
    try await trySorting(&found)
  }

  // MARK: - Pages

  var rows: [JSON] { first.resources }

  func id(_ row: JSON?) -> String? { row?["id"]?.idText }

  func ids(_ page: ListResponse?) -> [String] { page?.resources.compactMap(id) ?? [] }

  func page(_ query: (String, String)...) async throws(SyncError) -> ListResponse? {
    try await probe.list(type.endpoint, query)
  }

  /// Shape: a string as the filter grammar writes it, quotes included.
  func quoted(_ text: String) -> String { JSON.string(text).text }

  func filtered(
    _ filter: String, _ more: (String, String)...
  ) async throws(SyncError) -> ListResponse? {
    // Some hang up on a filter that they cannot take: every first sync would wait for a third time.
    var probe = probe
    probe.reader.policy.waitsAfterSecondCut = false
    return try await probe.list(type.endpoint, [("filter", filter)] + more)
  }

  func firstAlone() async throws(SyncError) -> (json: JSON, etag: String?)? {
    guard let id = id(rows.first) else { return nil }
    return try await probe.resource(type.endpoint, id: id)
  }
}
