import Foundation
import Governance
import SCIM
import Testing

@testable import Sync

@Suite("The parts of dispatching")
struct DispatchPartsTests {
  @Test(
    "Waits double up to a quarter of an hour, and never undercut the server",
    arguments: [
      (0, 0, 5), (1, 0, 5), (2, 0, 10), (3, 0, 20), (8, 0, 640), (9, 0, 900), (1000, 0, 900),
      (1, 90, 90), (8, 90, 640), (1, 3600, 3600), (1, 1e300, 86_400),
    ] as [(Int, Double, Double)])
  func delays(attempts: Int, asked: Double, seconds: Double) {
    #expect(RetrySchedule.delaySeconds(attempts: attempts, asked: asked) == seconds)
  }

  private let created = PlannedOperation.createdPlaceholder(1)

  private func operation(path: String, body: String) -> PlannedOperation {
    PlannedOperation(
      item: "1", server: "idp", call: Call(method: "PATCH", path: path, body: body),
      presumes: [PresumedFact(kind: .notMember, subject: created, object: "g1", sentence: "")],
      establishes: [PresumedFact(kind: .member, subject: created, object: "g1", sentence: "")],
      target: path, effect: "", before: "", after: "", inverse: nil, usesIDCreatedBy: 1)
  }

  @Test(
    "The created id takes the placeholder's place, escaped for where it stands",
    arguments: [
      ("new1", "/Users/new1", #"["new1"]"#, #"{"path":"members[value eq \"new1\"]"}"#),
      (
        #"a"b/ö"#, "/Users/a%22b%2F%C3%B6", #"["a\"b/ö"]"#,
        #"{"path":"members[value eq \"a\\\"b/ö\"]"}"#
      ),
      (#"\"#, "/Users/%5C", #"["\\"]"#, #"{"path":"members[value eq \"\\\\\"]"}"#),
    ])
  func resolving(id: String, path: String, array: String, filter: String) throws {
    let plain = operation(path: "/Users/\(created)", body: "[\"\(created)\"]")
    let resolved = plain.resolving(createdBy: 1, as: id)
    #expect(resolved.call?.path == path)
    #expect(resolved.target == path)
    #expect(resolved.call?.body == array)
    #expect(resolved.presumes[0].subject == id)
    #expect(resolved.establishes[0].subject == id)
    let quoted = operation(path: "/", body: #"{"path":"members[value eq \"\#(created)\"]"}"#)
    let body = try #require(quoted.resolving(createdBy: 1, as: id).call?.body)
    #expect(body == filter)
    let json = try JSON(parsing: body)
    let patchPath = try PatchPath(parsing: try #require(json["path"]?.string))
    #expect(patchPath.description.contains(Filter.equal(AttributePath("value"), id).description))
  }

  @Test("Nothing but the very placeholder is replaced")
  func untouched() {
    let body = #"["\#(created)0","x \#(created)",{"\#(created)2":1}]"#
    let resolved = operation(path: "/Groups/g1", body: body).resolving(createdBy: 1, as: "new1")
    #expect(resolved.call?.body == body)
    #expect(resolved.call?.path == "/Groups/g1")
  }

  @Test(
    "Facts and the documents that speak for or against them",
    arguments: [
      (.member, #"{"members":[{"value":"u1"}]}"#, true),
      (.member, #"{"Members":["u1"]}"#, true),
      (.member, #"{"members":[{"value":"U1"}]}"#, false),
      (.member, #"{"members":[]}"#, false), (.member, #"{"members":null}"#, false),
      (.notMember, #"{"members":[{"value":"u2"}]}"#, true),
      (.notMember, #"{"members":[]}"#, true), (.notMember, "{}", false), (.member, "{}", false),
      (.hasRole, #"{"roles":[{"value":"x"}]}"#, true), (.hasRole, #"{"roles":"x"}"#, true),
      (.hasRole, #"{"entitlements":[{"value":"x"}]}"#, false),
      (.lacksRole, #"{"roles":[{"value":"X"}]}"#, true),
      (.hasEntitlement, #"{"entitlements":[{"value":"x"}]}"#, true),
      (.lacksEntitlement, #"{"entitlements":[{"value":"x"}]}"#, false),
      (.active, "{}", true), (.active, #"{"active":true}"#, true),
      (.active, #"{"active":"True"}"#, true), (.active, #"{"active":"False"}"#, false),
      (.inactive, #"{"active":false}"#, true), (.inactive, #"{"active":"false"}"#, true),
      (.inactive, "{}", false),
    ] as [(PresumedFact.Kind, String, Bool)])
  func evidence(kind: PresumedFact.Kind, document: String, holds: Bool) throws {
    var seen = Observation()
    let json = try JSON(parsing: document)
    seen.users["u1"] = .some(json)
    seen.groups["x"] = .some(json)
    let fact = PresumedFact(kind: kind, subject: "u1", object: "x", sentence: "")
    #expect(seen.holds(fact) == holds)
  }

  @Test("A number counts as the text that it is written as")
  func numbers() throws {
    let json = try JSON(parsing: #"{"members":[{"value":41},7]}"#)
    #expect(json["members"]?.holdsValue("41") == true)
    #expect(json["members"]?.holdsValue("7") == true)
    #expect(json["members"]?.holdsValue("4") == false)
    #expect(JSON.number(JSONNumber(5)).idText == "5")
  }

  @Test(
    "What was not there, or not looked at, is no evidence for anything",
    arguments: [
      PresumedFact.Kind.member, .hasRole, .hasEntitlement, .active, .inactive, .hasAccount,
      .noAccount, .groupExists,
    ])
  func absent(kind: PresumedFact.Kind) {
    let fact = PresumedFact(kind: kind, subject: "u1", object: "x", sentence: "")
    #expect(!Observation().holds(fact))
    var seen = Observation()
    seen.users["u1"] = .some(nil)
    seen.groups["x"] = .some(nil)
    #expect(!seen.holds(fact))
  }

  @Test(
    "An account is ours by its mark; without a mark only after an attempt",
    arguments: [
      (#"{"id":"a","externalId":"4711"}"#, true, true), (#"{"id":"a"}"#, false, true),
      (#"{"id":"a","externalId":""}"#, false, true),
      (#"{"id":"a","externalId":"4712"}"#, false, false),
    ])
  func marks(document: String, first: Bool, again: Bool) throws {
    var seen = Observation()
    seen.lookup = .init(try JSON(parsing: document), id: "a", externalID: "4711")
    let fact = PresumedFact(kind: .hasAccount, subject: "ada", object: "4711", sentence: "")
    #expect(seen.holds(fact) == first)
    seen.mayBeOurs = true
    #expect(seen.holds(fact) == again)
    #expect(!seen.holds(PresumedFact(kind: .noAccount, subject: "ada", sentence: "")))
  }

  @Test("A shared decision is ours only by its author and moment, not by the digest alone")
  func ours() {
    let decision = Decision(
      request: RequestID(rawValue: "r"), outcome: .approved, authority: PlanSamples.ada,
      hand: PlanSamples.ada, comment: "", decided: PlanSamples.now, planDigest: "d")
    let document = DecisionDocument(
      decision: decision, items: ["1", "2"], authorityID: "u1", handID: "u1")
    #expect(document.elements.count == 2)
    #expect(document.isOurs(document.elements[1]))
    let changes: [(String, JSON)] = [
      ("item", "3"), ("outcome", "denied"), ("planDigest", "e"), ("authority", ["value": "u2"]),
      ("decided", "2026-11-24T09:00:02Z"),
    ]
    for (name, value) in changes {
      var other = document.elements[0]
      other[name] = value
      #expect(!document.isOurs(other), "\(name)")
    }
    var coarse = document.elements[0]
    coarse["decided"] = "2026-11-24T09:00:00.9+00:00"
    #expect(document.isOurs(coarse))
  }
}
