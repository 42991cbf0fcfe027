import Governance
import SCIM
import Testing

@testable import Store

/// draft-ietf-scim-roles-entitlements-01.
@Suite struct AssignmentTermsTests {
  private func terms(_ json: JSON) throws -> AssignmentTerms? {
    let store = try Store.inMemory()
    var role: JSON = ["id": "r1", "value": "auditor", "display": "Auditor"]
    for member in json.object?.members ?? [] { role[member.key] = member.value }
    try store.walk("idp", "Role", [[role]])
    return try store.entitlement(
      EntitlementReference(server: "idp", type: .role, value: "auditor"))?.terms
  }

  @Test func theCatalogueIsReadAsItIsSent() throws {
    let read = try #require(
      try terms([
        "supported": true, "limitedAssignmentsPermitted": "True", "totalAssignmentsPermitted": 5,
        "totalAssignmentsUsed": "3", "contains": ["reader", ["value": "w", "display": "Writer"]],
        "containedBy": ["value": "admin"],
      ]))
    #expect(read.isSupported == true && read.isLimited == true)
    #expect(read.permitted == 5 && read.used == 3)
    #expect(read.contains == ["reader", "Writer"] && read.containedBy == ["admin"])
    #expect(
      read.words(holders: 2) == ["3 of 5 used", "brings reader, Writer", "comes with admin"])
  }

  @Test func howManyAreLeft() throws {
    #expect(AssignmentTerms(isLimited: true, permitted: 5, used: 3).free(holders: 1) == 2)
    #expect(AssignmentTerms(isLimited: true, permitted: 5).free(holders: 5) == 0)
    #expect(AssignmentTerms(permitted: 5, used: 7).free(holders: nil) == -2)
    #expect(AssignmentTerms(isLimited: false, permitted: 5, used: 7).free(holders: nil) == nil)
    #expect(AssignmentTerms(isLimited: true).free(holders: 9) == nil)
    #expect(AssignmentTerms(isSupported: false).words(holders: nil) == ["not assignable"])
  }

  @Test func nothingSaidIsNothingKnown() throws {
    #expect(try terms([:]) == AssignmentTerms())
    let store = try Store.inMemory()
    try store.users("idp", [Sample.user("a", userName: "ada", roles: ["buyer"])])
    let held = EntitlementReference(server: "idp", type: .role, value: "buyer")
    #expect(try store.entitlement(held)?.terms == nil)
  }
}
