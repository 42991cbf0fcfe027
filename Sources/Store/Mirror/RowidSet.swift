import Foundation
import Synchronization

/// A set of row ids as a bit each: 100,000 take 12 KB.
struct RowidSet: Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  /// Returns whether it was not there before.
  @discardableResult
  mutating func insert(_ rowid: Int64) -> Bool {
    guard rowid >= 0 else { return false }
    let index = Int(rowid >> 6)
    if index >= words.count {
      words.append(contentsOf: repeatElement(0, count: index + 1 - words.count))
    }
    let bit: UInt64 = 1 << UInt64(rowid & 63)
    if words[index] & bit != 0 { return false }
    words[index] |= bit
    count += 1
    return true
  }

  func contains(_ rowid: Int64) -> Bool {
    let index = Int(rowid >> 6)
    return rowid >= 0 && index < words.count && words[index] & (1 << UInt64(rowid & 63)) != 0
  }
}

/// Row ids as differences of seven bits a byte: about a byte for each of a page's.
enum PackedRowids {
  static func pack(_ rowids: [Int64]) -> [UInt8] {
    var output: [UInt8] = []
    var previous: Int64 = 0
    for rowid in rowids.sorted() {
      var rest = UInt64(bitPattern: rowid &- previous)
      while rest >= 0x80 {
        output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      output.append(UInt8(rest))
      previous = rowid
    }
    return output
  }

  static func unpack(_ bytes: some Sequence<UInt8>) -> [Int64] {
    var rowids: [Int64] = []
    var previous: Int64 = 0
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      value |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte & 0x80 != 0 { continue }
      previous &+= Int64(bitPattern: value)
      rowids.append(previous)
      value = 0
      shift = 0
    }
    return rowids
  }
}

/// What each open walk of this process has seen; the database has the same, page by page.
final class SeenInWalks: Sendable {
  private let sets = Mutex<[Int64: RowidSet]>([:])

  /// Takes it out, so that a transaction that fails leaves nothing behind.
  func take(_ walk: Int64) -> RowidSet? { sets.withLock { $0.removeValue(forKey: walk) } }

  func put(_ set: RowidSet, walk: Int64) { sets.withLock { $0[walk] = set } }
}
