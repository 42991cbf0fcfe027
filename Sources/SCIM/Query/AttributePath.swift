/// Names an attribute: `userName`, `name.familyName`,
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value`.
///
/// Two paths are equal when they differ in case alone.
/// Source: RFC 7644 §3.10 and `attrPath` in figure 1.
public struct AttributePath: Sendable {
  /// The schema's URN; nil when the path does not say.
  public var schema: String?
  public var attribute: String
  public var subAttribute: String?

  public init(schema: String? = nil, _ attribute: String, _ subAttribute: String? = nil) {
    self.schema = schema
    self.attribute = attribute
    self.subAttribute = subAttribute
  }

  /// Throws: when the text is not an attribute path, with the offset of what is wrong.
  public init(parsing text: String) throws(FilterError) {
    var lexer = FilterLexer(text)
    self = try lexer.path()
    guard lexer.isAtEnd else { throw FilterError(.badPath, offset: lexer.offset) }
  }

  /// The same path without its sub-attribute.
  public var parent: AttributePath { AttributePath(schema: schema, attribute) }

  /// Whether this names an attribute of a core schema or does not say: no container in the way.
  var isExtension: Bool { schema.map { !AttributeName.folded($0).contains(":core:") } ?? false }
}

extension AttributePath: Hashable {
  public static func == (left: AttributePath, right: AttributePath) -> Bool {
    AttributeName.isSame(left.attribute, right.attribute)
      && isSame(left.schema, right.schema) && isSame(left.subAttribute, right.subAttribute)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(schema.map(AttributeName.folded))
    hasher.combine(AttributeName.folded(attribute))
    hasher.combine(subAttribute.map(AttributeName.folded))
  }

  private static func isSame(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return AttributeName.isSame(left, right)
  }
}

extension AttributePath: CustomStringConvertible {
  public var description: String {
    (schema.map { $0 + ":" } ?? "") + attribute + (subAttribute.map { "." + $0 } ?? "")
  }
}

extension AttributePath {
  /// The values that the path leads to in a resource; those of a multi-valued attribute one by one.
  ///
  /// An attribute of an extension is looked for in the extension's object, and one that names a
  /// core schema at the top.
  public func values(in resource: JSON) -> [JSON] {
    guard let container = container(in: resource), let found = container[attribute] else {
      return []
    }
    let values = found.array ?? [found]
    guard let subAttribute else { return values.filter { !$0.isUnassigned } }
    return values.flatMap { value -> [JSON] in
      guard let inner = value[subAttribute] else { return [] }
      return inner.array ?? [inner]
    }.filter { !$0.isUnassigned }
  }

  /// The object that holds the attribute: the resource, or an extension's object within it.
  func container(in resource: JSON) -> JSON? {
    guard let schema else { return resource }
    if let inner = resource[schema], inner.object != nil { return inner }
    return isExtension ? nil : resource
  }
}
