import Foundation
import SCIM
import Testing

@Suite struct SCIMErrorTests {
  private static let factories: [(SCIMError, String, Int)] = [
    (.invalidFilter("d"), "invalidFilter", 400), (.tooMany("d"), "tooMany", 400),
    (.uniqueness("d"), "uniqueness", 409), (.mutability("d"), "mutability", 400),
    (.invalidSyntax("d"), "invalidSyntax", 400), (.invalidPath("d"), "invalidPath", 400),
    (.noTarget("d"), "noTarget", 400), (.invalidValue("d"), "invalidValue", 400),
    (.invalidVers("d"), "invalidVers", 400), (.sensitive("d"), "sensitive", 403),
    (.invalidCursor("d"), "invalidCursor", 400), (.expiredCursor("d"), "expiredCursor", 400),
    (.invalidCount("d"), "invalidCount", 400),
  ]

  @Test(arguments: factories)
  func haveTheStatusOfTheTable(error: SCIMError, type: String, status: Int) {
    #expect(error.scimType?.rawValue == type)
    #expect(error.status == status)
    #expect(error.code == "scim." + type)
    #expect(error.advice.hasSuffix("."))
    #expect(SCIMError(parsing: error.json) == error)
  }

  private static let readings: [(String, SCIMError?)] = [
    (#"{"status":"404","detail":"gone"}"#, SCIMError(status: 404, detail: "gone")),
    (
      #"{"status":404,"scimType":"odd"}"#,
      SCIMError(status: 404, scimType: ScimType(rawValue: "odd"))
    ),
    (#"{"schemas":["URN:ietf:params:scim:api:messages:2.0:error"]}"#, SCIMError(status: 0)),
    (#"{"status":"404"}"#, nil), (#"{"detail":"x"}"#, nil), (#"{"message":"x"}"#, nil), ("[]", nil),
    (#""x""#, nil), (#"{"status":"active","detail":"x"}"#, nil),
  ]

  @Test(arguments: readings)
  func readsWhatServersSend(text: String, error: SCIMError?) throws {
    #expect(try SCIMError(parsing: JSON(parsing: text)) == error)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 412, 413, 418, 429, 500, 503])
  func everyStatusHasAdvice(status: Int) {
    let error = SCIMError(status: status)
    #expect(error.advice.hasSuffix("."))
    #expect(error.sentence == "The server answered \(status).")
    #expect(error.code == "scim.\(status)")
  }
}

@Suite struct ListResponseTests {
  private static let readings: [(String, ListResponse)] = [
    ("[]", ListResponse(resources: [])),
    (#"[{"id":"1"}]"#, ListResponse(resources: [["id": "1"]])),
    (#"{"totalResults":0}"#, ListResponse(totalResults: 0, resources: [])),
    (#"{"totalResults":"2","Resources":null}"#, ListResponse(totalResults: 2, resources: [])),
    (#"{"resources":[{}],"nextCursor":"x"}"#, ListResponse(nextCursor: "x", resources: [[:]])),
    (#"{"Resources":[],"nextCursor":"","previousCursor":null}"#, ListResponse(resources: [])),
  ]

  @Test(arguments: readings)
  func readsWhatServersSend(text: String, list: ListResponse) throws {
    #expect(try ListResponse(JSON(parsing: text)) == list)
    #expect(try ListResponse(list.json) == list)
  }

  @Test(arguments: [
    "{}", #"{"id":"1"}"#, #"{"Resources":{"a":1}}"#, #"{"Resources":"x"}"#, "7", "null",
  ])
  func refusesWhatIsNoList(text: String) throws {
    let json = try JSON(parsing: text)
    let error = #expect(throws: SCIMError.self) { try ListResponse(json) }
    #expect(error?.scimType == .invalidSyntax)
  }
}

@Suite struct ResourceTests {
  @Test func readsAndWritesTheCommonAttributes() throws {
    var resource = try Resource(["ID": "1", "schemas": ["a", "b"], "meta": ["version": "v"]])
    #expect(resource.id == "1")
    #expect(resource.schemas == ["a", "b"])
    #expect(resource.externalId == nil)
    #expect(resource.meta == Meta(version: "v"))
    resource.externalId = "x"
    resource.id = "2"
    resource.schemas = ["c"]
    resource.meta = Meta(
      resourceType: "User", created: Date(timeIntervalSince1970: 0),
      lastModified: Date(timeIntervalSince1970: 1.5), location: "l", version: "w")
    let expected: JSON = [
      "ID": "2", "schemas": ["c"], "externalId": "x",
      "meta": [
        "resourceType": "User", "created": "1970-01-01T00:00:00Z",
        "lastModified": "1970-01-01T00:00:01.500Z", "location": "l", "version": "w",
      ],
    ]
    #expect(resource.json == expected)
    #expect(resource.meta == expected["meta"].flatMap(Meta.init))
  }

  @Test func staysAnObject() throws {
    var resource = try Resource(["id": "1"])
    resource.json = "x"
    #expect(resource.json == ["id": "1"])
    #expect(throws: SCIMError.self) { try Resource([1]) }
  }

  @Test func followsPaths() throws {
    let resource = try Resource(Fixture.json("rfc7643-8.2-full-user"))
    #expect(resource[AttributePath("emails", "type")] == ["work", "home"])
    #expect(resource[AttributePath("emails")].count == 2)
    #expect(resource[AttributePath("name", "givenName")] == ["Barbara"])
    #expect(resource[AttributePath(schema: SchemaURN.user, "title")] == ["Tour Guide"])
    #expect(resource[AttributePath(schema: SchemaURN.enterpriseUser, "department")].isEmpty)
    #expect(resource[AttributePath("title", "x")].isEmpty)
  }
}

@Suite struct DiscoveryTests {
  @Test func readsPagination() throws {
    let text = """
      {"patch":{"supported":true},"pagination":{"cursor":true,"index":true,\
      "defaultPaginationMethod":"cursor","defaultPageSize":100,"maxPageSize":250,\
      "cursorTimeout":3600}}
      """
    let config = try ServiceProviderConfig(JSON(parsing: text))
    let pagination = ServiceProviderConfig.Pagination(
      supportsCursor: true, supportsIndex: true, defaultMethod: .cursor, defaultPageSize: 100,
      maximumPageSize: 250, cursorTimeoutSeconds: 3600)
    #expect(config.pagination == pagination)
    #expect(config.supportsPatch && !config.supportsBulk)
    #expect(try ServiceProviderConfig(config.json).pagination == pagination)
  }

  @Test func takesAnEmptyConfigForNothingSupported() throws {
    let config = try ServiceProviderConfig([:])
    #expect(!config.supportsPatch && !config.supportsFilter && !config.supportsETag)
    #expect(throws: SCIMError.self) { try ServiceProviderConfig([]) }
  }

  @Test(arguments: [#"{"name":"User"}"#, #"{"endpoint":"/Users"}"#, "[]"])
  func refusesAResourceTypeWithoutAPlace(text: String) throws {
    let json = try JSON(parsing: text)
    #expect(throws: SCIMError.self) { try ResourceType(json) }
  }

  @Test func refusesASchemaWithoutItsURN() {
    #expect(throws: SCIMError.self) { try Schema(["name": "x"]) }
  }

  @Test func takesDefaultsForWhatASchemaLeavesOut() throws {
    let json: JSON = [
      "id": "urn:x", "attributes": [["name": "a", "type": "odd"], ["type": "string"]],
    ]
    #expect(try Schema(json).attributes == [SchemaAttribute("a")])
  }

  @Test func findsAttributesByPath() throws {
    let department = try AttributePath(parsing: SchemaURN.enterpriseUser + ":DEPARTMENT")
    #expect(SchemaSet.user.attribute(department)?.name == "department")
    #expect(SchemaSet.user.attribute(AttributePath("emails", "Primary"))?.type == .boolean)
    #expect(SchemaSet.user.attribute(AttributePath("meta", "version"))?.mutability == .readOnly)
    #expect(SchemaSet.none.attribute(AttributePath("id"))?.isCaseExact == true)
    #expect(SchemaSet.user.attribute(AttributePath("department")) == nil)
    #expect(SchemaSet.user.attribute(AttributePath(schema: "urn:x:other", "title")) == nil)
    #expect(Schema.all.map(\.id).count == Set(Schema.all.map(\.id)).count)
  }
}

@Suite struct BulkTests {
  @Test func readsWhatItPrints() throws {
    let request = BulkRequest(
      [
        BulkRequest.Operation(.post, path: "/Users", bulkId: "a", data: ["userName": "x"]),
        BulkRequest.Operation(.delete, path: "/Users/1", version: "W/\"1\""),
      ], failOnErrors: 3)
    #expect(try BulkRequest(JSON(parsing: request.json.text)) == request)
  }

  private static let refusals: [(String, ScimType)] = [
    ("{}", .invalidSyntax), (#"{"Operations":{}}"#, .invalidSyntax),
    (#"{"Operations":[{"method":"GET","path":"/Users"}]}"#, .invalidSyntax),
    (#"{"Operations":[{"method":"DELETE","path":"Users/1"}]}"#, .invalidPath),
    (#"{"Operations":[{"method":"DELETE"}]}"#, .invalidPath),
    (#"{"Operations":[{"method":"POST","path":"/Users","data":{}}]}"#, .invalidValue),
    (#"{"Operations":[{"method":"PUT","path":"/Users/1"}]}"#, .invalidValue),
  ]

  @Test(arguments: refusals)
  func refuses(text: String, type: ScimType) throws {
    let json = try JSON(parsing: text)
    let error = #expect(throws: SCIMError.self) { try BulkRequest(json) }
    #expect(error?.scimType == type)
  }

  @Test func readsTheStatusOfDrafts() throws {
    let json: JSON = ["Operations": [["method": "PUT", "status": ["code": "200"]]]]
    #expect(try BulkResponse(json).outcomes.map(\.status) == [200])
    #expect(throws: SCIMError.self) { try BulkResponse(["Operations": [["method": "PUT"]]]) }
    #expect(throws: SCIMError.self) { try BulkResponse("x") }
  }
}

@Suite struct SearchRequestTests {
  @Test func readsWhatItPrints() throws {
    let request = SearchRequest(
      attributes: [AttributePath("userName")], excludedAttributes: [AttributePath("members")],
      filter: .equal(AttributePath("a", "b"), "c"), sortBy: AttributePath("meta", "created"),
      sortOrder: .descending, startIndex: 1, count: 5, cursor: "")
    #expect(try SearchRequest(JSON(parsing: request.json.text)) == request)
    #expect(try SearchRequest([:]) == SearchRequest())
  }

  private static let refusals: [(String, ScimType)] = [
    ("[]", .invalidSyntax), (#"{"filter":"a"}"#, .invalidFilter),
    (#"{"sortOrder":"up"}"#, .invalidValue), (#"{"sortBy":"a b"}"#, .invalidPath),
    (#"{"attributes":[7]}"#, .invalidPath),
  ]

  @Test(arguments: refusals)
  func refuses(text: String, type: ScimType) throws {
    let json = try JSON(parsing: text)
    let error = #expect(throws: SCIMError.self) { try SearchRequest(json) }
    #expect(error?.scimType == type)
  }
}
