import SCIM

/// Which attributes a client wants to see (RFC 7644 §3.9).
struct Projection: Sendable {
  private enum Wish {
    case all
    case only([AttributePath])
    case without([AttributePath])
  }

  private let wish: Wish
  private let schemas: SchemaSet

  /// Throws: `invalidPath` when a name cannot be read, `invalidValue` when both lists are there.
  init(
    attributes: String?, excluded: String?, schemas: SchemaSet
  ) throws(SCIMError) {
    self.schemas = schemas
    let wanted = try Self.paths(attributes, schemas)
    let unwanted = try Self.paths(excluded, schemas)
    if !wanted.isEmpty && !unwanted.isEmpty {
      throw .invalidValue("Name attributes or excludedAttributes, not both.")
    }
    wish = !wanted.isEmpty ? .only(wanted) : (unwanted.isEmpty ? .all : .without(unwanted))
  }

  /// Whether an attribute of the core schema can be in the result at all.
  func includes(_ name: String) -> Bool {
    let path = AttributePath(name)
    return switch wish {
    case .all: true
    case .only(let paths): paths.contains { covers($0, path) }
    case .without(let paths): !paths.contains { $0.subAttribute == nil && covers($0, path) }
    }
  }

  /// Whether an attribute of the core schema is in the result with all its parts.
  func keepsWhole(_ name: String) -> Bool {
    let path = AttributePath(name)
    return switch wish {
    case .all: true
    case .only(let paths):
      paths.contains { $0.subAttribute == nil && covers($0, path) }
        && !paths.contains { $0.subAttribute != nil && covers($0.parent, path) }
    case .without(let paths): !paths.contains { covers($0.parent, path) }
    }
  }

  func apply(to resource: JSON) -> JSON {
    switch wish {
    case .all: return resource
    case .only(let paths): return only(paths, of: resource)
    case .without(let paths): return without(paths, of: resource)
    }
  }

  private func only(_ paths: [AttributePath], of resource: JSON) -> JSON {
    var result = JSONObject()
    for member in resource.object?.members ?? [] {
      if isAlwaysReturned(AttributePath(member.key)) {
        result.append(member.key, member.value)
      } else if schemas.schema(member.key) != nil || member.key.hasPrefix("urn:") {
        let inner = paths.filter { $0.schema.map { Self.isSame($0, member.key) } ?? false }
        guard !inner.isEmpty else { continue }
        let kept =
          inner.contains { $0.attribute.isEmpty }
          ? member.value : picked(inner, from: member.value)
        if kept != [:] { result.append(member.key, kept) }
      } else if let kept = kept(member, by: paths) {
        result.append(member.key, kept)
      }
    }
    return .object(result)
  }

  private func picked(_ paths: [AttributePath], from json: JSON) -> JSON {
    var result = JSONObject()
    for member in json.object?.members ?? [] {
      let inner = paths.map { AttributePath($0.attribute, $0.subAttribute) }
      if let kept = kept(member, by: inner) { result.append(member.key, kept) }
    }
    return .object(result)
  }

  /// The whole value, the wanted parts of it, or nil.
  private func kept(_ member: JSONObject.Member, by paths: [AttributePath]) -> JSON? {
    let matching = paths.filter { covers($0.parent, AttributePath(member.key)) }
    guard !matching.isEmpty else { return nil }
    let parts = matching.compactMap(\.subAttribute)
    guard parts.count == matching.count else { return member.value }
    return mapped(member.value) { object in
      JSONObject(object.members.filter { part in parts.contains { Self.isSame($0, part.key) } })
    }
  }

  private func without(_ paths: [AttributePath], of resource: JSON) -> JSON {
    var result = resource
    for path in paths where !isAlwaysReturned(path) {
      if let schema = path.schema, result[schema] != nil {
        if path.attribute.isEmpty {
          result[schema] = nil
        } else if var container = result[schema] {
          remove(AttributePath(path.attribute, path.subAttribute), from: &container)
          result[schema] = container == [:] ? nil : container
        }
      } else {
        remove(path, from: &result)
      }
    }
    return result
  }

  private func remove(_ path: AttributePath, from json: inout JSON) {
    guard let part = path.subAttribute else {
      json[path.attribute] = nil
      return
    }
    guard let value = json[path.attribute] else { return }
    json[path.attribute] = mapped(value) { object in
      JSONObject(object.members.filter { !Self.isSame($0.key, part) })
    }
  }

  private func mapped(_ value: JSON, _ change: (JSONObject) -> JSONObject) -> JSON {
    switch value {
    case .object(let object): .object(change(object))
    case .array(let values): .array(values.map { mapped($0, change) })
    default: value
    }
  }

  private func isAlwaysReturned(_ path: AttributePath) -> Bool {
    guard path.schema == nil || path.schema == schemas.schemas.first?.id else { return false }
    return schemas.attribute(path.parent)?.returned == .always
  }

  /// Whether a wish for one path brings another one, an attribute of the core schema.
  private func covers(_ wish: AttributePath, _ path: AttributePath) -> Bool {
    let isCore = wish.schema.map { Self.isSame($0, schemas.schemas.first?.id ?? "") } ?? true
    return isCore && Self.isSame(wish.attribute, path.attribute)
  }

  private static func paths(
    _ list: String?, _ schemas: SchemaSet
  ) throws(SCIMError) -> [AttributePath] {
    var paths: [AttributePath] = []
    for part in (list ?? "").split(whereSeparator: { $0 == "," || $0 == " " }) {
      let text = String(part)
      if let known = schemas.schema(text) {
        paths.append(AttributePath(schema: known.id, ""))
        continue
      }
      do {
        paths.append(try AttributePath(parsing: text))
      } catch {
        throw .invalidPath(error.sentence)
      }
    }
    return paths
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }
}
