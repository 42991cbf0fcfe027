import SCIM

extension TenantState {
  /// The ServiceProviderConfig resource (RFC 7643 §5, RFC 9865 §4).
  func configuration(base: String) -> JSON {
    func supported(_ value: Bool) -> JSON { ["supported": .bool(value)] }
    let largest = JSON.number(JSONNumber(dialect.maximumPageSize))
    return [
      "schemas": [.string(SchemaURN.serviceProviderConfig)],
      "patch": supported(true),
      "bulk": [
        "supported": .bool(dialect.bulk != nil),
        "maxOperations": .number(JSONNumber(dialect.bulk?.maximumOperations ?? 0)),
        "maxPayloadSize": .number(JSONNumber(dialect.bulk?.maximumPayloadSize ?? 0)),
      ],
      "filter": ["supported": true, "maxResults": largest],
      "changePassword": supported(false),
      "sort": supported(dialect.canSort),
      "etag": supported(dialect.entityTags == .honoured),
      "pagination": [
        "cursor": .bool(dialect.hasCursors), "index": true, "defaultPaginationMethod": "index",
        "defaultPageSize": .number(JSONNumber(dialect.defaultPageSize)), "maxPageSize": largest,
        "cursorTimeout": .number(JSONNumber(Cursor.lifetime)),
      ],
      "authenticationSchemes": [
        [
          "type": "oauthbearertoken", "name": "Bearer token",
          "description": "A token that the sandbox printed when it started", "primary": true,
        ]
      ],
      "meta": [
        "resourceType": "ServiceProviderConfig",
        "location": .string("\(base)/ServiceProviderConfig"),
      ],
    ]
  }

  func resourceTypes(base: String) -> [JSON] {
    shelves.map { $0.kind.json(base: base) }
  }

  /// Each schema once, in the order of the kinds.
  func schemas(base: String) -> [JSON] {
    var seen: Set<String> = []
    return shelves.flatMap(\.kind.schemas.schemas).filter { seen.insert($0.id).inserted }
      .map { schema in
        var json = schema.json
        json["meta"] = [
          "resourceType": "Schema",
          "location": .string("\(base)/Schemas/\(PercentEncoding.pathSegment(schema.id))"),
        ]
        return json
      }
  }
}
