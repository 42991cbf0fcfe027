import Foundation
import GRDB
import Governance

extension Store {
  /// A stretch of a folder.
  ///
  /// `limit` is a SCIM filter (`risk ge 40 and item.server eq "idp"`) or words to search for; an
  /// empty one limits nothing; it may ask for nothing that `visibility` hides. `base` is another that holds too: a saved folder's own. Units: `age`
  /// counts days. Throws: `invalidLimit` with the offset.
  public func queue(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    within base: String? = nil, sort: QueueSort = .due, offset: Int, count: Int,
    seenBy visibility: Visibility = .unlimited, now: Date
  ) throws(StoreError) -> Window<QueueEntry> {
    let listing = try listing(folder, person, [base, limit], sort, visibility, now)
    return try read { database in
      let reader = QueueReader(database, settings, now: now)
      let (ids, total) = try reader.window(listing, offset: offset, count: count)
      return Window(offset: offset, rows: try reader.entries(ids, operator: person), total: total)
    }
  }

  /// The ids of the whole folder within the limit, in order.
  public func queueIDs(
    folder: QueueFolder, operator person: PersonReference?, limit: String? = nil,
    within base: String? = nil, sort: QueueSort = .due,
    seenBy visibility: Visibility = .unlimited, now: Date
  ) throws(StoreError) -> [RequestID] {
    let listing = try listing(folder, person, [base, limit], sort, visibility, now)
    return try read { database in
      try QueueReader(database, settings, now: now).ids(listing).map(RequestID.init(rawValue:))
    }
  }

  /// The ids that a pattern keeps too of those within the limit, in order.
  public func queueIDs(
    folder: QueueFolder, operator person: PersonReference?, limit: String?, within base: String?,
    matching pattern: String, sort: QueueSort, seenBy visibility: Visibility = .unlimited,
    now: Date
  ) throws(StoreError) -> [RequestID] {
    var listing = try listing(folder, person, [base, limit], sort, visibility, now)
    // The pattern's mistakes are told by its own offsets.
    listing.limits.append(
      try ListLimit(queue: pattern, settings, now: now, prefix: "pattern", seenBy: visibility))
    let wanted = listing
    return try read { database in
      try QueueReader(database, settings, now: now).ids(wanted).map(RequestID.init(rawValue:))
    }
  }

  /// The ids of a request's group within the limit, in order: what is grouped by the sort's group.
  public func queueIDs(
    folder: QueueFolder, operator person: PersonReference?, limit: String?, within base: String?,
    inGroupOf id: RequestID, sort: QueueSort, seenBy visibility: Visibility = .unlimited,
    now: Date
  ) throws(StoreError) -> [RequestID] {
    let listing = try listing(folder, person, [base, limit], sort, visibility, now)
    return try read { database in
      try QueueReader(database, settings, now: now).ids(listing, inGroupOf: id.rawValue)
        .map(RequestID.init(rawValue:))
    }
  }

  /// What is wrong with a limit of the queue; nil for one that makes sense.
  public static func mistake(
    inLimit text: String, seenBy visibility: Visibility = .unlimited, now: Date
  ) -> StoreError? {
    do throws(StoreError) {
      _ = try ListLimit(queue: text, StoreSettings(), now: now, seenBy: visibility)
      return nil
    } catch { return error }
  }

  private func listing(
    _ folder: QueueFolder, _ person: PersonReference?, _ limits: [String?], _ sort: QueueSort,
    _ visibility: Visibility, _ now: Date
  ) throws(StoreError) -> QueueReader.Listing {
    var listing = QueueReader.Listing(folder: folder, person: person, sort: sort)
    for (index, text) in limits.enumerated() {
      listing.limits.append(
        try ListLimit(
          queue: text, settings, now: now, prefix: index == 0 ? "base" : "limit",
          seenBy: visibility))
    }
    return listing
  }

  public func request(_ id: RequestID) throws(StoreError) -> AccessRequest? {
    try read { database in try RequestRows.find(database, id) }
  }

  /// One row, as the queue shows it.
  public func queueEntry(
    _ id: RequestID, operator person: PersonReference?, now: Date
  ) throws(StoreError) -> QueueEntry? {
    try read { database in
      try QueueReader(database, settings, now: now).entries([id.rawValue], operator: person).first
    }
  }
}
