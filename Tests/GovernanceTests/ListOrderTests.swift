import Foundation
import Testing

@testable import Governance

@Suite struct ListOrderTests {
  @Test func readsColumnsAndDirections() throws {
    let order = try ListOrder<PeopleColumn>(parsing: "department, -Name department")
    #expect(order.keys == [SortKey(.department), SortKey(.name, isReversed: true)])
    #expect(order.text == "department,-name")
    #expect(try ListOrder<AuditColumn>(parsing: " ").keys.isEmpty)
    let error = #expect(throws: UnknownSortColumn<ServerColumn>.self) {
      try ListOrder<ServerColumn>(parsing: "name,colour")
    }
    #expect(error?.sentence == "There is no column colour.")
    #expect(error?.advice == "There are: name, state, synced, users, groups, calls.")
  }

  private func server(_ name: String, _ phase: ServerState.Phase, users: Int) -> ServerState {
    ServerState(
      name: name, baseURL: "", phase: phase,
      lastSync: users == 0 ? nil : Date(timeIntervalSince1970: Double(users)), userCount: users,
      groupCount: 0)
  }

  @Test func sortsServersSeveralDeep() throws {
    let servers = [
      server("b", .idle, users: 1), server("a", .failed(reason: "", advice: ""), users: 0),
      server("C", .idle, users: 2), server("d", .idle, users: 1),
    ]
    func names(_ text: String) throws -> String {
      try ListOrder<ServerColumn>(parsing: text).sorted(servers).map(\.name).joined()
    }
    #expect(try names("") == "baCd")
    #expect(try names("name") == "abCd")
    #expect(try names("users,name") == "Cbda")
    #expect(try names("users,-name") == "Cdba")
    #expect(try names("state") == "abCd")
    #expect(try names("synced") == "abdC")
    // Equal rows stay as they were, whichever way round.
    #expect(try names("-groups") == "baCd")
  }

  @Test func findingsWithoutAPersonComeLast() throws {
    let ada = PersonReference(key: IdentityKey(rawValue: "mail:a"), name: "Ada")
    let findings = [
      Finding(kind: .orphanAccount, sentence: "one"),
      Finding(kind: .disagreement, sentence: "two", person: ada),
    ]
    let order = try ListOrder<FindingColumn>(parsing: "who")
    #expect(order.sorted(findings).map(\.sentence) == ["two", "one"])
  }
}
