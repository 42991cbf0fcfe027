import Foundation
import Governance

/// The queue: which list, where in it, and what is tagged.
struct QueueState: Hashable, Sendable {
  var query = QueueQuery(folder: .forMe)
  /// The limit of the list that is shown.
  private var goodLimit = ""
  /// What is wrong with the limit as it stands while it is being typed.
  var mistake: LimitMistake?
  var list = RowList<QueueEntry>()
  /// The saved folder that is shown; nil for one of the queue's own.
  private(set) var savedName: String?
  var counts: [QueueFolder: Int] = [:]
  var savedCounts: [String: Int] = [:]
  var areCountsStale = true
  /// Kept while the limit changes. Order: as they were tagged.
  private(set) var tags: [RequestID] = []
  private var tagSet: Set<RequestID> = []
  /// Tagged but not in the list that the query gives, as last read.
  var hiddenTags: Set<RequestID> = []
  var areHiddenTagsStale = false
  var hiddenGeneration = 0
  var matchGeneration = 0
  /// The ids that a pattern matches, or that a range or a group has, are being read; nil while none are.
  var matching: Matching?
  /// Why a request that was to be decided is still here.
  var leftovers: [RequestID: String] = [:]

  /// What the ids are for that are being read.
  struct Matching: Hashable, Sendable {
    var isUntagging: Bool
    /// Untags them when all of them are tagged already.
    var isToggling = false
  }

  func isTagged(_ id: RequestID) -> Bool { tagSet.contains(id) }

  mutating func tag(_ id: RequestID) {
    if tagSet.insert(id).inserted { tags.append(id) }
  }

  mutating func untag(_ id: RequestID) {
    guard tagSet.remove(id) != nil else { return }
    tags.removeAll { $0 == id }
    hiddenTags.remove(id)
    leftovers[id] = nil
  }

  /// One pass for many: a batch of thousands is decided at once.
  mutating func untag(_ ids: Set<RequestID>) {
    tagSet.subtract(ids)
    tags.removeAll { ids.contains($0) }
    hiddenTags.subtract(ids)
    for id in ids { leftovers[id] = nil }
  }

  mutating func untagAll() {
    tags = []
    tagSet = []
    hiddenTags = []
    leftovers = [:]
  }

  /// Another folder from now on; the limit stays.
  mutating func show(_ tab: QueueTab) {
    savedName = nil
    if case .saved(let saved) = tab { savedName = saved.name }
    var query = self.query
    (query.folder, query.base) = (tab.folder, tab.base)
    show(query)
  }

  /// Another list from now on. Tags stay.
  mutating func show(_ query: QueueQuery) {
    guard query != self.query else { return }
    list.startOver(
      isForgotten: query.folder != self.query.folder || query.base != self.query.base)
    self.query = query
    mistake = nil
    areHiddenTagsStale = !tags.isEmpty
  }

  /// The answer is there: its limit is one that parses.
  mutating func acceptLimit() { goodLimit = query.limit }

  /// The limit does not parse: the list stays as it was.
  mutating func bringBackLimit() {
    query.limit = goodLimit
    mistake = nil
    areHiddenTagsStale = !tags.isEmpty
  }
}

/// The requests' details that were read lately; what changed underneath is read again when shown.
struct DetailCache: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// nil when there is no such request any more.
    var detail: RequestDetail?
    var readAt: Date
    var isStale: Bool
  }

  private var entries: [RequestID: Entry] = [:]
  private var asked: RequestID?

  /// Enough for a screen's worth of moving about.
  private static let capacity = 64

  subscript(id: RequestID) -> Entry? { entries[id] }

  mutating func expire() {
    for id in entries.keys { entries[id]?.isStale = true }
  }

  mutating func abandon() { asked = nil }

  var isReading: Bool { asked != nil }

  func isFresh(_ id: RequestID) -> Bool { entries[id].map { !$0.isStale } ?? false }

  /// Whether the detail has to be read now; says so once.
  mutating func needs(_ id: RequestID) -> Bool {
    if let entry = entries[id], !entry.isStale { return false }
    if asked == id { return false }
    asked = id
    return true
  }

  mutating func accept(_ id: RequestID, _ detail: RequestDetail?, now: Date) {
    if asked == id { asked = nil }
    if entries.count >= Self.capacity, entries[id] == nil,
      let oldest = entries.min(by: { $0.value.readAt < $1.value.readAt })
    {
      entries[oldest.key] = nil
    }
    entries[id] = Entry(detail: detail, readAt: now, isStale: false)
  }
}
