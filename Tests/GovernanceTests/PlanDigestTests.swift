import Foundation
import Testing

@testable import Governance

@Suite("The plan's digest")
struct PlanDigestTests {
  @Test("The canonical text, to the letter")
  func golden() {
    #expect(
      samplePlan().canonical.text == #"{"notes":[],"obstacles":[],"operations":[{"after":"member","#
        + #""before":"not a member","call":{"body":"{\"schemas\":[]}","method":"PATCH","#
        + #""path":"/Groups/g1"},"delay":null,"effect":"add Ada Okafor to platform-admins","#
        + #""ends":null,"establishes":[{"kind":"member","object":"g1","sentence":"Ada Okafor is a "#
        + #"member of platform-admins","subject":"u1"}],"inverse":{"body":"{}","method":"PATCH","#
        + #""path":"/Groups/g1"},"item":"1","needs":[],"number":1,"presumes":[{"kind":"notMember","#
        + #""object":"g1","sentence":"Ada Okafor is not a member of platform-admins","#
        + #""subject":"u1"}],"server":"idp","target":"/Groups/g1","usesIDCreatedBy":null}],"#
        + #""request":"r1"}"#)
  }

  @Test("SHA-256 of known texts")
  func sha256() {
    #expect(
      Digest.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      Digest.sha256(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("When and at which version a fact was read does not change the digest")
  func agesDoNotCount() {
    var plan = samplePlan()
    let digest = plan.digest
    plan.operations[0].presumes[0].readAt = morning
    plan.operations[0].presumes[0].version = "W/\"7\""
    #expect(plan.digest == digest)
    #expect(digest.count == 64)
  }

  static let changes: [@Sendable (inout Plan) -> Void] = [
    { $0.request = RequestID(rawValue: "r2") },
    { $0.obstacles = ["no"] },
    { $0.notes = ["yes"] },
    { $0.operations = [] },
    { $0.operations.append($0.operations[0]) },
    { $0.operations[0].number = 2 },
    { $0.operations[0].item = "2" },
    { $0.operations[0].server = "code" },
    { $0.operations[0].call = nil },
    { $0.operations[0].call?.method = "PUT" },
    { $0.operations[0].call?.path = "/Groups/g2" },
    { $0.operations[0].call?.body = #"{"schemas": []}"# },
    { $0.operations[0].presumes = [] },
    { $0.operations[0].presumes[0].kind = .member },
    { $0.operations[0].presumes[0].subject = "u2" },
    { $0.operations[0].presumes[0].object = "g2" },
    { $0.operations[0].presumes[0].sentence = "x" },
    { $0.operations[0].establishes = [] },
    { $0.operations[0].target = nil },
    { $0.operations[0].effect = "x" },
    { $0.operations[0].before = "x" },
    { $0.operations[0].after = "x" },
    { $0.operations[0].inverse = nil },
    { $0.operations[0].needs = [1] },
    { $0.operations[0].usesIDCreatedBy = 1 },
    { $0.operations[0].ends = 1 },
    { $0.operations[0].delay = "P7D" },
  ]

  @Test("Every change of what was shown changes the digest")
  func everyFieldCounts() {
    var digests: Set<String> = [samplePlan().digest]
    for change in Self.changes {
      var plan = samplePlan()
      change(&plan)
      digests.insert(plan.digest)
    }
    #expect(digests.count == Self.changes.count + 1)
  }

  @Test("A plan survives being stored")
  func codable() throws {
    var plan = samplePlan()
    plan.operations[0].presumes[0].readAt = morning
    let data = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(Plan.self, from: data) == plan)
  }

  @Test("A plan without operations and obstacles says that all is so already")
  func alreadySo() {
    #expect(Plan(request: RequestID(rawValue: "r"), operations: []).isAlreadySo)
    #expect(!samplePlan().isAlreadySo)
    #expect(!Plan(request: RequestID(rawValue: "r"), operations: [], obstacles: ["x"]).isAlreadySo)
  }
}
