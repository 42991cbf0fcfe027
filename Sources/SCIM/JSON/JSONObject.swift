/// The members of a JSON object in the order in which they were written.
///
/// Names are looked up without regard to ASCII case, as SCIM attribute names are (RFC 7643 §2.1).
/// Equality disregards order. Where a name stands twice, both are kept and the last one counts.
public struct JSONObject: Sendable {
  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: JSON

    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }
  }

  public private(set) var members: [Member]

  public init(_ members: [Member] = []) { self.members = members }

  public var keys: [String] { members.map(\.key) }
  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }

  /// The last member's value of that name. Setting keeps the member's place and spelling, and nil
  /// removes it.
  public subscript(_ key: String) -> JSON? {
    get {
      guard let index = lastIndex(of: key) else { return nil }
      return members[index].value
    }
    set {
      guard let newValue else {
        members.removeAll { AttributeName.isSame($0.key, key) }
        return
      }
      guard let index = lastIndex(of: key) else { return append(key, newValue) }
      members[index].value = newValue
    }
  }

  /// Adds a member at the end, whether or not there is one of that name.
  public mutating func append(_ key: String, _ value: JSON) {
    members.append(Member(key: key, value: value))
  }

  private func lastIndex(of key: String) -> Int? {
    members.lastIndex { AttributeName.isSame($0.key, key) }
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.members.count == right.members.count else { return false }
    return left.members == right.members || left.sorted == right.sorted
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(sorted) }

  private var sorted: [Member] { members.sorted { $0.key < $1.key } }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    members = elements.map { Member(key: $0.0, value: $0.1) }
  }
}

/// Attribute names and schema URNs are the same whatever the case of their ASCII letters.
enum AttributeName {
  static func isSame(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).allSatisfy { $0 == $1 || fold($0) == fold($1) }
  }

  static func folded(_ name: String) -> String {
    String(decoding: name.utf8.map(fold), as: UTF8.self)
  }

  @inline(__always)
  static func fold(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }
}
