/// Knows, byte after byte, where in a page of groups the text stands: whether a list is that of a
/// group's members. Names are compared without case (RFC 7643 §2.1); one that is written with
/// escapes is none of these.
struct MemberFrames {
  private enum Key {
    case members, resources
  }

  // {"Resources": [{"members": [ stands four deep.
  private static let deepest = 4

  private(set) var depth = 0
  /// By depth, as far as anybody asks.
  private var isObject = [Bool](repeating: false, count: deepest + 1)
  /// How deep the list of resources stands; nil outside of it.
  private var listDepth: Int?
  private var membersDepth: Int?
  private var awaitsKey = false
  /// The name before the value that comes next.
  private var key: Key?
  /// The name that is being read; nil in any other string.
  private var name: [UInt8]?

  /// Whether what stands here separates or ends the members of a group.
  var isAtMembers: Bool { depth == membersDepth }

  /// Returns whether it opens a list of members.
  mutating func open(_ byte: UInt8) -> Bool {
    let isArray = byte == UInt8(ascii: "[")
    let isMembers = isArray && key == .members && isResource
    if isArray, depth == 0 || (depth == 1 && key == .resources && isObject[1]) {
      listDepth = depth + 1
    }
    depth += 1
    if depth <= Self.deepest { isObject[depth] = !isArray }
    awaitsKey = !isArray
    key = nil
    if isMembers { membersDepth = depth }
    return isMembers
  }

  private var isResource: Bool {
    guard depth > 0, depth <= Self.deepest, isObject[depth] else { return false }
    return depth == 1 || depth - 1 == listDepth
  }

  mutating func close() {
    if depth == membersDepth { membersDepth = nil }
    if depth == listDepth { listDepth = nil }
    depth = max(0, depth - 1)
    awaitsKey = false
    key = nil
  }

  mutating func separate() {
    awaitsKey = depth > 0 && depth <= Self.deepest && isObject[depth]
    key = nil
  }

  mutating func beginString() { name = awaitsKey && isResource ? [] : nil }

  /// Whether the bytes of the string matter.
  var isReadingName: Bool { name != nil }

  mutating func take(_ byte: UInt8) {
    guard let count = name?.count, count < 16 else { return }
    name?.append(AttributeName.fold(byte))
  }

  mutating func endString() {
    guard let name else { return }
    switch name {
    case Self.members: key = .members
    case Self.resources: key = .resources
    default: key = nil
    }
    self.name = nil
    awaitsKey = false
  }

  private static let members = Array("members".utf8)
  private static let resources = Array("resources".utf8)
}
