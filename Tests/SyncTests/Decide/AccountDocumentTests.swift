import Governance
import SCIM
import Testing

@testable import Sync

@Suite("The account that a plan creates")
struct AccountDocumentTests {
  private let ada = PlanSamples.ada

  @Test("Each attribute comes from the best source that has it")
  func sources() throws {
    let document = try #require(
      AccountDocument(
        person: ada,
        accounts: [
          ["userName": "ada.okafor", "displayName": "", "name": [:], "password": "secret"],
          [
            "userName": "aokafor", "externalId": "4711", "displayName": "Ada Okafor",
            "name": ["givenName": "Ada", "familyName": "Okafor", "honorificPrefix": "Dr."],
            "title": "Data Engineer",
            "emails": [
              ["value": "ada@home.example"],
              ["value": "ada@example.com", "primary": true, "display": "x"],
            ],
            .init(stringLiteral: SchemaURN.enterpriseUser): .null,
          ],
        ], takesEnterprise: true))
    #expect(document.userName == "ada.okafor")
    #expect(document.externalID == "4711")
    #expect(
      document.json.text == #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"#
        + #""userName":"ada.okafor","externalId":"4711","#
        + #""name":{"familyName":"Okafor","givenName":"Ada"},"displayName":"Ada Okafor","#
        + #""title":"Data Engineer","#
        + #""emails":[{"value":"ada@example.com","type":"work","primary":true}],"active":true}"#)
  }

  @Test("The enterprise extension goes only where the server takes it", arguments: [true, false])
  func enterprise(isTaken: Bool) throws {
    let source: JSON = .object([
      "userName": "ada",
      SchemaURN.enterpriseUser: ["department": "Data Platform", "manager": ["value": "u9"]],
    ])
    let document = try #require(
      AccountDocument(person: ada, accounts: [source], takesEnterprise: isTaken))
    let extra = document.json[SchemaURN.enterpriseUser]
    #expect(extra == (isTaken ? ["department": "Data Platform"] : nil))
    #expect(document.json["schemas"]?.array?.count == (isTaken ? 2 : 1))
  }

  @Test("An address alone is enough for an account")
  func addressOnly() throws {
    let document = try #require(
      AccountDocument(person: ada, accounts: [], takesEnterprise: false))
    #expect(document.userName == "ada@example.com")
    #expect(document.externalID == "mail:ada@example.com")
    #expect(document.json["displayName"] == "Ada Okafor")
    #expect(document.json["emails"]?.array?.first?["value"] == "ada@example.com")
  }

  @Test("Without an address and without an account there is none")
  func nothing() {
    let stranger = PersonReference(key: IdentityKey(rawValue: "account:idp/9"), name: "Ada")
    #expect(AccountDocument(person: stranger, accounts: [], takesEnterprise: false) == nil)
    #expect(
      AccountDocument(person: stranger, accounts: [[:], .null], takesEnterprise: true) == nil)
  }
}
