import SCIM

/// A value that resources are looked up by, as a number.
struct LookupKey: Hashable, Sendable {
  enum Attribute: UInt64, Sendable {
    case userName = 1
    case externalId, email
  }

  let hash: UInt64

  /// Case does not count.
  init(_ attribute: Attribute, _ value: String) {
    // FNV-1a: the standard hasher is seeded anew by every process, which is no harm, but slower.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ attribute.rawValue
    for byte in value.lowercased().utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.hash = hash
  }

  static func all(in json: JSON) -> [LookupKey] {
    var keys: [LookupKey] = []
    if let name = json["userName"]?.string { keys.append(LookupKey(.userName, name)) }
    if let name = json["externalId"]?.string { keys.append(LookupKey(.externalId, name)) }
    for email in json["emails"]?.array ?? [] {
      if let value = email["value"]?.string { keys.append(LookupKey(.email, value)) }
    }
    return keys
  }
}

/// Finds slots by key: a sorted table of the samples and a dictionary of what was written.
struct LookupIndex: Sendable {
  private struct Entry {
    let hash: UInt64
    let slot: Int32
  }

  private let entries: [Entry]
  private var added: [UInt64: Set<Int>] = [:]

  init(count: Int, keys: (Int) -> [LookupKey]) {
    var entries: [Entry] = []
    for slot in 0..<count {
      for key in keys(slot) { entries.append(Entry(hash: key.hash, slot: Int32(slot))) }
    }
    self.entries = entries.sorted { ($0.hash, $0.slot) < ($1.hash, $1.slot) }
  }

  mutating func add(_ keys: [LookupKey], slot: Int) {
    for key in keys { added[key.hash, default: []].insert(slot) }
  }

  /// Order: ascending.
  func slots(_ key: LookupKey) -> [Int] {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < key.hash { low = middle + 1 } else { high = middle }
    }
    var found = added[key.hash] ?? []
    while low < entries.count, entries[low].hash == key.hash {
      found.insert(Int(entries[low].slot))
      low += 1
    }
    return found.sorted()
  }
}
