/// The URNs of the schemas and messages of RFC 7643 §10.3 and RFC 7644 §8.2.
public enum SchemaURN {
  public static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
  public static let enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  public static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
  public static let schema = "urn:ietf:params:scim:schemas:core:2.0:Schema"
  public static let resourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
  public static let serviceProviderConfig =
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
  public static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
  public static let searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
  public static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
  public static let bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
  public static let bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
  public static let error = "urn:ietf:params:scim:api:messages:2.0:Error"
}
