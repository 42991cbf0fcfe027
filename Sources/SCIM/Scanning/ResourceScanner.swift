/// Picks the columns that lists and searches need out of one resource, in one pass and without a
/// tree.
///
/// What is absent or of an unexpected type comes out nil: only text that is not JSON, or holds more
/// than a million values of one attribute, is refused. Of a name that stands twice the last one
/// counts, as in ``JSON``.
public enum ResourceScanner {
  /// One value of a multi-valued attribute (RFC 7643 §2.4).
  public struct Reference: Hashable, Sendable {
    public var value: String
    public var type: String?
    public var display: String?

    public init(value: String, type: String? = nil, display: String? = nil) {
      self.value = value
      self.type = type
      self.display = display
    }
  }

  /// What every resource has.
  public struct Header: Hashable, Sendable {
    public var id: String?
    public var externalId: String?
    public var displayName: String?
    /// Shape: as the server wrote it, a dateTime if it follows RFC 7643.
    public var lastModified: String?
    /// Shape: an entity tag, with quotes and perhaps a leading `W/`.
    public var version: String?

    public init() {}
  }

  /// Reads a resource of any type.
  ///
  /// Throws: when the range is not JSON, or not an object.
  public static func header(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(JSONError) -> Header {
    var header = Header()
    try scan(bytes, range, headerKeys) { (reader, key) throws(JSONError) in
      try read(key, &reader, into: &header)
    }
    return header
  }

  /// Reads an object that fills the range.
  @inline(__always)
  static func scan<Key>(
    _ bytes: [UInt8], _ range: Range<Int>, _ table: KeyTable<Key>,
    read: (inout JSONReader, Key) throws(JSONError) -> Void
  ) throws(JSONError) {
    var reader = try JSONReader(checking: bytes, in: range)
    try reader.start()
    let start = reader.position
    let isObject = try reader.peek() == UInt8(ascii: "{")
    try reader.members(table, read: read)
    try reader.finish()
    guard isObject else { throw JSONError(.wrongShape, offset: start) }
  }
}

// The members that all types share.
extension ResourceScanner {
  enum HeaderKey: String, CaseIterable, Sendable {
    case id, externalId, displayName, meta
  }

  private enum MetaKey: String, CaseIterable, Sendable {
    case lastModified, version
  }

  private enum ReferenceKey: String, CaseIterable, Sendable {
    case value, type, display
  }

  private static let headerKeys = KeyTable<HeaderKey>()
  private static let metaKeys = KeyTable<MetaKey>()
  private static let referenceKeys = KeyTable<ReferenceKey>()

  private static func read(
    _ key: HeaderKey, _ reader: inout JSONReader, into header: inout Header
  ) throws(JSONError) {
    switch key {
    case .id: header.id = try reader.lenientText()
    case .externalId: header.externalId = try reader.lenientText()
    case .displayName: header.displayName = try reader.lenientText()
    case .meta: try readMeta(&reader, &header.lastModified, &header.version)
    }
  }

  static func readMeta(
    _ reader: inout JSONReader, _ lastModified: inout String?, _ version: inout String?
  ) throws(JSONError) {
    (lastModified, version) = (nil, nil)
    try reader.members(metaKeys) { (reader, key) throws(JSONError) in
      switch key {
      case .lastModified: lastModified = try reader.lenientText()
      case .version: version = try reader.lenientText()
      }
    }
  }

  /// How many values of one attribute are read.
  static let referenceLimit = 1_000_000

  /// Values without a `value` are left out; a bare string counts as one.
  static func readReferences(_ reader: inout JSONReader) throws(JSONError) -> [Reference] {
    var references: [Reference] = []
    try reader.elements { (reader) throws(JSONError) in
      guard references.count < referenceLimit else {
        throw JSONError(.tooMany, offset: reader.position)
      }
      guard try reader.peek() == UInt8(ascii: "{") else {
        if let value = try reader.lenientText() { references.append(Reference(value: value)) }
        return
      }
      var value: String?
      var type: String?
      var display: String?
      try reader.members(referenceKeys) { (reader, key) throws(JSONError) in
        switch key {
        case .value: value = try reader.lenientText()
        case .type: type = try reader.lenientText()
        case .display: display = try reader.lenientText()
        }
      }
      if let value { references.append(Reference(value: value, type: type, display: display)) }
    }
    return references
  }
}
