/// The members that are left out of one list, read some at a time.
struct MemberBatch {
  private(set) var rest = MemberRest()
  /// Of the text of all members so far.
  private(set) var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// As a list of its own, but for its end.
  private var text = [UInt8(ascii: "[")]

  /// Units: bytes.
  var size: Int { text.count }

  /// As it stood in the list, behind the members before.
  var unread: [UInt8] { [UInt8(ascii: ",")] + text.dropFirst() }

  mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  mutating func separate() { text.append(UInt8(ascii: ",")) }

  /// Throws: when it is no JSON, or there is nothing where a member should be.
  mutating func read(
    _ note: (ResourceScanner.Reference, inout MemberRest) -> Void
  ) throws(JSONError) {
    let references = try references()
    for reference in references { note(reference, &rest) }
    mix()
    text.removeAll(keepingCapacity: true)
    text.append(UInt8(ascii: "["))
  }

  private func references() throws(JSONError) -> [ResourceScanner.Reference] {
    let whole = text + [UInt8(ascii: "]")]
    var reader = try JSONReader(checking: whole, in: 0..<whole.count)
    var first = reader
    var isFirst = true
    try first.beginArray()
    guard try first.nextElement(isFirst: &isFirst) else {
      throw JSONError(.unexpectedByte, offset: first.position)
    }
    let references = try ResourceScanner.readReferences(&reader)
    try reader.finish()
    return references
  }

  /// Not for proof: it tells that a member changed.
  private mutating func mix() {
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }
}
