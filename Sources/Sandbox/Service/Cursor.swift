import Foundation
import SCIM

/// Where a walk by cursor goes on (RFC 9865 §2).
struct Cursor: Sendable {
  /// Units: seconds.
  static let lifetime = 3_600

  /// Where the next page begins: a slot, or a place where the order is not that of the slots.
  let position: Int
  let issued: Date

  /// Shape: letters and digits, which say nothing to a client.
  func text(for query: String) -> String {
    let seconds = Int(issued.timeIntervalSince1970)
    let parts = [position, seconds, Self.check(position, seconds, query)]
    return parts.map { String($0, radix: 36) }.joined(separator: "z-")
  }

  init(position: Int, issued: Date) {
    self.position = position
    self.issued = issued
  }

  /// Throws: `invalidCursor` when it is not from this query, `expiredCursor` when it is too old.
  init(_ text: String, for query: String, now: Date) throws(SCIMError) {
    let parts = text.components(separatedBy: "z-").compactMap { Int($0, radix: 36) }
    guard parts.count == 3, parts[0] >= 0, parts[2] == Self.check(parts[0], parts[1], query) else {
      throw .invalidCursor("The cursor is not one of this query.")
    }
    position = parts[0]
    issued = Date(timeIntervalSince1970: Double(parts[1]))
    guard now.timeIntervalSince(issued) <= Double(Self.lifetime) else {
      throw .expiredCursor("The cursor is older than \(Self.lifetime) seconds.")
    }
  }

  private static func check(_ position: Int, _ seconds: Int, _ query: String) -> Int {
    let key = LookupKey(.userName, query).hash
    let mixed = SplitMix.scrambled(key ^ UInt64(position) << 32 ^ UInt64(max(0, seconds)))
    return Int(mixed >> 24)
  }
}
