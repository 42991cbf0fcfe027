/// One step of a PATCH request (RFC 7644 §3.5.2).
public struct PatchOperation: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case add, remove, replace
  }

  public var kind: Kind
  /// Nil for the resource itself.
  public var path: PatchPath?
  /// Nil when there is none, as for most removals.
  public var value: JSON?

  public init(_ kind: Kind, _ path: PatchPath? = nil, value: JSON? = nil) {
    self.kind = kind
    self.path = path
    self.value = value
  }

  /// Reads one operation. `op` may be in any case, as Entra ID sends `Add` (RFC 7644 §3.5.2 writes
  /// it small), and an empty path counts as none.
  ///
  /// Throws: `invalidSyntax` when it is no operation, `invalidPath` for its path, `noTarget` for a
  /// removal without a path, `invalidValue` for an addition or replacement without a value.
  public init(_ json: JSON) throws(SCIMError) {
    guard let name = json["op"]?.string, let kind = Kind(rawValue: name.lowercased()) else {
      throw .invalidSyntax("The op of an operation is add, remove or replace.")
    }
    path = try Self.path(json["path"])
    value = json["value"]
    self.kind = kind
    switch kind {
    case .remove:
      guard path != nil else { throw .noTarget("A remove operation needs a path.") }
    case .add, .replace:
      guard let value else { throw .invalidValue("An \(kind.rawValue) operation needs a value.") }
      guard path != nil || value.object != nil else {
        throw .invalidValue("Without a path the value is an object of attributes.")
      }
    }
  }

  private static func path(_ json: JSON?) throws(SCIMError) -> PatchPath? {
    guard let json, json != .null, json != "" else { return nil }
    guard let text = json.string else { throw .invalidPath("A path is a string.") }
    return try PatchPath(checking: text)
  }

  public var json: JSON {
    var json: JSON = ["op": .string(kind.rawValue)]
    json["path"] = path.map { .string($0.description) }
    json["value"] = value
    return json
  }
}

/// A PATCH request's body: operations that all happen or none (RFC 7644 §3.5.2).
public struct PatchRequest: Hashable, Sendable {
  /// Order: as they are applied.
  public var operations: [PatchOperation]

  public init(_ operations: [PatchOperation]) { self.operations = operations }

  /// Throws: `invalidSyntax` when the message's URN or the operations are missing, and what reading
  /// an operation throws.
  public init(_ json: JSON) throws(SCIMError) {
    let schemas = json["schemas"]?.array?.compactMap(\.string) ?? []
    guard schemas.contains(where: { AttributeName.isSame($0, SchemaURN.patchOp) }) else {
      throw .invalidSyntax("A PATCH request names the schema \(SchemaURN.patchOp).")
    }
    guard let list = json["Operations"]?.array, !list.isEmpty else {
      throw .invalidSyntax("A PATCH request has at least one operation.")
    }
    var operations: [PatchOperation] = []
    for operation in list { operations.append(try PatchOperation(operation)) }
    self.init(operations)
  }

  public var json: JSON {
    [
      "schemas": [.string(SchemaURN.patchOp)],
      "Operations": .array(operations.map(\.json)),
    ]
  }
}
