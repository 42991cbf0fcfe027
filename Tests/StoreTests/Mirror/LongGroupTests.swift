import Foundation
import SCIM
import Testing

@testable import Store

/// Groups whose text leaves members out: they are members all the same.
struct LongGroupTests {
  private func names(_ count: Int) -> [String] { (0..<count).map { "user-\($0)-of-many" } }

  /// A page as the sync reads it.
  private func page(_ store: Store, _ groups: [JSON]) throws -> MirrorPage {
    let whole = MirrorPage(groups)
    var sieve = MemberSieve(note: try store.memberNote(server: "idp"))
    var text: [UInt8] = []
    sieve.sift(whole.bytes.span, into: &text)
    var page = MirrorPage(bytes: text, resources: try PageScanner.scan(text).resources)
    page.rests = sieve.rests
    return page
  }

  @discardableResult
  private func read(
    _ store: Store, _ members: [String], at now: Date = Moment.start, forgets: Bool = false
  ) throws -> PageOutcome {
    var page = try page(store, [Sample.group("g1", "everybody", members: members)])
    #expect(page.rests.count == (members.count > 5_000 ? 1 : 0))
    if forgets { page.rests = [:] }
    let walk = try store.beginWalk(server: "idp", type: "Group", from: .index(1), now: now)
    let outcome = try store.savePage(page, walk: walk, next: .index(2), now: now)
    _ = try store.finishWalk(walk, isComplete: true, now: now)
    return outcome
  }

  private func isMember(_ store: Store, _ user: String) throws -> Bool? {
    try store.membership(server: "idp", group: "g1", user: user)?.value
  }

  @Test func everybodyIsAMember() throws {
    let store = try Store.inMemory()
    let names = names(20_000)
    #expect(try read(store, names).added == 1)
    for name in [names[0], names[4_000], names[19_999]] {
      #expect(try isMember(store, name) == true)
    }
    #expect(try isMember(store, "nobody") == false)
    #expect(try read(store, names, at: Moment.start + 60).unchanged == 1)
    let kept = try #require(try store.resource(server: "idp", type: "Group", id: "g1"))
    #expect(kept.bytes.count < MemberSieve.keptBytes + 1_000)
  }

  @Test func whoLeftAndWhoJoinedIsSeen() throws {
    let store = try Store.inMemory()
    var names = names(20_000)
    try read(store, names)
    let left = names.remove(at: 15_000)
    names.insert("newcomer", at: 12_000)
    #expect(try read(store, names, at: Moment.start + 60).changed == 1)
    #expect(try isMember(store, left) == false)
    #expect(try isMember(store, "newcomer") == true)
    #expect(try isMember(store, names[19_999]) == true)
    // Short again: only who is named is left.
    try read(store, Array(names[0..<10]), at: Moment.start + 120)
    #expect(try isMember(store, names[9]) == true)
    #expect(try isMember(store, names[10]) == false)
    #expect(try isMember(store, "newcomer") == false)
  }

  /// A text that says it leaves members out, and nobody knows whom: nobody leaves for it.
  @Test func anUnknownRestRemovesNobody() throws {
    let store = try Store.inMemory()
    let names = names(20_000)
    try read(store, names)
    try read(store, names.dropLast() + ["newcomer"], at: Moment.start + 60, forgets: true)
    #expect(try isMember(store, names[19_999]) == true)
    try read(store, names.dropLast() + ["another"], at: Moment.start + 120)
    #expect(try isMember(store, names[19_999]) == false)
  }
}
