import Foundation
import GRDB
import Governance

/// The orders of the queue.
public enum QueueSort: String, Hashable, Sendable, CaseIterable {
  /// Soonest needed first, then oldest; what has no date comes last. Decided ones: newest first.
  case due
  /// Highest first.
  case risk
  /// Oldest first.
  case submitted
  /// By the beneficiary's name.
  case beneficiary
}

extension Store {
  /// A stretch of a folder.
  ///
  /// `limit` is a SCIM filter (`risk ge 40 and item.server eq "idp"`) or words to search for; an
  /// empty one limits nothing. Units: `age` counts days. Throws: `invalidLimit` with the offset.
  public func queue(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    sort: QueueSort = .due, offset: Int, count: Int, now: Date
  ) throws(StoreError) -> Window<QueueEntry> {
    let limit = try QueueLimit(limit)
    return try read { database in
      let reader = QueueReader(database, now: now)
      guard !limit.isNone else {
        let (ids, total) = try reader.window(
          folder, person, sort: sort, offset: offset, count: count)
        return Window(
          offset: offset, rows: try reader.entries(ids, operator: person), total: total)
      }
      let entries = try reader.entries(
        reader.ids(folder, person, sort: sort), operator: person)
      let fitting = try limit.keep(entries, database, settings, now: now)
      let rows = fitting.dropFirst(max(0, offset)).prefix(max(0, count))
      return Window(offset: offset, rows: Array(rows), total: fitting.count)
    }
  }

  /// The ids of the whole folder within the limit, in order.
  public func queueIDs(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    sort: QueueSort = .due, now: Date
  ) throws(StoreError) -> [RequestID] {
    let limit = try QueueLimit(limit)
    return try read { database in
      let reader = QueueReader(database, now: now)
      let ids = try reader.ids(folder, person, sort: sort)
      if limit.isNone { return ids.map(RequestID.init(rawValue:)) }
      let entries = try reader.entries(ids, operator: nil)
      return try limit.keep(entries, database, settings, now: now).map(\.request.id)
    }
  }

  public func request(_ id: RequestID) throws(StoreError) -> AccessRequest? {
    try read { database in try RequestRows.find(database, id) }
  }

  /// One row, as the queue shows it.
  public func queueEntry(
    _ id: RequestID, operator person: PersonReference?, now: Date
  ) throws(StoreError) -> QueueEntry? {
    try read { database in
      try QueueReader(database, now: now).entries([id.rawValue], operator: person).first
    }
  }
}

extension QueueLimit {
  var isNone: Bool { if case .none = self { true } else { false } }

  /// The entries that fit. Order: as given.
  func keep(
    _ entries: [QueueEntry], _ database: Database, _ settings: StoreSettings, now: Date
  ) throws -> [QueueEntry] {
    let privileges = EntitlementReader(database, privileged: settings.privileged)
    let people = try PersonFacts(database, entries)
    return entries.filter { entry in
      let document = QueueDocument(entry, people: people, now: now, privileges: privileges)
      switch self {
      case .none: return true
      case .words(let words): return words.allSatisfy(document.text.contains)
      case .filter(let filter): return filter.matches(document.json)
      }
    }
  }
}
