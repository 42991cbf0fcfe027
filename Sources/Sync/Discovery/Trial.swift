import Foundation
import SCIM

/// Tries one resource type: how it pages, filters, counts versions and dates changes.
struct Trial: Sendable {
  var probe: Probe
  var type: Capabilities.ResourceType
  /// The first two resources, or all.
  var first: ListResponse
  var now: Date

  func run(into found: inout Capabilities) async throws(SyncError) {
    if type.name == "User" {
      found.indexPaging = try await indexPaging(announced: found.indexPaging)
      found.cursorPaging = try await cursorPaging(announced: found.cursorPaging)
      found.equalityFilter = try await equality(announced: found.equalityFilter)
    }
    guard type.name == "User" || type.name == "Group" else { return }
    let single = try await firstAlone()
    if type.name == "User", first.resources.first != nil {
      found.etag = hasVersion(single) ? .proven : .refuted
    }
    found.lastModifiedFilter[type.name] = try await lastModified(single: single?.json)
  }

  // MARK: - Paging

  private func id(_ row: JSON?) -> String? { row?["id"]?.string }

  private func indexPaging(
    announced: Capabilities.Support
  ) async throws(SyncError) -> Capabilities.Support {
    guard first.resources.count > 1, let second = id(first.resources[1]) else { return announced }
    let page = try await probe.list(type.endpoint, [("startIndex", "2"), ("count", "1")])
    return id(page?.resources.first) == second ? .proven : .refuted
  }

  /// RFC 9865 §2: an empty cursor asks for the first page, `nextCursor` leads to the next.
  private func cursorPaging(
    announced: Capabilities.Support
  ) async throws(SyncError) -> Capabilities.Support {
    guard first.resources.count > 1 else { return announced }
    let refuted: Capabilities.Support = announced == .announced ? .refuted : .absent
    guard let page = try await probe.list(type.endpoint, [("cursor", ""), ("count", "1")]),
      let cursor = page.nextCursor, let before = id(page.resources.first)
    else { return refuted }
    let next = try await probe.list(type.endpoint, [("cursor", cursor), ("count", "1")])
    guard let after = id(next?.resources.first), after != before else { return refuted }
    return .proven
  }

  // MARK: - Filters

  /// Shape: a string as the filter grammar writes it, quotes included.
  private func quoted(_ text: String) -> String { JSON.string(text).text }

  /// PROVIDERS rule 3: some ignore a filter and return everyone, some wrongly return nobody.
  private func equality(
    announced: Capabilities.Support
  ) async throws(SyncError) -> Capabilities.Support {
    guard let name = first.resources.first?["userName"]?.string else { return announced }
    let hit = try await probe.list(type.endpoint, [("filter", "userName eq \(quoted(name))")])
    guard let rows = hit?.resources, !rows.isEmpty, rows.allSatisfy({ isNamed(name, $0) }) else {
      return .refuted
    }
    let nobody = quoted("countersign-nobody-\(Int(now.timeIntervalSince1970))")
    let miss = try await probe.list(type.endpoint, [("filter", "userName eq \(nobody)")])
    return miss?.resources.isEmpty == true ? .proven : .refuted
  }

  /// `userName` compares without case (RFC 7643 §4.1.1).
  private func isNamed(_ name: String, _ row: JSON) -> Bool {
    row["userName"]?.string?.lowercased() == name.lowercased()
  }

  // MARK: - Versions and dates

  private func firstAlone() async throws(SyncError) -> (json: JSON, etag: String?)? {
    guard let id = id(first.resources.first) else { return nil }
    return try await probe.resource(type.endpoint, id: id)
  }

  private func hasVersion(_ single: (json: JSON, etag: String?)?) -> Bool {
    let versions = [
      single?.etag, single?.json["meta"]?["version"]?.string,
      first.resources.first?["meta"]?["version"]?.string,
    ]
    return versions.contains { !($0 ?? "").isEmpty }
  }

  private func changed(_ row: JSON?) -> Date? {
    row?["meta"]?["lastModified"]?.string.flatMap(SCIMDate.parse)
  }

  /// PROVIDERS rule 4: a past date must return everything, a future date nothing, and the time that
  /// a resource gives for itself must stand still and divide what the filter returns.
  private func lastModified(single: JSON?) async throws(SyncError) -> Capabilities.Support {
    guard let row = first.resources.first else { return .unknown }
    guard let own = changed(row), changed(single) == own, own < now + 86_400 else { return .absent }
    guard let all = try await changes(after: Date(timeIntervalSince1970: 0)),
      all.resources.count == first.resources.count, all.totalResults == first.totalResults,
      let none = try await changes(after: now + 366 * 86_400), none.resources.isEmpty,
      let some = try await changes(after: own - 1), !some.resources.isEmpty
    else { return .refuted }
    let isDivided = some.resources.allSatisfy { changed($0).map { $0 > own - 1 } ?? false }
    return isDivided ? .proven : .refuted
  }

  private func changes(after date: Date) async throws(SyncError) -> ListResponse? {
    let filter = "meta.lastModified gt \(quoted(SCIMDate.print(date)))"
    return try await probe.list(
      type.endpoint, [("filter", filter), ("startIndex", "1"), ("count", "2")])
  }
}
