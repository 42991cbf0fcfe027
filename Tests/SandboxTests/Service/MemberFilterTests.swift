import SCIM
import Testing

@testable import Sandbox

/// Filters for one member, which are answered from the rosters, against what the groups list.
@Suite struct MemberFilterTests {
  let idp = TestClient(.idp)

  private func found(_ filter: String) -> [String] {
    idp.list("/Groups", [("filter", filter), ("count", "500")]).ids
  }

  private func holding(_ id: String) -> [String] {
    idp.list("/Groups", [("count", "500")]).resources
      .filter { $0.memberIDs.contains { $0.lowercased() == id.lowercased() } }
      .compactMap { $0["id"]?.string }
  }

  @Test func aUsersGroupsAreThoseThatListTheUser() throws {
    let ada = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let groups = holding(ada)
    #expect(groups.count > 1)
    #expect(found("members.value eq \"\(ada)\"") == groups)
    #expect(found("members eq \"\(ada)\"") == groups)
    #expect(found("members.value eq \"\(ada.uppercased())\"") == groups)
    let one = found("members.value eq \"\(ada)\" and displayName eq \"all-staff\"")
    #expect(one.count == 1 && groups.contains(one[0]))
    let bruno = try idp.id("/Users", "userName eq \"bruno.lima\"")
    let either = found("members.value eq \"\(ada)\" or members.value eq \"\(bruno)\"")
    #expect(Set(either) == Set(groups + holding(bruno)))
  }

  @Test func groupsAndThoseWhoAreNotHereAreFoundToo() throws {
    let inner = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let outer = try #require(
      idp.call("POST", "/Groups", .newGroup("outer", members: [inner, "Later"])).json["id"]?.string)
    #expect(found("members.value eq \"\(inner)\"") == [outer])
    #expect(found("members.value eq \"later\"") == [outer])
    #expect(found("members.value eq \"nobody\"").isEmpty)
    #expect(idp.call("DELETE", "/Groups/\(outer)").status == 204)
    #expect(found("members.value eq \"\(inner)\"").isEmpty)
    #expect(found("members.value eq \"later\"").isEmpty)
  }
}
