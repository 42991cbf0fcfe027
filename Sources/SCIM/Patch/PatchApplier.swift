/// Applies operations to a resource one by one (RFC 7644 §3.5.2).
struct PatchApplier {
  var resource: JSON
  let rules: PatchRules

  mutating func apply(_ operation: PatchOperation) throws(SCIMError) {
    guard let path = operation.path else {
      guard let attributes = operation.value?.object else {
        throw .invalidValue("Without a path the value is an object of attributes.")
      }
      for member in attributes.members { try apply(operation.kind, member: member) }
      return
    }
    if let urn = extensionURN(path.attribute.description), path.filter == nil {
      try apply(operation.kind, extension: urn, value: operation.value)
    } else {
      try apply(operation.kind, path: path, value: operation.value)
    }
  }

  /// One member of the value of an operation without a path. Its name may be a whole path, as Entra
  /// ID sends `name.familyName`, where RFC 7644 §3.5.2.1 has attributes alone.
  private mutating func apply(
    _ kind: PatchOperation.Kind, member: JSONObject.Member
  ) throws(SCIMError) {
    if let urn = extensionURN(member.key) {
      return try apply(kind, extension: urn, value: member.value)
    }
    let path = try PatchPath(checking: member.key)
    if let schema = path.attribute.schema, member.value.object != nil, !isKnown(schema) {
      return try apply(kind, extension: member.key, value: member.value)
    }
    try apply(kind, path: path, value: member.value)
  }

  /// The extension that a text names as a whole; nil when it names something else.
  private func extensionURN(_ text: String) -> String? {
    guard AttributeName.folded(text).hasPrefix("urn:") else { return nil }
    if let known = rules.schemas.schema(text), known.id != rules.schemas.schemas.first?.id {
      return known.id
    }
    if AttributeName.isSame(text, SchemaURN.enterpriseUser) { return SchemaURN.enterpriseUser }
    return resource[text]?.object == nil ? nil : text
  }

  private func isKnown(_ urn: String) -> Bool {
    rules.schemas.schema(urn) != nil || extensionURN(urn) != nil
  }

  /// An operation on all of an extension's attributes.
  private mutating func apply(
    _ kind: PatchOperation.Kind, extension urn: String, value: JSON?
  ) throws(SCIMError) {
    guard kind != .remove, let value, value != .null else {
      resource[urn] = nil
      settleSchemas(of: urn)
      return
    }
    guard let attributes = value.object else {
      throw .invalidValue("The value of an extension is an object of attributes.")
    }
    for member in attributes.members {
      let path = PatchPath(AttributePath(schema: urn, member.key))
      try apply(kind, path: path, value: member.value)
    }
  }

  private mutating func apply(
    _ kind: PatchOperation.Kind, path: PatchPath, value: JSON?
  ) throws(SCIMError) {
    let attribute = path.attribute.parent
    let definition = rules.schemas.attribute(attribute)
    let old = attribute.container(in: resource)?[attribute.attribute]
    let editor = PatchEditor(path: path, definition: definition, rules: rules)
    let new = try editor.edit(old, kind, value)
    guard new != old else { return }
    try editor.checkMutability(old: old, new: new)
    write(new, to: attribute, spelling: definition?.name ?? attribute.attribute)
  }

  /// Puts the attribute into the resource or its extension, which comes and goes with its
  /// attributes.
  private mutating func write(_ value: JSON?, to path: AttributePath, spelling: String) {
    guard let urn = path.schema, path.isExtension || resource[urn]?.object != nil else {
      resource[spelling] = value
      return
    }
    let name = rules.schemas.schema(urn)?.id ?? urn
    var container = resource[name] ?? [:]
    container[spelling] = value
    resource[name] = container == [:] ? nil : container
    settleSchemas(of: name)
  }

  /// A resource names each extension that it uses, and no other (RFC 7643 §3).
  private mutating func settleSchemas(of urn: String) {
    guard var schemas = resource["schemas"]?.array else { return }
    let isListed = schemas.contains { AttributeName.isSame($0.string ?? "", urn) }
    let isUsed = resource[urn] != nil
    if isUsed && !isListed { schemas.append(.string(urn)) }
    if !isUsed { schemas.removeAll { AttributeName.isSame($0.string ?? "", urn) } }
    resource["schemas"] = .array(schemas)
  }
}
