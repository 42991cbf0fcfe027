import SCIM
import Testing

@testable import Sandbox

/// RFC 7644 §3.7.
@Suite struct BulkTests {
  let idp = TestClient(.idp)

  private func bulk(
    _ operations: [BulkRequest.Operation], failOnErrors: Int? = nil
  ) throws -> [BulkResponse.Outcome] {
    let request = BulkRequest(operations, failOnErrors: failOnErrors)
    let answer = idp.call("POST", "/Bulk", request.json)
    #expect(answer.status == 200)
    return try BulkResponse(answer.json).outcomes
  }

  private func user(_ name: String) -> BulkRequest.Operation {
    .init(.post, path: "/Users", bulkId: name, data: JSON.newUser(name, []))
  }

  private func add(_ user: String, to group: String) -> BulkRequest.Operation {
    let patch = PatchRequest([
      PatchOperation(.add, PatchPath(AttributePath("members")), value: [["value": .string(user)]])
    ])
    return .init(.patch, path: "/Groups/\(group)", data: patch.json)
  }

  @Test func aCreationAndWhatNamesItInEitherOrder() throws {
    let group = try #require(idp.list("/Groups", [("count", "1")]).ids.first)
    let outcomes = try bulk([add("bulkId:new.one", to: group), user("new.one")])
    #expect(outcomes.map(\.status) == [201, 200])
    #expect(outcomes.map(\.method) == ["POST", "PATCH"])
    #expect(outcomes[0].bulkId == "new.one" && outcomes[0].version != nil)
    let id = try #require(outcomes[0].location?.split(separator: "/").last.map(String.init))
    let members = idp.get("/Groups/\(group)").json["members"]?.array ?? []
    #expect(members.contains { $0["value"] == .string(id) })
  }

  @Test func eachOperationHasItsOwnOutcome() throws {
    let outcomes = try bulk([
      user("new.one"), user("new.one"), .init(.delete, path: "/Users/nobody"),
      .init(.post, path: "/Bulk", bulkId: "b", data: [:]),
      add("bulkId:unknown", to: "nothing"),
    ])
    #expect(outcomes.map(\.status) == [201, 409, 404, 400, 404])
    #expect(outcomes[1].error?.scimType == .uniqueness)
    #expect(outcomes[1].location == nil)
  }

  @Test func itGivesUpAfterAsManyErrorsAsWereSaid() throws {
    let bad = BulkRequest.Operation(.delete, path: "/Users/nobody")
    let outcomes = try bulk([bad, user("a"), bad, user("b")], failOnErrors: 2)
    #expect(outcomes.map(\.status) == [404, 201, 404])
  }

  @Test func aVersionThatMovedIsRefused() throws {
    let id = try #require(idp.list("/Users", [("count", "1")]).ids.first)
    let outcomes = try bulk([
      .init(
        .patch, path: "/Users/\(id)", version: "W/\"stale\"",
        data: PatchRequest([
          PatchOperation(.replace, PatchPath(AttributePath("title")), value: "x")
        ]).json)
    ])
    #expect(outcomes.map(\.status) == [412])
  }

  @Test func whatExceedsALimitIs413() throws {
    let operation = BulkRequest.Operation(.delete, path: "/Users/nobody")
    let many = BulkRequest(Array(repeating: operation, count: 101))
    #expect(idp.call("POST", "/Bulk", many.json).status == 413)
    let long = BulkRequest([
      .init(
        .post, path: "/Users", bulkId: "x",
        data: ["x": .string(String(repeating: "x", count: 1 << 20))])
    ])
    #expect(idp.call("POST", "/Bulk", long.json).status == 413)
    #expect(TestClient(.code).call("POST", "/Bulk", [:]).status == 501)
  }
}
