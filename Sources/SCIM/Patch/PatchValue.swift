/// Checks values against their schema and puts right what providers are known to send.
enum PatchValue {
  /// One value of an attribute as its schema wants it; unchanged when no schema knows the
  /// attribute.
  ///
  /// Entra ID sends `"True"` for true and a bare id for a manager, where RFC 7643 §2.3.2 and §4.3
  /// have a boolean and a complex value: both are understood.
  /// Throws: `invalidValue` when the value is of another type.
  static func checked(
    _ value: JSON, _ definition: SchemaAttribute?, _ name: String
  ) throws(SCIMError) -> JSON {
    guard let definition else { return value }
    switch definition.type {
    case .boolean:
      if let bool = value.bool ?? boolean(value.string) { return .bool(bool) }
    case .complex:
      if let object = value.object { return try checked(object, definition, name) }
      if value.string != nil, definition.subAttribute("value") != nil { return ["value": value] }
    case .integer:
      if value.int != nil { return value }
    case .decimal:
      if value.number != nil { return value }
    case .dateTime:
      if let text = value.string, SCIMDate.parse(text) != nil { return value }
    case .string, .reference, .binary:
      if value.string != nil { return value }
    }
    throw .invalidValue("\(name) takes a value of type \(definition.type.rawValue).")
  }

  private static func boolean(_ text: String?) -> Bool? {
    switch text?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  private static func checked(
    _ object: JSONObject, _ definition: SchemaAttribute, _ name: String
  ) throws(SCIMError) -> JSON {
    var result = object
    for member in object.members where member.value != .null {
      guard let inner = definition.subAttribute(member.key), !inner.isMultiValued else { continue }
      result[member.key] = try checked(member.value, inner, "\(name).\(inner.name)")
    }
    return .object(result)
  }
}
