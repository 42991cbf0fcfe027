import Governance
import Testing

@testable import Sync

@Suite("Plans, to the letter")
struct PlanGoldenTests {
  private typealias S = PlanSamples

  @Test("A group is granted by adding a member")
  func groupGrant() {
    let plan = S.plan(S.request(S.item(.grant, .group, "g1")), ["1": S.group()])
    #expect(
      plan.lines == [
        "1. idp add Ada Okafor to platform-admins",
        "   not a member → member",
        #"   PATCH /Groups/g1 {"op":"add","path":"members","value":[{"value":"u1"}]}"#,
        "   if notMember u1 g1: Ada Okafor is not a member of platform-admins",
        "   if active u1: Ada Okafor's account ada is active",
        "   so member u1 g1: Ada Okafor is a member of platform-admins",
        #"   undo PATCH /Groups/g1 {"op":"remove","path":"members[value eq \"u1\"]"}"#,
      ])
    #expect(plan.operations[0].target == "/Groups/g1")
    #expect(plan.operations[0].presumes[0].readAt == S.readAt)
    #expect(plan.operations[0].presumes[0].version == "W/\"9\"")
    #expect(plan.operations[0].establishes[0].readAt == nil)
  }

  @Test("A group is revoked by a value filter, never by the array form")
  func groupRevocation() {
    let plan = S.plan(S.request(S.item(.revoke, .group, "g1")), ["1": S.group(isMember: true)])
    #expect(
      plan.lines == [
        "1. idp remove Ada Okafor from platform-admins",
        "   member → not a member",
        #"   PATCH /Groups/g1 {"op":"remove","path":"members[value eq \"u1\"]"}"#,
        "   if member u1 g1: Ada Okafor is a member of platform-admins",
        "   so notMember u1 g1: Ada Okafor is not a member of platform-admins",
        #"   undo PATCH /Groups/g1 {"op":"add","path":"members","value":[{"value":"u1"}]}"#,
      ])
  }

  @Test("Ids are encoded in the path and quoted in the filter")
  func hostileIDs() {
    let account = S.account(id: #"a"d/a ö@x"#)
    let plan = S.plan(
      S.request(S.item(.revoke, .role, #"r"1"#)), ["1": S.values(#"r"1"#, account: account)])
    #expect(
      plan.operations.map { $0.call?.line } == [
        #"PATCH /Users/a%22d%2Fa%20%C3%B6%40x {"op":"remove","path":"roles[value eq \"r\\\"1\"]"}"#
      ])
  }

  @Test("Roles and entitlements are values of the user")
  func values() {
    let plan = S.plan(
      S.request(S.item(.grant, .role, "auditor"), S.item(.revoke, .entitlement, "vpn", id: "2")),
      ["1": S.values("reader"), "2": S.values("vpn", "mail")])
    #expect(
      plan.lines == [
        "1. idp give Ada Okafor the role “auditor”",
        "   without it → with it",
        #"   PATCH /Users/u1 {"op":"add","path":"roles","value":[{"value":"auditor"}]}"#,
        "   if lacksRole u1 auditor: Ada Okafor does not have the role “auditor”",
        "   if active u1: Ada Okafor's account ada is active",
        "   so hasRole u1 auditor: Ada Okafor has the role “auditor”",
        #"   undo PATCH /Users/u1 {"op":"remove","path":"roles[value eq \"auditor\"]"}"#,
        "2. idp take the entitlement “vpn” from Ada Okafor",
        "   with it → without it",
        #"   PATCH /Users/u1 {"op":"remove","path":"entitlements[value eq \"vpn\"]"}"#,
        "   if hasEntitlement u1 vpn: Ada Okafor has the entitlement “vpn”",
        "   so lacksEntitlement u1 vpn: Ada Okafor does not have the entitlement “vpn”",
        #"   undo PATCH /Users/u1 {"op":"add","path":"entitlements","value":[{"value":"vpn"}]}"#,
        "note: idp lists no role “auditor”, and nobody there has it.",
      ])
  }

  @Test("A time-bound grant plans its end")
  func ending() {
    let plan = S.plan(S.request(S.item(.grant, .group, "g1", duration: "P7D")), ["1": S.group()])
    #expect(
      Array(plan.lines.dropFirst(7)) == [
        "2. idp remove Ada Okafor from platform-admins needs [1] P7D after 1",
        "   member → not a member",
        #"   PATCH /Groups/g1 {"op":"remove","path":"members[value eq \"u1\"]"}"#,
        "   if member u1 g1: Ada Okafor is a member of platform-admins",
        "   so notMember u1 g1: Ada Okafor is not a member of platform-admins",
        #"   undo PATCH /Groups/g1 {"op":"add","path":"members","value":[{"value":"u1"}]}"#,
      ])
    #expect(plan.operations[1].presumes[0].readAt == nil)
  }

  @Test("An account is created before the group that it joins, and ends last")
  func creation() {
    var account = S.group(account: nil)
    account.document = S.document
    let plan = S.plan(
      S.request(
        S.item(.grant, .group, "g1"), S.item(.grant, .account, id: "2", duration: "P30D")),
      ["1": S.group(account: nil), "2": account])
    let body =
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","#
      + #""externalId":"4711","name":{"familyName":"Okafor","givenName":"Ada"},"#
      + #""displayName":"Ada Okafor","emails":[{"value":"ada@example.com","type":"work","#
      + #""primary":true}],"active":true}"#
    let created = "countersign-created-1"
    #expect(
      plan.lines == [
        "1. idp create the account ada for Ada Okafor",
        "   no account → active account",
        "   POST /Users \(body)",
        "   if noAccount ada 4711: there is no account ada on idp",
        "   so hasAccount ada 4711: there is an account ada on idp",
        "   so active \(created): Ada Okafor's account ada is active",
        #"   undo PATCH /Users/\#(created) {"op":"replace","path":"active","value":false}"#,
        "2. idp add Ada Okafor to platform-admins needs [1]",
        "   not a member → member",
        #"   PATCH /Groups/g1 {"op":"add","path":"members","value":[{"value":"\#(created)"}]}"#,
        "   if notMember \(created) g1: Ada Okafor is not a member of platform-admins",
        "   so member \(created) g1: Ada Okafor is a member of platform-admins",
        #"   undo PATCH /Groups/g1 {"op":"remove","path":"members[value eq \"\#(created)\"]"}"#,
        "3. idp deactivate Ada Okafor's account ada needs [1] P30D after 1",
        "   active → inactive",
        #"   PATCH /Users/\#(created) {"op":"replace","path":"active","value":false}"#,
        "   if active \(created): Ada Okafor's account ada is active",
        "   so inactive \(created): Ada Okafor's account ada is inactive",
        #"   undo PATCH /Users/\#(created) {"op":"replace","path":"active","value":true}"#,
      ])
    #expect(plan.operations.map(\.usesIDCreatedBy) == [nil, 1, 1])
  }

  @Test("An account is reactivated before the role that it gets")
  func reactivation() {
    let inactive = S.account(isActive: false)
    let plan = S.plan(
      S.request(S.item(.grant, .role, "reader"), S.item(.grant, .account, id: "2")),
      ["1": S.values(account: inactive), "2": ItemFacts(account: inactive)])
    #expect(
      plan.lines.filter { !$0.hasPrefix(" ") } == [
        "1. idp reactivate Ada Okafor's account ada",
        "2. idp give Ada Okafor the role “reader” needs [1]",
        "note: idp lists no role “reader”, and nobody there has it.",
      ])
    #expect(plan.operations[0].presumes.map(\.kind) == [.inactive])
    #expect(plan.operations[1].presumes.map(\.kind) == [.lacksRole])
  }

  @Test("An account is deactivated after what is taken from it")
  func deactivation() {
    let plan = S.plan(
      S.request(S.item(.revoke, .account), S.item(.revoke, .group, "g1", id: "2")),
      ["1": ItemFacts(account: S.account()), "2": S.group(isMember: true)])
    #expect(
      plan.lines.filter { !$0.hasPrefix(" ") } == [
        "1. idp remove Ada Okafor from platform-admins",
        "2. idp deactivate Ada Okafor's account ada",
      ])
    #expect(
      plan.operations[1].call?.line
        == #"PATCH /Users/u1 {"op":"replace","path":"active","value":false}"#)
  }

  @Test("What no server can do is done by hand, and ends by hand")
  func manual() {
    let plan = S.plan(
      S.request(S.item(.grant, .manual, "badge", display: "a badge", duration: "P1D")), [:])
    #expect(
      plan.lines == [
        "1. idp by hand, give for Ada Okafor: a badge", "   not given → given", "   by hand",
        "2. idp by hand, take away for Ada Okafor: a badge needs [1] P1D after 1",
        "   given → taken away", "   by hand",
      ])
    #expect(plan.operations.map(\.isManual) == [true, true])
  }

  @Test("The server's own endpoints are used")
  func endpoints() {
    var facts = S.group()
    facts.capabilities = Capabilities(
      checkedAt: S.now,
      resourceTypes: [
        .init(name: "Group", endpoint: "/v2/Teams"), .init(name: "User", endpoint: "/People"),
      ])
    let plan = S.plan(S.request(S.item(.grant, .group, "g1")), ["1": facts])
    #expect(plan.operations[0].call?.path == "/v2/Teams/g1")
  }

  @Test("The same request and facts always make the same digest")
  func deterministic() {
    let request = S.request(S.item(.grant, .group, "g1", duration: "P7D"))
    var later = S.group()
    later.membership?.readAt = S.now
    later.membership?.version = "W/\"10\""
    later.account?.readAt = S.now
    #expect(S.plan(request, ["1": S.group()]).digest == S.plan(request, ["1": later]).digest)
    #expect(
      S.plan(request, ["1": S.group()]).digest
        != S.plan(request, ["1": S.group(name: "platform-owners")]).digest)
  }
}
