import Foundation
import Governance
import SCIM

/// Finds in a resource what no RFC names, with the names that its server gives.
struct ExtraFields {
  let schemas: [Schema]

  // Nobody reads more of one account.
  private static let most = 200
  private static let mostLevels = 4
  private static let mostLength = 500

  /// A value and where it stands.
  struct Value {
    var path: AttributePath
    var text: String
  }

  /// Order: as the server sends them.
  func fields(in json: JSON, server: String, readAt: Date) -> [ExtraField] {
    values(in: json, beside: SchemaSet([.user, .enterpriseUser])).map { value in
      ExtraField(
        path: value.path.description, name: name(value.path), value: value.text, server: server,
        readAt: readAt)
    }
  }

  /// The values of attributes that these schemas do not have.
  func values(in json: JSON, beside known: SchemaSet) -> [Value] {
    var values: [Value] = []
    for member in json.object?.members ?? [] where !Self.isCommon(member.key) {
      if let schema = known.schema(member.key) {
        for inner in member.value.object?.members ?? [] where schema.attribute(inner.key) == nil {
          add(AttributePath(schema: member.key, inner.key), inner.value, to: &values)
        }
      } else if member.key.contains(":"), let object = member.value.object {
        for inner in object.members {
          add(AttributePath(schema: member.key, inner.key), inner.value, to: &values)
        }
      } else if known.schemas.first?.attribute(member.key) == nil {
        add(AttributePath(member.key), member.value, to: &values)
      }
    }
    return Array(values.prefix(Self.most))
  }

  private static func isCommon(_ key: String) -> Bool {
    ["schemas", "id", "externalid", "meta"].contains(key.lowercased())
  }

  private func add(_ path: AttributePath, _ value: JSON, to values: inout [Value]) {
    guard values.count < Self.most, !isSecret(path) else { return }
    if let object = value.object, path.subAttribute == nil {
      for inner in object.members {
        add(
          AttributePath(schema: path.schema, path.attribute, inner.key), inner.value, to: &values)
      }
    } else if let text = Self.text(value, level: 0), !text.isEmpty {
      values.append(Value(path: path, text: String(text.prefix(Self.mostLength))))
    }
  }

  /// What a server should never have sent is not shown.
  private func isSecret(_ path: AttributePath) -> Bool {
    guard let attribute = described(path) else { return false }
    return attribute.returned == .never || attribute.mutability == .writeOnly
  }

  private static func text(_ value: JSON, level: Int) -> String? {
    if level >= mostLevels { return "…" }
    switch value {
    case .null: return nil
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let number): return number.text
    case .string(let text): return text
    case .array(let elements):
      let texts = elements.prefix(20).compactMap { text($0, level: level + 1) }
      return (texts + (elements.count > 20 ? ["…"] : [])).joined(separator: ", ")
    case .object(let object):
      for key in ["display", "displayName", "value"] {
        if let text = value[key]?.string, !text.isEmpty { return text }
      }
      let parts = object.members.prefix(20).compactMap { member in
        text(member.value, level: level + 1).map { "\(member.key) \($0)" }
      }
      return parts.joined(separator: ", ")
    }
  }

  // MARK: Names

  private func schema(_ path: AttributePath) -> Schema? {
    guard let urn = path.schema else { return nil }
    return schemas.first { $0.id.lowercased() == urn.lowercased() }
  }

  /// What the server's schemas say of it; nil for nothing.
  func described(_ path: AttributePath) -> SchemaAttribute? {
    guard path.schema == nil else { return attribute(path, of: schema(path)) }
    // A server may put its own attribute at the top, of whichever schema.
    for schema in schemas {
      if let found = attribute(path, of: schema) { return found }
    }
    return nil
  }

  private func attribute(_ path: AttributePath, of schema: Schema?) -> SchemaAttribute? {
    let attribute = schema?.attribute(path.attribute)
    guard let sub = path.subAttribute else { return attribute }
    return attribute?.subAttribute(sub)
  }

  /// Shape: `Badge number`; the last part of the URN where the server does not name the schema.
  func name(_ path: AttributePath) -> String {
    let found = described(AttributePath(schema: path.schema, path.attribute))
    let parts =
      [found?.name ?? path.attribute]
      + [described(path)?.name ?? path.subAttribute].compactMap { $0 }
    let words = parts.prefix(path.subAttribute == nil ? 1 : 2).joined(separator: ".")
    guard let urn = path.schema else { return words }
    let title = schema(path)?.name ?? urn.split(separator: ":").last.map(String.init) ?? urn
    return "\(title) \(words)"
  }
}
