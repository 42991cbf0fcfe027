import Foundation
import Testing

@testable import Governance

@Suite("Drafts are checked before they are submitted")
struct RequestDraftTests {
  static let good = RequestDraft(
    requester: bruno, beneficiary: ada,
    items: [
      item("1", .group, "g1", duration: "P7D"), item("2", .account, ""),
      item("3", .manual, "badge"),
    ],
    justification: "INC-4312", neededBy: morning + 60, expires: morning + 3600)

  static func item(
    _ id: String, _ type: EntitlementType, _ value: String, server: String = "idp",
    operation: ItemOperation = .grant, duration: String? = nil
  ) -> RequestItem {
    RequestItem(
      id: id, operation: operation,
      entitlement: EntitlementReference(server: server, type: type, value: value), display: value,
      duration: duration)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var fields: [String]
    var change: @Sendable (inout RequestDraft) -> Void

    init(
      _ name: String, _ fields: [String], _ change: @escaping @Sendable (inout RequestDraft) -> Void
    ) {
      testDescription = name
      self.fields = fields
      self.change = change
    }
  }

  static let cases = [
    Case("all is well", []) { _ in },
    Case("nobody asks", ["requester"]) { $0.requester = nil },
    Case("for nobody", ["beneficiary"]) { $0.beneficiary = nil },
    Case("for a key without text", ["beneficiary"]) { $0.beneficiary?.key = .init(rawValue: "") },
    Case("for nothing", ["items"]) { $0.items = [] },
    Case("too much", ["items"]) { draft in
      draft.items = (0...100).map { item("\($0)", .group, "g\($0)") }
    },
    Case("the same id twice", ["items[1].id"]) { $0.items[1].id = "1" },
    Case("no id", ["items[0].id"]) { $0.items[0].id = "" },
    Case("the same access twice", ["items[1].value"]) {
      $0.items[1] = item("2", .group, "g1", operation: .revoke)
    },
    Case("a server that is not configured", ["items[0].server"]) {
      $0.items[0].entitlement.server = "ipd"
    },
    Case("by hand needs no server", []) { $0.items[2].entitlement.server = "" },
    Case("a group without an id", ["items[0].value"]) { $0.items[0].entitlement.value = " " },
    Case("an account with a value", ["items[1].value"]) { $0.items[1].entitlement.value = "x" },
    Case("a duration that is none", ["items[0].duration"]) { $0.items[0].duration = "7 days" },
    Case("an end of a revocation", ["items[0].duration"]) { $0.items[0].operation = .revoke },
    Case("a novel", ["justification"]) { $0.justification = String(repeating: "x", count: 4001) },
    Case("no justification is a risk, not a mistake", []) { $0.justification = "" },
    Case("expired before it began", ["expires"]) {
      $0.expires = morning
      $0.neededBy = nil
    },
    Case("needed after it expired", ["neededBy"]) { $0.neededBy = morning + 7200 },
    Case("several at once", ["beneficiary", "items"]) {
      $0.beneficiary = nil
      $0.items = []
    },
  ]

  @Test("Each problem names its field", arguments: cases)
  func problems(_ row: Case) {
    var draft = Self.good
    row.change(&draft)
    let problems = draft.problems(servers: ["idp", "code"], now: morning)
    #expect(problems.map(\.field) == row.fields)
    #expect(problems.allSatisfy { $0.sentence.hasSuffix(".") })
    let request = draft.request(
      id: RequestID(rawValue: "r"), origin: .local, servers: ["idp", "code"], now: morning)
    #expect((request != nil) == row.fields.isEmpty)
  }

  @Test("An unknown server is answered with those that there are")
  func knownServers() {
    var draft = Self.good
    draft.items = [Self.item("1", .group, "g", server: "ipd")]
    #expect(
      draft.problems(servers: ["idp", "code"], now: morning).map(\.sentence) == [
        "No server is called “ipd”. There are: code, idp."
      ])
    #expect(draft.problems(now: morning) == [])
  }

  @Test("What was asked is what is submitted")
  func submitted() throws {
    let request = try #require(
      Self.good.request(id: RequestID(rawValue: "r"), origin: .imported, now: morning))
    #expect(request.status == .pending)
    #expect(request.submitted == morning)
    #expect(request.items == Self.good.items)
    #expect(request.beneficiary == ada)
    #expect(request.origin == .imported)
    #expect(request.expires == Self.good.expires)
  }
}
