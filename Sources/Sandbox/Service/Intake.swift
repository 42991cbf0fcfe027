import Foundation
import SCIM

/// Takes in what a client sends, by the schemas of its kind (RFC 7643 §2.2, RFC 7644 §3.3 and §3.5.1).
///
/// What no schema knows is dropped, and so is what clients cannot set.
struct Intake: Sendable {
  let kind: ResourceKind

  /// The attributes of a new resource, or of one that replaces an old one.
  ///
  /// Throws: `invalidSyntax`, `invalidValue`, or `mutability` for another value of an immutable
  /// attribute.
  func accept(_ json: JSON, replacing old: JSON? = nil) throws(SCIMError) -> JSON {
    guard json.object != nil else { throw .invalidSyntax("A resource is a JSON object.") }
    try checkSchemas(json)
    var result: JSON = [:]
    if let externalID = json["externalId"], externalID != .null {
      guard externalID.string != nil else { throw .invalidValue("externalId is not a string.") }
      result["externalId"] = externalID
    }
    try accept(kind.core.attributes, json, old, into: &result, path: "")
    var urns = [kind.core.id]
    for schema in kind.extensions {
      let given = json[schema.id] ?? [:]
      guard given.object != nil else { throw .invalidValue("\(schema.id) is not an object.") }
      var inner: JSON = [:]
      let kept = old?[schema.id]
      try accept(schema.attributes, given, kept, into: &inner, path: schema.id + ":")
      guard inner != [:] else { continue }
      result[schema.id] = inner
      urns.append(schema.id)
    }
    var named: JSON = ["schemas": .array(urns.map { .string($0) })]
    for member in result.object?.members ?? [] { named[member.key] = member.value }
    return named
  }

  private func checkSchemas(_ json: JSON) throws(SCIMError) {
    guard let list = json["schemas"]?.array else {
      throw .invalidSyntax("schemas is missing.")
    }
    var names: [String] = []
    for element in list {
      guard let name = element.string, kind.schemas.schema(name) != nil else {
        throw .invalidValue("schemas names \(element.text), which \(kind.name) does not have.")
      }
      names.append(name.lowercased())
    }
    guard names.contains(kind.core.id.lowercased()) else {
      throw .invalidValue("schemas does not name \(kind.core.id).")
    }
  }

  private func accept(
    _ attributes: [SchemaAttribute], _ json: JSON, _ old: JSON?, into result: inout JSON,
    path: String
  ) throws(SCIMError) {
    for attribute in attributes {
      let kept = old?[attribute.name].flatMap { $0.isUnassigned ? nil : $0 }
      let given = json[attribute.name].flatMap { $0.isUnassigned ? nil : $0 }
      let name = path + attribute.name
      if attribute.mutability == .readOnly {
        // > The values of readOnly attributes are ignored (RFC 7644 §3.5.1).
        result[attribute.name] = kept
        continue
      }
      guard let given else {
        if attribute.mutability == .immutable, let kept { result[attribute.name] = kept }
        if attribute.isRequired, result[attribute.name] == nil {
          throw .invalidValue("\(name) is required.")
        }
        continue
      }
      let value = try value(given, attribute, name, old: kept)
      if attribute.mutability == .immutable, let kept {
        guard Self.isSame(kept, value) else { throw .mutability("\(name) cannot be changed.") }
        result[attribute.name] = kept
        continue
      }
      // A password is taken and never shown, so nothing of it is kept.
      if attribute.mutability != .writeOnly { result[attribute.name] = value }
    }
  }

  private func value(
    _ json: JSON, _ attribute: SchemaAttribute, _ name: String, old: JSON?
  ) throws(SCIMError) -> JSON {
    guard attribute.isMultiValued else {
      guard json.array == nil else { throw .invalidValue("\(name) has one value, not a list.") }
      // What the server knows of a reference stays with it.
      let kept = old?["value"] == json["value"] ? old : nil
      return try single(json, attribute, name, old: kept)
    }
    guard let list = json.array else { throw .invalidValue("\(name) is not a list.") }
    var values: [JSON] = []
    for element in list {
      let value = try single(element, attribute, name, old: nil)
      if value != [:] { values.append(value) }
    }
    guard values.count(where: { $0["primary"]?.bool == true }) <= 1 else {
      throw .invalidValue("\(name) has more than one primary value.")
    }
    return .array(values)
  }

  private func single(
    _ json: JSON, _ attribute: SchemaAttribute, _ name: String, old: JSON?
  ) throws(SCIMError) -> JSON {
    guard attribute.type == .complex else {
      guard attribute.accepts(json) else {
        throw .invalidValue("\(name) is not of type \(attribute.type.rawValue).")
      }
      return json
    }
    guard json.object != nil else { throw .invalidValue("\(name) is not an object.") }
    var inner: JSON = [:]
    try accept(attribute.subAttributes, json, old, into: &inner, path: name + ".")
    // The address of what `value` names follows from it.
    if inner["value"] != nil { inner["$ref"] = nil }
    return inner
  }

  /// Whether two values of an immutable attribute are one: a reference is its `value` alone.
  private static func isSame(_ left: JSON, _ right: JSON) -> Bool {
    guard let first = left["value"], let second = right["value"] else {
      return left == right
    }
    return first == second
  }
}

extension SchemaAttribute {
  /// Whether a simple value is of the attribute's type (RFC 7643 §2.3).
  fileprivate func accepts(_ json: JSON) -> Bool {
    switch type {
    case .string, .reference, .binary: json.string != nil
    case .boolean: json.bool != nil
    case .integer: json.int != nil
    case .decimal: json.number != nil
    case .dateTime: json.string.flatMap(SCIMDate.parse) != nil
    case .complex: json.object != nil
    }
  }
}
