import Foundation
import SCIM

/// Whether a type can be asked for what changed (PROVIDERS rule 4), and in which order.
extension Trial {
  func changed(_ row: JSON?) -> Date? {
    row?["meta"]?["lastModified"]?.string.flatMap(SCIMDate.parse)
  }

  func tryChanges(_ found: inout Capabilities) async throws(SyncError) {
    let (does, detail) = try await changes()
    found.lastModifiedFilter[type.name] = does
    let says = found.proof(.userNameFilter)?.says ?? found.equalityFilter
    found.note(Proof(.changesFilter, type: type.name, says: says, does: does, detail))
  }

  /// A past date must return everything, a future date nothing, and the time that a resource gives
  /// for itself must stand still and divide what the filter returns.
  private func changes() async throws(SyncError) -> (Capabilities.Support, String) {
    guard let row = rows.first else { return (.unknown, "there is none to try it with") }
    guard let own = changed(row) else { return (.absent, "no meta.lastModified") }
    guard changed(try await firstAlone()?.json) == own, own < now + 86_400 else {
      return (.absent, "meta.lastModified does not stand still")
    }
    guard let all = try await changes(after: Date(timeIntervalSince1970: 0)) else {
      return (.refuted, "refused")
    }
    guard all.resources.count == rows.count, all.totalResults == first.totalResults else {
      return (.refuted, "not everything changed since 1970")
    }
    guard let none = try await changes(after: now + 366 * 86_400), none.resources.isEmpty else {
      return (.refuted, "ignored: something changed in the future")
    }
    guard let some = try await changes(after: own - 1), !some.resources.isEmpty,
      some.resources.allSatisfy({ changed($0).map { $0 > own - 1 } ?? false })
    else { return (.refuted, "does not tell before from after") }
    return (.proven, "tells before from after")
  }

  private func changes(after date: Date) async throws(SyncError) -> ListResponse? {
    let filter = "meta.lastModified gt \(quoted(SCIMDate.print(date)))"
    return try await filtered(filter, ("startIndex", "1"), ("count", "2"))
  }

  /// `sortBy=id` cures lists whose order moves (rule 2); by time of change, one page tells whether
  /// anything changed and how many there are.
  func trySorting(_ found: inout Capabilities) async throws(SyncError) {
    guard rows.count > 1 else { return }
    if type.name == "User" {
      let (up, down) = (try await sorted("id", "ascending"), try await sorted("id", "descending"))
      let (does, detail) = judged(up.map(ids), down.map(ids))
      found.note(Proof(.sort, says: found.proof(.sort)?.says ?? .unknown, does: does, detail))
    }
    guard found.lastModifiedFilter[type.name] == .proven else { return }
    try await tryNewestFirst(&found)
  }

  private func sorted(
    _ attribute: String, _ order: String
  ) async throws(SyncError) -> ListResponse? {
    try await page(
      ("sortBy", attribute), ("sortOrder", order), ("startIndex", "1"), ("count", "2"))
  }

  private func judged(_ up: [String]?, _ down: [String]?) -> (Capabilities.Support, String) {
    guard let up, let down else { return (.absent, "refused") }
    let isTurned = up.first != down.first && up.count > 1 && down.count > 1
    return isTurned ? (.proven, "obeyed both ways") : (.refuted, "ignored")
  }

  private func tryNewestFirst(_ found: inout Capabilities) async throws(SyncError) {
    let down = try await sorted("meta.lastModified", "descending")
    let up = try await sorted("meta.lastModified", "ascending")
    func note(_ does: Capabilities.Support, _ detail: String) {
      found.note(Proof(.newestFirst, type: type.name, does: does, detail))
    }
    guard let newest = changed(down?.resources.first), let oldest = changed(up?.resources.first)
    else { return note(.absent, "refused") }
    guard newest > oldest else {
      return note(newest == oldest ? .unknown : .refuted, "the order does not show")
    }
    guard let later = try await changes(after: newest), later.resources.isEmpty else {
      return note(.refuted, "something changed after the newest")
    }
    note(.proven, "the newest comes first")
  }
}
