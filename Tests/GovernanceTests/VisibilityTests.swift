import Foundation
import Testing

@testable import Governance

@Suite("What an operator sees and does")
struct VisibilityTests {
  private static let desk = OperatorRole(
    name: "help desk", members: [.anyone], can: [.people, .request], people: .department,
    hidden: ["enterprise"], masked: ["emails"])
  private static let manager = OperatorRole(
    name: "manager", members: [.anyone], can: [.people, .decide], people: .reports,
    hidden: ["emails"], masked: ["enterprise.employeeNumber"])

  @Test("Without roles, everything")
  func unlimited() {
    for action in OperatorRole.Action.allCases {
      #expect(Visibility.unlimited.refusal(of: action) == nil)
    }
    #expect(Visibility.unlimited.sight(of: "emails") == .shown)
  }

  @Test("Every action is refused to those whose roles do not name it, with the rule")
  func actions() {
    for action in OperatorRole.Action.allCases {
      let refusal = Visibility(roles: [Self.desk]).refusal(of: action)
      #expect((refusal == nil) == Self.desk.can.contains(action))
      #expect(refusal?.sentence.contains("“help desk”") ?? true)
      let both = Visibility(roles: [Self.desk, Self.manager])
      let can = Self.desk.can + Self.manager.can
      #expect((both.refusal(of: action) == nil) == can.contains(action))
      #expect(Visibility(roles: []).refusal(of: action) != nil, "No role is no right.")
    }
  }

  struct Scope: Sendable {
    var roles: [OperatorRole]
    var isSelf = false
    var isReport = false
    var isColleague = false
    var isSeen: Bool
  }

  static let scopes: [Scope] = [
    Scope(roles: [], isSelf: true, isSeen: true),
    Scope(roles: [], isReport: true, isColleague: true, isSeen: false),
    Scope(roles: [desk], isColleague: true, isSeen: true),
    Scope(roles: [desk], isReport: true, isSeen: true),
    Scope(roles: [desk], isSeen: false),
    Scope(roles: [manager], isColleague: true, isSeen: false),
    Scope(roles: [manager], isReport: true, isSeen: true),
    Scope(roles: [manager, desk], isColleague: true, isSeen: true),
    Scope(roles: [OperatorRole(name: "auditor", members: [.anyone])], isSeen: true),
    Scope(
      roles: [OperatorRole(name: "clerk", members: [.anyone], can: [.decide])], isReport: true,
      isSeen: false),
  ]

  @Test("People in scope", arguments: scopes)
  func people(_ scope: Scope) {
    let refusal = Visibility(roles: scope.roles).refusal(
      ofPerson: "Ada", isSelf: scope.isSelf, isReport: scope.isReport,
      isColleague: scope.isColleague)
    #expect((refusal == nil) == scope.isSeen)
  }

  @Test("Attributes are shown as the widest role shows them, and a hidden one says so")
  func attributes() {
    let desk = Visibility(roles: [Self.desk])
    #expect(desk.shown("Ada", of: "displayName") == "Ada")
    #expect(desk.shown("4711", of: "enterprise.employeeNumber") == "(hidden by role help desk)")
    #expect(
      desk.shown("ada@example.com", of: "EMAILS") == "a…@example.com (masked by role help desk)")
    let both = Visibility(roles: [Self.desk, Self.manager])
    #expect(both.shown("4711", of: "enterprise.employeeNumber") == "4… (masked by role manager)")
    #expect(both.shown("Sales", of: "enterprise.department") == "Sales")
    #expect(both.sight(of: "emails") == .masked(role: "help desk"))
    #expect(Visibility(roles: []).sight(of: "title") == .hidden(role: "none"))
    #expect(Visibility.masked("") == "…" && Visibility.masked("x") == "…")
  }

  @Test("A profile tells nothing in another place that is hidden in one")
  func profile() {
    let field = SourcedField(
      name: "emails", value: "ada@example.com", server: "hr", readAt: morning,
      disagreements: [.init(server: "idp", value: "ada@other.example")])
    let profile = Profile(
      person: ada, fields: [field], accounts: [], grants: [], managers: [], reports: [],
      openRequests: [], timeline: [],
      findings: [
        Finding(kind: .disagreement, sentence: "emails: hr says “ada@example.com”.")
      ])
    let seen = profile.seen(by: Visibility(roles: [Self.manager]))
    #expect(seen.fields.map(\.value) == ["(hidden by role manager)"])
    #expect(seen.fields.flatMap(\.disagreements).isEmpty && seen.findings.isEmpty)
    #expect(profile.seen(by: .unlimited) == profile)
  }
}
