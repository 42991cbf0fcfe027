import Foundation
import SCIM

/// What is kept of one resource: what clients set, without what follows from elsewhere.
struct Record: Sendable {
  /// Shape: an object without `id`, `meta`, `groups` and `members`.
  var json: JSON
  var created: Date
  var modified: Date
  /// Counts the writes, from 1.
  var version = 1
}

/// What a shelf holds before anybody writes.
struct Sample: Sendable {
  let count: Int
  let record: @Sendable (Int) -> Record
  /// When the sample was last changed, without making the whole record.
  let modified: @Sendable (Int) -> Date
  /// What the sample can be looked up by, without making the whole record.
  let keys: @Sendable (Int) -> [LookupKey]
  /// What the sample is called, without making the whole record.
  let display: @Sendable (Int) -> String?

  static let nothing = Sample(
    count: 0, record: { _ in Record(json: [:], created: .distantPast, modified: .distantPast) },
    modified: { _ in .distantPast }, keys: { _ in [] }, display: { _ in nil })
}

/// The resources of one kind on one service.
///
/// A slot is a resource's number for life. Samples are made when they are asked for; only what was
/// written is kept.
struct Shelf: Sendable {
  let kind: ResourceKind
  let identifiers: Identifiers
  /// Slots in the order that lists have: ascending.
  private(set) var live: [Int32]
  private let sample: Sample
  private var written: [Int: Record] = [:]
  private var nextSlot: Int
  private var index: LookupIndex?

  init(_ kind: ResourceKind, identifiers: Identifiers, sample: Sample = .nothing) {
    self.kind = kind
    self.identifiers = identifiers
    self.sample = sample
    nextSlot = sample.count
    live = (0..<Int32(sample.count)).map { $0 }
  }

  func record(_ slot: Int) -> Record {
    written[slot] ?? sample.record(slot)
  }

  func modified(_ slot: Int) -> Date {
    written[slot]?.modified ?? sample.modified(slot)
  }

  /// What people call the resource.
  func display(_ slot: Int) -> String? {
    guard let record = written[slot] else { return sample.display(slot) }
    return record.json["displayName"]?.string ?? record.json["userName"]?.string
  }

  func isLive(_ slot: Int) -> Bool {
    let place = place(from: slot)
    return place < live.count && Int(live[place]) == slot
  }

  /// The place in ``live`` of the first slot that is not before this one.
  func place(from slot: Int) -> Int {
    var low = 0
    var high = live.count
    while low < high {
      let middle = (low + high) / 2
      if Int(live[middle]) < slot { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The live slot of an id.
  func slot(_ id: String) -> Int? {
    guard let slot = identifiers.slot(id), isLive(slot) else { return nil }
    return slot
  }

  mutating func insert(_ record: Record) -> Int {
    let slot = nextSlot
    nextSlot += 1
    live.append(Int32(slot))
    write(record, at: slot)
    return slot
  }

  mutating func write(_ record: Record, at slot: Int) {
    written[slot] = record
    index?.add(LookupKey.all(in: record.json), slot: slot)
  }

  mutating func remove(_ slot: Int) {
    guard isLive(slot) else { return }
    live.remove(at: place(from: slot))
    written[slot] = nil
  }

  /// The live slots that may have one of these keys; some may not, none is missing.
  mutating func slots(_ key: LookupKey) -> [Int] {
    if index == nil {
      var made = LookupIndex(count: sample.count, keys: sample.keys)
      for (slot, record) in written { made.add(LookupKey.all(in: record.json), slot: slot) }
      index = made
    }
    return index?.slots(key).filter(isLive) ?? []
  }
}
