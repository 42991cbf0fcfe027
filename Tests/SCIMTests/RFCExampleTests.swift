import SCIM
import Testing

@Suite struct RFCExampleTests {
  @Test func allAreHere() {
    #expect(Fixture.names("rfc7643").count == 12)
    #expect(Fixture.names("rfc7644").count == 38)
  }

  @Test(arguments: Fixture.names)
  func printsWhatItRead(name: String) throws {
    let json = try Fixture.json(name)
    #expect(try JSON(parsing: json.bytes) == json)
    #expect(try JSON(parsing: json.text).text == json.text)
    #expect(json.object?.keys == (try JSON(parsing: json.text)).object?.keys)
  }

  @Test(arguments: Fixture.names("list"))
  func lists(name: String) throws {
    let json = try Fixture.json(name)
    let list = try ListResponse(json)
    #expect(try ListResponse(list.json) == list)
    #expect(list.totalResults == json["totalResults"]?.int)
    #expect(list.resources == json["Resources"]?.array ?? [])
    let bytes = try Fixture.bytes(name)
    let page = try PageScanner.scan(bytes)
    #expect(page.isList)
    #expect(page.totalResults == list.totalResults)
    #expect(page.startIndex == list.startIndex)
    #expect(page.itemsPerPage == list.itemsPerPage)
    #expect(try page.resources.map { try JSON(parsing: Array(bytes[$0])) } == list.resources)
  }

  @Test(arguments: Fixture.names("error").filter { !$0.contains("bulk") })
  func errors(name: String) throws {
    let json = try Fixture.json(name)
    let error = try #require(SCIMError(parsing: json))
    #expect(error.json == json)
    #expect(error.status >= 400)
    #expect(error.sentence == json["detail"]?.string)
    #expect(error.scimType?.rawValue == json["scimType"]?.string)
  }

  @Test(arguments: Fixture.names("bulk").filter { $0.hasSuffix("request") })
  func bulkRequests(name: String) throws {
    let json = try Fixture.json(name)
    #expect(try BulkRequest(json).json == json)
  }

  @Test(arguments: Fixture.names("bulk-").filter { $0.contains("response") })
  func bulkResponses(name: String) throws {
    let json = try Fixture.json(name)
    let response = try BulkResponse(json)
    #expect(response.json == json)
    #expect(response.outcomes.allSatisfy { ($0.status >= 400) == ($0.error != nil) })
  }

  @Test func searchRequest() throws {
    let json = try Fixture.json("rfc7644-3.4.3-search-request")
    let request = try SearchRequest(json)
    #expect(request.filter == .compare(AttributePath("displayName"), .startsWith, "smith"))
    #expect(request.count == 10)
    #expect(request.json == json)
  }

  @Test func serviceProviderConfig() throws {
    let json = try Fixture.json("rfc7643-8.5-service-provider-config")
    let config = try ServiceProviderConfig(json)
    #expect(config.supportsPatch && config.supportsBulk && config.supportsETag)
    #expect(config.bulkMaximumOperations == 1000)
    #expect(config.filterMaximumResults == 200)
    #expect(config.authenticationSchemes.map(\.type) == ["oauthbearertoken", "httpbasic"])
    #expect(config.authenticationSchemes.map(\.isPrimary) == [true, false])
    #expect(config.pagination == nil)
    #expect(config.json == json)
  }

  @Test func resourceTypes() throws {
    let list = try #require(try Fixture.json("rfc7643-8.6-resource-types").array)
    let types = try list.map { try ResourceType($0) }
    #expect(types.map(\.endpoint) == ["/Users", "/Groups"])
    #expect(types[0].extensions.map(\.schema) == [SchemaURN.enterpriseUser])
    #expect(types.map(\.json) == list)
  }

  /// The listings without their descriptions.
  @Test(arguments: [
    ("8.7.1-schema-user", Schema.user), ("8.7.1-schema-enterprise-user", .enterpriseUser),
    ("8.7.1-schema-group", .group), ("8.7.2-schema-schema", .schema),
    ("8.7.2-schema-resource-type", .resourceType),
    ("8.7.2-schema-service-provider-config", .serviceProviderConfig),
  ])
  func schemas(name: String, schema: Schema) throws {
    let json = try Fixture.json("rfc7643-" + name)
    let listed = try Schema(json)
    #expect(listed.json == json)
    // RFC 9865 added `pagination` later.
    let ours = schema.attributes.filter { $0.name != "pagination" }.map(\.bare)
    for (left, right) in zip(ours, listed.attributes) { #expect(left == right) }
    #expect(ours.count == listed.attributes.count)
    #expect(schema.id == listed.id)
    #expect(schema.name == listed.name)
    #expect(try Schema(schema.json) == schema)
  }

  @Test(arguments: ["8.2-full-user", "8.3-enterprise-user", "8.1-minimal-user"])
  func users(name: String) throws {
    let resource = try Resource(Fixture.json("rfc7643-" + name))
    let bytes = try Fixture.bytes("rfc7643-" + name)
    let columns = try ResourceScanner.user(bytes, 0..<bytes.count)
    #expect(columns.id == resource.id)
    #expect(columns.externalId == resource.externalId)
    #expect(columns.userName == "bjensen@example.com")
    #expect(columns.version == resource.meta?.version)
    #expect(columns.lastModified == "2011-05-13T04:42:34Z")
    #expect(columns.formattedName == resource.json["name"]?["formatted"]?.string)
    #expect(columns.primaryEmail == resource.json["emails"]?.array?.first?["value"]?.string)
    let department = try AttributePath(parsing: SchemaURN.enterpriseUser + ":department")
    #expect(columns.department == resource[department].first?.string)
    let manager = try AttributePath(parsing: SchemaURN.enterpriseUser + ":manager.value")
    #expect(columns.managerValue == resource[manager].first?.string)
    #expect(resource.meta?.version?.hasPrefix("W/\"") == true)
  }

  @Test func group() throws {
    let bytes = try Fixture.bytes("rfc7643-8.4-group")
    let columns = try ResourceScanner.group(bytes, 0..<bytes.count)
    #expect(columns.displayName == "Tour Guides")
    #expect(columns.members.map(\.display) == ["Babs Jensen", "Mandy Pepperidge"])
  }
}

extension SchemaAttribute {
  /// Without descriptions, of which ours are our own.
  fileprivate var bare: SchemaAttribute {
    var copy = self
    copy.description = nil
    copy.subAttributes = subAttributes.map(\.bare)
    return copy
  }
}
