/// Attributes that are never fetched: the server is asked to leave them out, and what it sends all
/// the same is dropped before anybody sees it.
public struct WithheldAttributes: Sendable {
  private let paths: [AttributePath]

  /// - Parameter names: attribute paths; the configuration has checked them.
  public init(_ names: [String]) {
    paths = names.compactMap { name in
      do { return try AttributePath(parsing: name) } catch { return nil }
    }
  }

  public var isEmpty: Bool { paths.isEmpty }

  /// The value of `excludedAttributes` (RFC 7644 §3.4.2.5).
  public var query: String { paths.map(\.description).joined(separator: ",") }

  /// Whether a path leads to resources, and not to what the server says of itself.
  public static func applies(to path: String) -> Bool {
    let own = ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"]
    return !own.contains { path.lowercased().hasPrefix($0.lowercased()) }
  }

  /// The answer without them; what is no JSON stays as it is, for others refuse it.
  public func dropped(from bytes: [UInt8]) -> [UInt8] {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch { return bytes }
    var clean = json
    if let resources = json["Resources"]?.array {
      clean["Resources"] = .array(resources.map(dropped))
    } else {
      clean = dropped(json)
    }
    return clean == json ? bytes : clean.bytes
  }

  private func dropped(_ resource: JSON) -> JSON {
    paths.reduce(resource) { resource, path in Self.drop(path, from: resource) }
  }

  /// Names are compared without case (RFC 7643 §2.1): every spelling goes.
  private static func drop(_ path: AttributePath, from resource: JSON) -> JSON {
    guard let object = resource.object else { return resource }
    var clean = resource
    for member in object.members {
      let name = member.key
      if let schema = path.schema, name.lowercased() == schema.lowercased() {
        clean[name] = drop(AttributePath(path.attribute, path.subAttribute), from: member.value)
      } else if name.lowercased() == path.attribute.lowercased() {
        clean[name] = path.subAttribute.flatMap { inner($0, of: member.value) }
      }
    }
    return clean
  }

  /// A value, or each of several, without one of its parts.
  private static func inner(_ name: String, of value: JSON) -> JSON? {
    let path = AttributePath(name)
    if let values = value.array { return .array(values.map { drop(path, from: $0) }) }
    return drop(path, from: value)
  }
}
