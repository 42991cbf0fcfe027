/// The entity tag of a resource (RFC 7232 §2.3), and the headers that ask for it.
enum EntityTag {
  /// Shape: `W/"` and 12 hexadecimal digits and `"`; another one after each write.
  static func tag(slot: Int, version: Int, seed: UInt64) -> String {
    let mixed = SplitMix.scrambled(seed ^ UInt64(slot) << 20 ^ UInt64(version))
    let digits = String(mixed >> 16, radix: 16)
    return "W/\"" + String(repeating: "0", count: 12 - digits.count) + digits + "\""
  }

  /// Whether a list of tags, or `*`, names this one. Weak comparison: `W/` does not count.
  static func matches(_ header: String, _ tag: String) -> Bool {
    if header.trimmed == "*" { return true }
    return header.split(separator: ",").contains { opaque(String($0)) == opaque(tag) }
  }

  private static func opaque(_ tag: String) -> String {
    let text = tag.trimmed
    return text.hasPrefix("W/") ? String(text.dropFirst(2)) : text
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
