import SCIM
import Testing

@testable import Sandbox

@Suite struct ResourceWriterTests {
  let sandbox = Sandbox(people: 1_500)

  private func request(_ target: String) -> SandboxRequest {
    SandboxRequest(
      "GET", "/idp/scim/v2\(target)", headers: [("Authorization", "Bearer sandbox-idp-token")])
  }

  @Test func aLongGroupIsWrittenInPieces() throws {
    let response = sandbox.handle(request("/Groups?count=500"))
    guard case .resources(var writer) = response.content else {
      Issue.record("The page was made at once.")
      return
    }
    var whole: [UInt8] = []
    var pieces = 0
    while let piece = writer.next() {
      #expect(!piece.isEmpty)
      #expect(piece.count < ResourceWriter.pieceSize + 4_096)
      whole += piece
      pieces += 1
    }
    #expect(pieces > 2)
    #expect(writer.next() == nil)
    #expect(whole == response.body)
    let page = try ListResponse(try JSON(parsing: whole))
    #expect(page.resources.count == page.totalResults)
    let longest = page.resources.map(\.memberIDs.count).max() ?? 0
    #expect(longest > 1_000)
    for group in page.resources {
      #expect(Set(group.memberIDs).count == group.memberIDs.count)
    }
  }

  /// The members as they are named when a part of them is asked for, which makes the tree.
  @Test func whatIsWrittenIsWhatTheTreeSays() throws {
    let client = TestClient(.idp, of: sandbox)
    let id = try client.id("/Groups", "displayName eq \"all-staff\"")
    let whole = client.get("/Groups/\(id)").json
    let parts = client.get(
      "/Groups/\(id)?attributes=members.value,members.display,members.type,members.$ref"
    ).json
    #expect(whole["members"] == parts["members"])
    #expect(whole["members"]?.array?.isEmpty == false)
    let without = client.get("/Groups/\(id)?excludedAttributes=members").json
    #expect(without["members"] == nil)
    #expect(without["displayName"] == whole["displayName"])
    let only = client.get("/Groups/\(id)?attributes=members").json
    #expect(only["members"] == whole["members"])
    #expect(only["displayName"] == nil)
  }

  @Test func aLaterWriteChangesNoAnswer() throws {
    let client = TestClient(.idp, of: sandbox)
    let id = try client.id("/Groups", "displayName eq \"all-staff\"")
    let before = client.get("/Groups/\(id)")
    let add: JSON = ["op": "add", "path": "members", "value": [["value": "la\"ter"]]]
    let changed = client.patch("/Groups/\(id)", [add]).json
    #expect(try JSON(parsing: before.response.body) == before.json)
    #expect(changed.memberIDs == before.json.memberIDs + ["la\"ter"])
  }
}
