import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct GroupTests {
  private func store() throws -> Store {
    let store = try Store.inMemory()
    try store.users(
      "idp",
      [
        Sample.user("a", name: "Ada Okafor", mail: "ada@example.com"),
        Sample.user("b", name: "Bruno Lima", mail: "bruno@example.com"),
      ])
    return store
  }

  private func isMember(_ store: Store, _ user: String) throws -> Bool? {
    try store.membership(server: "idp", group: "g1", user: user)?.value
  }

  @Test func knowsItsMembersWhicheverIsReadFirst() throws {
    let store = try Store.inMemory()
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"])])
    try store.users("idp", [Sample.user("a", name: "Ada Okafor", mail: "ada@example.com")])
    #expect(try isMember(store, "a") == true)
    #expect(try isMember(store, "b") == false)
    #expect(try store.membership(server: "idp", group: "g2", user: "a") == nil)
    #expect(try store.membership(server: "hr", group: "g1", user: "a") == nil)
    let profile = try #require(try store.profile(People.ada.key, now: Moment.start))
    #expect(profile.grants.map(\.entitlement.display) == ["account on idp", "engineers"])
  }

  /// Members that are groups, in a circle: each group once, with the group that brings it.
  @Test func followsNestedGroupsOnceEach() throws {
    let store = try store()
    func group(_ id: String, _ name: String, user: String?, groups: [String]) -> JSON {
      var group = Sample.group(id, name)
      let nested = groups.map { id -> JSON in ["value": .string(id), "type": "Group"] }
      let users = user.map { id -> [JSON] in [["value": .string(id), "type": "User"]] } ?? []
      group["members"] = .array(users + nested)
      return group
    }
    func grants(_ person: PersonReference) throws -> [String] {
      try #require(try store.profile(person.key, now: Moment.start)).grants.dropFirst().map {
        if case .through(let group) = $0.reason {
          return "\($0.entitlement.display) through \(group)"
        }
        return $0.entitlement.display
      }
    }
    let all = group("g3", "everybody", user: nil, groups: ["g1"])
    try store.groups(
      "idp",
      [
        all, group("g1", "engineers", user: "b", groups: ["g2"]),
        group("g2", "platform", user: "a", groups: ["g1", "g2"]),
      ])
    #expect(
      try grants(People.ada)
        == ["platform", "engineers through platform", "everybody through platform"])
    #expect(
      try grants(People.bruno)
        == ["engineers", "everybody through engineers", "platform through engineers"])
    // Once the circle is broken, only what is so is left.
    try store.groups(
      "idp",
      [
        all, group("g1", "engineers", user: "b", groups: []),
        group("g2", "platform", user: "a", groups: []),
      ], at: Moment.after(60))
    #expect(try grants(People.ada) == ["platform"])
    #expect(try grants(People.bruno) == ["engineers", "everybody through engineers"])
  }

  @Test func keepsWhenAMembershipWasFirstSeen() throws {
    let store = try store()
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"])])
    try store.groups(
      "idp", [Sample.group("g1", "engineers", members: ["a", "b"])], at: Moment.after(60))
    func firstSeen(_ person: PersonReference) throws -> Date? {
      try store.profile(person.key, now: Moment.start)?.grants.last?.firstSeen
    }
    #expect(try firstSeen(People.ada) == Moment.start)
    #expect(try firstSeen(People.bruno) == Moment.after(60))
  }

  @Test func tellsWhoJoinedAndWhoLeft() throws {
    let store = try store()
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"])])
    try store.groups(
      "idp", [Sample.group("g1", "engineers", members: ["b"])], at: Moment.after(60))
    func timeline(_ person: PersonReference) throws -> [TimelineEntry] {
      try #require(try store.profile(person.key, now: Moment.start)).timeline
    }
    #expect(try timeline(People.ada).first?.sentence == "left engineers")
    let joined = TimelineEntry(
      time: Moment.after(60), sentence: "joined engineers", server: "idp", isRecorded: true)
    #expect(try timeline(People.bruno).first == joined)
    // The first reading tells what is, not what happened.
    #expect(try !timeline(People.ada).map(\.sentence).contains("joined engineers"))
  }

  @Test(arguments: [nil, []] as [[String]?])
  func aListWithoutMembersSaysNothingAboutThem(members: [String]?) throws {
    let store = try store()
    let whole = Sample.group("g1", "engineers", members: ["a"])
    _ = try store.saveResource(
      server: "idp", type: "Group", bytes: whole.bytes, now: Moment.start)
    try store.groups(
      "idp", [Sample.group("g1", "engineers", members: members)], at: Moment.after(60))
    #expect(try isMember(store, "a") == true)
    // A GET of the group is whole: it has none.
    let empty = Sample.group("g1", "engineers!", members: members)
    _ = try store.saveResource(
      server: "idp", type: "Group", bytes: empty.bytes, now: Moment.after(120))
    #expect(try isMember(store, "a") == false)
  }

  @Test func aListThatElsewhereShowsMembersSaysThatThereAreNone() throws {
    let store = try store()
    let other = Sample.group("g2", "admins", members: ["b"])
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"]), other])
    try store.groups(
      "idp", [Sample.group("g1", "engineers", members: nil), other], at: Moment.after(60))
    #expect(try isMember(store, "a") == false)
  }

  @Test func groupsWithinGroupsAreNoPeople() throws {
    let store = try store()
    var group = Sample.group("g1", "engineers")
    group["members"] = [["value": "a", "type": "Group"], ["value": "b", "type": "User"]]
    try store.groups("idp", [group])
    #expect(try isMember(store, "a") == false)
    #expect(try isMember(store, "b") == true)
  }

  @Test func aGroupThatIsGoneTakesItsMembershipsAlong() throws {
    let store = try store()
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"])])
    try store.removeResource(server: "idp", type: "Group", id: "g1", now: Moment.after(60))
    let profile = try #require(try store.profile(People.ada.key, now: Moment.start))
    #expect(profile.grants.map(\.entitlement.display) == ["account on idp"])
    #expect(profile.timeline.first?.sentence == "left engineers, which is gone")
    #expect(try store.entitlements(search: "engineers", count: 9).total == 0)
  }

  @Test func idsOnAnotherServerAreOtherPeople() throws {
    let store = try store()
    try store.users("code", [Sample.user("a", name: "Chen Wei", mail: "chen@example.com")])
    try store.groups("code", [Sample.group("g1", "committers", members: ["a"])])
    let ada = try #require(try store.profile(People.ada.key, now: Moment.start))
    #expect(ada.grants.map(\.entitlement.display) == ["account on idp"])
    let chen = try #require(try store.profile(People.chen.key, now: Moment.start))
    #expect(chen.grants.map(\.entitlement.display) == ["account on code", "committers"])
  }
}
