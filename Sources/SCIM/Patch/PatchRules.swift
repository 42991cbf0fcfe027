/// How a service provider applies PATCH: its schemas, and where providers differ.
public struct PatchRules: Hashable, Sendable {
  /// What attributes there are. An attribute that no schema knows is taken as it comes: it is
  /// multi-valued if it, or what is added, is an array.
  public var schemas: SchemaSet
  /// Whether removing with a filter that fits nothing is `noTarget`, which RFC 7644 table 9 allows
  /// and §3.5.2.2 does not ask for.
  public var refusesUnmatchedRemoval: Bool
  /// Whether a removal with a list of values removes only those, which Entra ID sends. In RFC 7644
  /// §3.5.2.2 a removal has no value and its path alone says what goes.
  public var acceptsRemovalByValue: Bool

  public init(
    schemas: SchemaSet = .none, refusesUnmatchedRemoval: Bool = false,
    acceptsRemovalByValue: Bool = true
  ) {
    self.schemas = schemas
    self.refusesUnmatchedRemoval = refusesUnmatchedRemoval
    self.acceptsRemovalByValue = acceptsRemovalByValue
  }
}

extension PatchRequest {
  /// The resource as it is after all operations.
  ///
  /// `meta` is the caller's to renew. What already is as asked is no error.
  /// Throws: the error that a service provider answers with; then nothing has changed.
  public func apply(
    to resource: JSON, rules: PatchRules = PatchRules()
  ) throws(SCIMError) -> JSON {
    guard resource.object != nil else { throw .invalidSyntax("A resource is a JSON object.") }
    var applier = PatchApplier(resource: resource, rules: rules)
    for operation in operations { try applier.apply(operation) }
    return applier.resource
  }

  /// The resource as it is after all operations, by the schemas alone.
  public func apply(to resource: JSON, schemas: SchemaSet) throws(SCIMError) -> JSON {
    try apply(to: resource, rules: PatchRules(schemas: schemas))
  }
}
