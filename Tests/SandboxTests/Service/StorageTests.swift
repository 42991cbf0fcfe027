import SCIM
import Testing

@testable import Sandbox

@Suite struct StorageTests {
  @Test(arguments: [
    (Identifiers.Format.uuid, 36), (.hexadecimal, 12), (.number, 8), (.handle, 9),
  ])
  func idsLeadBackToTheirSlot(format: Identifiers.Format, length: Int) {
    let identifiers = Identifiers(format, key: 77)
    var seen: Set<String> = []
    for slot in Array(0..<500) + [99_999, 1_000_000] {
      let id = identifiers.id(slot)
      #expect(id.count == length)
      #expect(identifiers.slot(id) == slot)
      #expect(seen.insert(id).inserted)
    }
    for stranger in ["", "x", "-1", "0", id(other: format), id(other: format).uppercased() + "z"] {
      #expect(identifiers.slot(stranger) == nil || identifiers.id(0) != stranger)
    }
  }

  private func id(other format: Identifiers.Format) -> String {
    Identifiers(format, key: 78).id(3)
  }

  @Test func aUUIDOfAnotherServerIsNobody() {
    #expect(Identifiers(.uuid, key: 1).slot(Identifiers(.uuid, key: 2).id(5)) == nil)
    let id = Identifiers(.uuid, key: 1).id(5)
    #expect(id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    #expect(Array(id)[14] == "4")
  }

  @Test func rostersKnowBothEnds() {
    var rosters = Rosters(groups: [[1, 2], [2, 3], []])
    #expect(rosters.members(of: 1) == [.user(2), .user(3)])
    #expect(rosters.groups(ofUser: 2) == [0, 1])
    rosters.set([.user(3), .group(0)], of: 2)
    #expect(rosters.groups(ofUser: 3) == [1, 2])
    #expect(rosters.members(of: 2).last?.groupSlot == 0)
    rosters.set([.user(4)], of: 1)
    #expect(rosters.groups(ofUser: 2) == [0])
    #expect(rosters.groups(ofUser: 3) == [2])
    rosters.removeUser(3)
    #expect(rosters.members(of: 2) == [.group(0)])
    rosters.removeGroup(0)
    #expect(rosters.members(of: 2).isEmpty)
    #expect(rosters.groups(ofUser: 1).isEmpty)
  }

  @Test func anIndexFindsSamplesAndWhatWasAdded() {
    var index = LookupIndex(count: 4) { slot in
      [LookupKey(.userName, "user\(slot % 2)"), LookupKey(.email, "m\(slot)")]
    }
    #expect(index.slots(LookupKey(.userName, "USER1")) == [1, 3])
    #expect(index.slots(LookupKey(.email, "m2")) == [2])
    #expect(index.slots(LookupKey(.externalId, "m2")).isEmpty)
    index.add([LookupKey(.userName, "user1")], slot: 9)
    #expect(index.slots(LookupKey(.userName, "user1")) == [1, 3, 9])
  }

  @Test func aShelfForgetsWhatIsRemoved() throws {
    var shelf = Shelf(.plainUser, identifiers: Identifiers(.number, key: 5))
    let record = Record(json: .newUser("one"), created: Sandbox.testNow, modified: Sandbox.testNow)
    let slots = (0..<3).map { _ in shelf.insert(record) }
    #expect(slots == [0, 1, 2])
    #expect(shelf.slots(LookupKey(.userName, "one")) == [0, 1, 2])
    shelf.remove(1)
    shelf.remove(1)
    #expect(shelf.live == [0, 2])
    #expect(!shelf.isLive(1))
    #expect(shelf.slot(shelf.identifiers.id(1)) == nil)
    #expect(shelf.slots(LookupKey(.userName, "one")) == [0, 2])
    #expect(shelf.insert(record) == 3, "a slot is never used again")
  }

  @Test func aCursorIsForOneQuery() throws {
    let cursor = Cursor(position: 12, issued: Sandbox.testNow)
    let text = cursor.text(for: "a")
    #expect(try Cursor(text, for: "a", now: Sandbox.testNow).position == 12)
    for (wrong, query) in [(text, "b"), ("", "a"), ("1z-2z-3", "a"), (text + "0", "a")] {
      #expect(throws: SCIMError.self) { try Cursor(wrong, for: query, now: Sandbox.testNow) }
    }
  }

  @Test func aLimitOpensWithTheNextMinute() {
    let clock = TestClock()
    var limit = RateLimit(perMinute: 2)
    #expect([limit.wait(clock.now), limit.wait(clock.now)] == [0, 0])
    let wait = limit.wait(clock.now)
    #expect((1...60).contains(wait))
    clock.advance(seconds: wait)
    #expect(limit.wait(clock.now) == 0)
  }
}
