/// One JSON value (RFC 8259). Objects keep their order, numbers their digits.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// How deep arrays and objects may nest when read.
  public static let depthLimit = JSONReader.depthLimit
  /// How many values a tree may hold when read: a short text can hold very many, and each takes
  /// memory.
  public static let valueLimit = JSONReader.valueLimit

  /// Reads one value and nothing after it.
  ///
  /// Strict but for a byte order mark, which is skipped. A name that stands twice in an object is
  /// kept twice, and the last one counts: here, and in the scanners (RFC 8259 §4 leaves it open).
  /// Throws: when the text is not JSON or not UTF-8, nests deeper than ``depthLimit``, or holds more
  /// values than ``valueLimit``.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var reader = try JSONReader(checking: bytes, in: 0..<bytes.count)
    try reader.start()
    self = try reader.value()
    try reader.finish()
  }

  public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    try self.init(parsing: Array(bytes))
  }

  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }

  /// The member of an object, found without regard to case; nil for anything else.
  ///
  /// Setting makes an object of what was none.
  public subscript(_ key: String) -> JSON? {
    get { object?[key] }
    set {
      var changed = object ?? JSONObject()
      changed[key] = newValue
      self = .object(changed)
    }
  }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
  /// Nil when it is no number, has a fraction, or does not fit.
  public var int: Int? { number?.int }
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// Whether SCIM counts it as having no value: null, or an array of nothing (RFC 7643 §2.5).
  public var isUnassigned: Bool { self == .null || self == .array([]) }
}

// `nil` is not a literal for null: `json["a"] = nil` removes, whatever stands around the nil.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}

extension JSON: CustomStringConvertible {
  /// Compact JSON text in the order of the members.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Compact JSON text as UTF-8.
  public var bytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  public var description: String { text }

  /// Appends the compact text.
  public func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .number(let value): output += value.text.utf8
    case .string(let value): JSONEscape.write(value, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let object): object.write(to: &output)
    }
  }
}

extension JSONObject {
  fileprivate func write(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      JSONEscape.write(member.key, to: &output)
      output.append(UInt8(ascii: ":"))
      member.value.write(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}
