import Foundation
import Governance
import Testing

@testable import countersign

@Suite("Reading a line of an import")
struct ImportedRequestTests {
  static let item = #"{"operation":"grant","server":"idp","type":"group","value":"g1"}"#

  @Test func readsEveryAttribute() throws {
    let line = """
      {"schemas":["urn:countersign:params:scim:schemas:core:1.0:AccessRequest"],"id":"R1",\
      "requester":{"value":"bruno","display":"Bruno"},"beneficiary":"ada@example.com",\
      "items":[{"id":"7","operation":"grant","server":"idp","type":"group","display":"Engineers",\
      "duration":"P7D"},{"operation":"revoke","server":"code","type":"account","value":"x"},\
      {"operation":"grant","type":"manual","value":"badge"}],"justification":"on call",\
      "submitted":"2026-11-20T08:00:00Z","neededBy":"2026-12-01T09:00:00+01:00",\
      "expires":"2026-12-09T00:00:00Z","externalReference":"INC-1"}
      """
    let request = try ImportedRequest(line: line.utf8)
    #expect(request.id == "R1")
    #expect(request.requester == "bruno")
    #expect(request.beneficiary == "ada@example.com")
    #expect(request.justification == "on call")
    #expect(request.externalReference == "INC-1")
    #expect(request.neededBy == Date(timeIntervalSince1970: 1_796_112_000))
    #expect(
      request.items == [
        .init(
          id: "7", operation: .grant,
          name: EntitlementName(server: "idp", type: .group, value: "Engineers"), duration: "P7D"),
        .init(
          id: nil, operation: .revoke,
          name: EntitlementName(server: "code", type: .account, value: ""), duration: nil),
        .init(
          id: nil, operation: .grant,
          name: EntitlementName(server: "", type: .manual, value: "badge"), duration: nil),
      ])
  }

  static let mistakes: [(String, String)] = [
    ("", "empty"),
    ("{", "cut off"),
    ("[]", "The line is not a JSON object"),
    ("{}", "“beneficiary” is missing"),
    (#"{"beneficary":"a"}"#, "did you mean “beneficiary”?"),
    (#"{"beneficiary":7}"#, "“beneficiary” is not a text"),
    (#"{"beneficiary":{"display":"Ada"}}"#, "“beneficiary.value” is missing"),
    (#"{"beneficiary":"a"}"#, "“items” is missing or empty"),
    (#"{"beneficiary":"a","items":[]}"#, "“items” is missing or empty"),
    (#"{"beneficiary":"a","items":{}}"#, "“items” is not a list"),
    (#"{"beneficiary":"a","items":[1]}"#, "“items[0]” is not a JSON object"),
    (#"{"beneficiary":"a","items":[{}]}"#, "“items[0].operation” is missing"),
    (
      #"{"beneficiary":"a","items":[{"operation":"add"}]}"#,
      "“items[0].operation” is “add”: write one of grant, revoke"
    ),
    (
      #"{"beneficiary":"a","items":[{"operation":"grant","type":"team"}]}"#,
      "write one of group, role, entitlement, account, manual"
    ),
    (
      #"{"beneficiary":"a","items":[{"operation":"grant","type":"group","value":"x"}]}"#,
      "“items[0].server” is missing"
    ),
    (
      #"{"beneficiary":"a","items":[{"operation":"grant","tipe":"group"}]}"#,
      "“items[0].tipe” is unknown; did you mean “type”?"
    ),
    (#"{"beneficiary":"a","items":[\#(item)],"expires":"soon"}"#, "“expires” is no date"),
    (#"{"beneficiary":"a","items":[\#(item)],"justification":["x"]}"#, "is not a text"),
  ]

  @Test("says what is wrong", arguments: mistakes)
  func mistake(_ line: String, _ says: String) {
    do throws(ImportProblem) {
      _ = try ImportedRequest(line: line.utf8)
      Issue.record("was accepted")
    } catch {
      #expect(error.sentence.contains(says), "\(error.sentence)")
    }
  }

  @Test(arguments: [
    ("idp:group:engineers", "idp", EntitlementType.group, "engineers"),
    ("idp:role:a:b", "idp", .role, "a:b"), ("code:account", "code", .account, ""),
    ("code:account:", "code", .account, ""), ("x:manual:a badge", "x", .manual, "a badge"),
  ])
  func namesAccess(_ text: String, _ server: String, _ type: EntitlementType, _ value: String) {
    #expect(EntitlementName(text) == EntitlementName(server: server, type: type, value: value))
  }

  @Test(arguments: ["", "idp", "idp:", "idp:team:x", ":group:x", "idp:group", "idp:account:x"])
  func refusesOtherAccess(_ text: String) {
    #expect(EntitlementName(text) == nil)
  }
}
