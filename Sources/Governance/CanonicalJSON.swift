/// A JSON value that is written in the one form that RFC 8785 allows, so that a digest can stand
/// for it.
///
/// Source: RFC 8785 (JSON Canonicalization Scheme).
public enum CanonicalJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(FiniteNumber)
  case string(String)
  case array([CanonicalJSON])
  case object([Member])

  /// One member of an object. Order: none that matters, the writer sorts.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: CanonicalJSON

    public init(_ name: String, _ value: CanonicalJSON) {
      self.name = name
      self.value = value
    }
  }

  /// A double that JSON can express: neither infinite nor "not a number" (RFC 8785 §3.2.2.3).
  public struct FiniteNumber: Hashable, Sendable {
    public let value: Double

    public init?(_ value: Double) {
      guard value.isFinite else { return nil }
      self.value = value
    }

    /// Exact up to 2^53, as for every JSON number that is read as a double.
    public init(_ value: Int) { self.value = Double(value) }

    public init(_ value: Int64) { self.value = Double(value) }
  }

  /// The canonical text.
  public var text: String { String(decoding: utf8, as: UTF8.self) }

  /// The canonical text in UTF-8: what a digest is taken over.
  public var utf8: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .number(let number): output += number.text.utf8
    case .string(let text): Self.write(text, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members): Self.write(members, to: &output)
    }
  }

  private static func write(_ members: [Member], to output: inout [UInt8]) {
    // > §3.2.3: members are sorted by the UTF-16 code units of their names.
    let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    output.append(UInt8(ascii: "{"))
    for (index, member) in sorted.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(member.name, to: &output)
      output.append(UInt8(ascii: ":"))
      member.value.write(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    // > §3.2.2.2: the short escapes where there are any, \u00xx for other controls, all else as is.
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0x22: output += [0x5C, 0x22]
      case 0x5C: output += [0x5C, 0x5C]
      case 0x08: output += [0x5C, UInt8(ascii: "b")]
      case 0x09: output += [0x5C, UInt8(ascii: "t")]
      case 0x0A: output += [0x5C, UInt8(ascii: "n")]
      case 0x0C: output += [0x5C, UInt8(ascii: "f")]
      case 0x0D: output += [0x5C, UInt8(ascii: "r")]
      case 0..<0x20: output += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

extension CanonicalJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .number(FiniteNumber(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }
  public init(nilLiteral: ()) { self = .null }

  public init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// The text, or null for nil.
  public static func optional(_ text: String?) -> CanonicalJSON {
    text.map { .string($0) } ?? .null
  }

  /// The number, or null for nil.
  public static func optional(_ number: Int?) -> CanonicalJSON {
    number.map { .number(FiniteNumber($0)) } ?? .null
  }
}
