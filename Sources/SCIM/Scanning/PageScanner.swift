/// Reads a list response in one pass and without a tree: its counts and where each resource stands.
///
/// Accepts exactly the texts that ``JSON/init(parsing:)`` accepts and that are an object or an
/// array.
public enum PageScanner {
  /// A page (RFC 7644 §3.4.2, RFC 9865 §2) whose resources are still text.
  public struct Page: Hashable, Sendable {
    /// Not to be trusted: some servers send the page's size.
    public var totalResults: Int?
    public var startIndex: Int?
    /// Not to be trusted: some servers send the asked count.
    public var itemsPerPage: Int?
    /// Nil on the last page and without cursors.
    public var nextCursor: String?
    public var previousCursor: String?
    /// Where each resource stands. Units: bytes of the text that was scanned.
    public var resources: [Range<Int>] = []
    /// Whether the text is a list at all: an array, or an object with a list response's members, of
    /// which `Resources` is an array, null or an empty object.
    public var isList = false

    public init() {}
  }

  /// How many resources a page may have; an element takes two bytes, and knowing where it stands more.
  public static let resourceLimit = 500_000

  /// Also takes a bare array, `resources` in any case, null for no resources, counts as strings.
  ///
  /// Throws: when the text is not JSON, or neither an object nor an array.
  public static func scan(_ bytes: [UInt8]) throws(JSONError) -> Page {
    var reader = try JSONReader(checking: bytes, in: 0..<bytes.count)
    var page = Page()
    try reader.start()
    switch try reader.peek() {
    case UInt8(ascii: "["):
      page.resources = try ranges(&reader)
      page.isList = true
    case UInt8(ascii: "{"): try scanObject(&reader, into: &page)
    default:
      let start = reader.position
      try reader.skipValue()
      try reader.finish()
      throw JSONError(.wrongShape, offset: start)
    }
    try reader.finish()
    return page
  }

  private enum Key: String, CaseIterable, Sendable {
    case totalResults, startIndex, itemsPerPage, nextCursor, previousCursor, resources
  }

  private static let keys = KeyTable<Key>()

  private static func scanObject(
    _ reader: inout JSONReader, into page: inout Page
  ) throws(JSONError) {
    var isUnreadable = false
    try reader.members(keys) { (reader, key) throws(JSONError) in
      switch key {
      case .totalResults: page.totalResults = try reader.lenientInt()
      case .startIndex: page.startIndex = try reader.lenientInt()
      case .itemsPerPage: page.itemsPerPage = try reader.lenientInt()
      case .nextCursor: page.nextCursor = try cursor(&reader)
      case .previousCursor: page.previousCursor = try cursor(&reader)
      case .resources:
        isUnreadable = try !isListed(reader)
        page.resources = try ranges(&reader)
      }
      if key != .nextCursor, key != .previousCursor, key != .startIndex { page.isList = true }
    }
    // Taken for an empty page, it would say that nobody is there.
    if isUnreadable { page.isList = false }
  }

  /// An array, null, or an empty object, as PHP writes an empty array. Gets a reader of its own.
  private static func isListed(_ reader: JSONReader) throws(JSONError) -> Bool {
    var reader = reader
    switch try reader.peek() {
    case UInt8(ascii: "["), UInt8(ascii: "n"): return true
    case UInt8(ascii: "{"):
      var isFirst = true
      try reader.beginObject()
      return try reader.nextKey(isFirst: &isFirst) == nil
    default: return false
    }
  }

  private static func cursor(_ reader: inout JSONReader) throws(JSONError) -> String? {
    guard let text = try reader.lenientText(), !text.isEmpty else { return nil }
    return text
  }

  private static func ranges(_ reader: inout JSONReader) throws(JSONError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    try reader.elements { (reader) throws(JSONError) in
      reader.skipSpace()
      let start = reader.position
      guard ranges.count < resourceLimit else { throw JSONError(.tooMany, offset: start) }
      try reader.skipValue()
      ranges.append(start..<reader.position)
    }
    return ranges
  }
}
