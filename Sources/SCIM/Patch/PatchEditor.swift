/// Changes the value of one attribute as one operation says.
struct PatchEditor {
  let path: PatchPath
  /// Nil when no schema knows the attribute.
  let definition: SchemaAttribute?
  let rules: PatchRules

  private var sub: String? { path.attribute.subAttribute }
  private var subDefinition: SchemaAttribute? { sub.flatMap { definition?.subAttribute($0) } }
  private var name: String { path.attribute.description }

  /// The attribute's value after the operation; nil when it has none any more.
  func edit(
    _ old: JSON?, _ kind: PatchOperation.Kind, _ value: JSON?
  ) throws(SCIMError) -> JSON? {
    let new: JSON? =
      switch kind {
      case .add: try set(old, to: value ?? .null, isReplacing: false)
      case .replace: try set(old, to: value ?? .null, isReplacing: true)
      case .remove: try remove(from: old, value)
      }
    return new.flatMap { $0.isUnassigned || $0 == [:] ? nil : $0 }
  }

  /// > An attribute that is read-only, or immutable and set already, or required and now without a
  /// > value: `mutability` (RFC 7644 §3.5.2, §3.5.2.2).
  func checkMutability(old: JSON?, new: JSON?) throws(SCIMError) {
    let changed = sub == nil ? definition : subDefinition ?? definition
    if definition?.mutability == .readOnly || changed?.mutability == .readOnly {
      throw .mutability("\(name) is read-only.")
    }
    if changed?.mutability == .immutable, !values(old).isEmpty {
      throw .mutability("\(name) cannot be changed once it is set.")
    }
    if definition?.isRequired == true, new == nil {
      throw .mutability("\(name) is required.")
    }
  }

  private func values(_ json: JSON?) -> [JSON] {
    let all = json.map { $0.array ?? [$0] } ?? []
    guard let sub else { return all }
    return all.compactMap { $0[sub] }
  }

  private func isMultiValued(_ old: JSON?, _ value: JSON) -> Bool {
    definition?.isMultiValued ?? (old?.array != nil || (sub == nil && value.array != nil))
  }
}

// Adding and replacing (RFC 7644 §3.5.2.1, §3.5.2.3).
extension PatchEditor {
  private func set(_ old: JSON?, to value: JSON, isReplacing: Bool) throws(SCIMError) -> JSON? {
    if path.filter != nil {
      return try setMatching(old, to: value, isReplacing: isReplacing)
    }
    if sub != nil { return try setSubAttribute(old, to: value, isReplacing: isReplacing) }
    if isMultiValued(old, value) {
      let added = try elements(value)
      guard isReplacing || added.isEmpty == false else { return old }
      return .array(
        try isReplacing
          ? MultiValue(added).settled(changed: added.indices)
          : MultiValue(values(old)).adding(added))
    }
    if value.isUnassigned { return isReplacing ? nil : old }
    let new = try PatchValue.checked(value, definition, name)
    // > A complex attribute takes the sub-attributes given and keeps the others.
    guard let merged = old?.object, let given = new.object else { return new }
    return .object(merged.merging(given))
  }

  private func elements(_ value: JSON) throws(SCIMError) -> [JSON] {
    var elements: [JSON] = []
    for element in value.array ?? [value] where element != .null {
      elements.append(try PatchValue.checked(element, definition, name))
    }
    return elements
  }

  /// One sub-attribute of a complex attribute, or of all values of a multi-valued one.
  private func setSubAttribute(
    _ old: JSON?, to value: JSON, isReplacing: Bool
  ) throws(SCIMError) -> JSON? {
    guard isMultiValued(old, value) else {
      return try setSub(of: old ?? [:], to: value, isReplacing: isReplacing)
    }
    let existing = values(of: old)
    var changed: [JSON] = []
    for element in existing.isEmpty ? [[:]] : existing {
      changed.append(try setSub(of: element, to: value, isReplacing: isReplacing))
    }
    return .array(try MultiValue(changed).settled(changed: changed.indices))
  }

  private func values(of json: JSON?) -> [JSON] { json.map { $0.array ?? [$0] } ?? [] }

  private func setSub(
    of element: JSON, to value: JSON, isReplacing: Bool
  ) throws(SCIMError) -> JSON {
    guard let sub else { return element }
    guard element.object != nil else {
      throw .invalidPath("\(path.attribute.attribute) has no sub-attributes.")
    }
    let inner = PatchEditor(
      path: PatchPath(AttributePath(sub)), definition: subDefinition, rules: rules)
    var changed = element
    changed[subDefinition?.name ?? sub] =
      try inner.edit(element[sub], isReplacing ? .replace : .add, value)
    return changed
  }

  /// The values that fit the filter.
  private func setMatching(
    _ old: JSON?, to value: JSON, isReplacing: Bool
  ) throws(SCIMError) -> JSON? {
    var elements = values(of: old)
    var matching = matchingIndices(in: elements)
    if matching.isEmpty {
      // > Replacing what the filter does not find: `noTarget`. Adding makes the value that the
      // > filter describes, as Entra ID expects; the RFC is silent.
      guard !isReplacing, let described = path.filter?.describedValue else {
        throw .noTarget("No value of \(path.attribute.attribute) fits the filter.")
      }
      elements.append(described)
      matching = [elements.count - 1]
    }
    for index in matching {
      elements[index] = try changed(elements[index], to: value, isReplacing: isReplacing)
    }
    return .array(
      try MultiValue(elements.filter { $0 != [:] && $0 != .null }).settled(changed: matching))
  }

  private func changed(
    _ element: JSON, to value: JSON, isReplacing: Bool
  ) throws(SCIMError) -> JSON {
    if sub != nil { return try setSub(of: element, to: value, isReplacing: isReplacing) }
    if value == .null { return .null }
    let new = try PatchValue.checked(value, definition, name)
    guard !isReplacing, let merged = element.object, let given = new.object else { return new }
    return .object(merged.merging(given))
  }

  private func matchingIndices(in elements: [JSON]) -> [Int] {
    guard let filter = path.filter else { return Array(elements.indices) }
    let outer = path.attribute.parent
    return elements.indices.filter {
      filter.matches(element: elements[$0], of: outer, caseExact: rules.schemas.isCaseExact)
    }
  }
}

// Removing (RFC 7644 §3.5.2.2).
extension PatchEditor {
  private func remove(from old: JSON?, _ value: JSON?) throws(SCIMError) -> JSON? {
    var elements = values(of: old)
    if path.filter == nil, sub == nil {
      guard let value, !value.isUnassigned, rules.acceptsRemovalByValue, old?.array != nil else {
        return nil
      }
      let removed = try self.elements(value)
      elements.removeAll { element in removed.contains { MultiValue.names($0, element) } }
      return .array(elements)
    }
    let matching = matchingIndices(in: elements)
    if matching.isEmpty, path.filter != nil, rules.refusesUnmatchedRemoval {
      throw .noTarget("No value of \(path.attribute.attribute) fits the filter.")
    }
    for index in matching.reversed() {
      if let sub, elements[index].object != nil {
        elements[index][sub] = nil
      } else if sub == nil {
        elements.remove(at: index)
      }
    }
    return old?.array == nil && path.filter == nil ? elements.first : .array(elements)
  }
}
