import Governance
import SCIM
import Store
import Testing

@testable import Sync

@Suite("What a check by writing found is used from the first write on")
struct ProvenFormTests {
  private func forms(_ proofs: Proof..., habits: [WriteHabit] = []) -> [WriteForm]? {
    WriteHabits(proofs, habits)?.forms(for: .removeMember, planned: .path)
  }

  private func proof(_ subject: Proof.Subject, _ does: Capabilities.Support) -> Proof {
    Proof(subject, does: does, "")
  }

  @Test func nothingKnown() {
    #expect(forms() == nil)
    #expect(forms(proof(.removeMemberByFilter, .proven)) == nil)
  }

  @Test func aFormThatEmptiesIsLeftOut() {
    #expect(forms(proof(.removeMemberByValue, .refuted)) == [.path, .whole])
  }

  @Test func theFormThatWorksComesFirst() {
    let filter = proof(.removeMemberByFilter, .absent)
    #expect(
      forms(filter, proof(.removeMemberByValue, .proven)) == [.valueArray, .path, .whole])
    let empties = proof(.removeMemberByValue, .refuted)
    #expect(forms(filter, empties, proof(.replaceByPut, .proven)) == [.whole, .path])
    // What a write found later counts more than an old check.
    #expect(
      forms(filter, empties, habits: [.obeyed(.path, for: .removeMember)]) == [.path, .whole])
  }

  @Test func activation() {
    let habits = WriteHabits(
      [proof(.replaceByPatch, .refuted), proof(.patchWithoutPath, .proven)], [])
    #expect(habits?.obeyed(for: .setActive) == .pathless)
  }
}

@Suite("A PUT of a whole resource")
struct WholeResourceTests {
  private let group: JSON = [
    "id": "g1", "displayName": "ops", "members": [["value": "u1"], ["value": 7, "x": true]],
    "urn:acme:cost": ["centre": "4711"], "meta": ["version": "W/1"],
  ]

  @Test("What is not known stays, meta is the server's")
  func keeps() {
    let removed = group.replaced(by: .member("u1", of: "g1", isAdded: false))
    #expect(
      removed == [
        "id": "g1", "displayName": "ops", "members": [["value": 7, "x": true]],
        "urn:acme:cost": ["centre": "4711"],
      ])
    // An id that a server writes as a number is the same id.
    #expect(
      group.replaced(by: .member("7", of: "g1", isAdded: false))?["members"]
        == [["value": "u1"]])
    #expect(
      group.replaced(by: .member("u1", of: "g1", isAdded: true))?["members"]
        == [["value": 7, "x": true], ["value": "u1"]])
  }

  @Test("A group that hides its members is not replaced: they would be gone")
  func hidden() {
    var hidden = group
    hidden["members"] = nil
    #expect(hidden.replaced(by: .member("u1", of: "g1", isAdded: true)) == nil)
    let user: JSON = ["userName": "ada"]
    #expect(
      user.replaced(by: .value("auditor", "roles", of: "u1", isAdded: true))
        == ["userName": "ada", "roles": [["value": "auditor"]]])
  }

  @Test("Only a group that a call emptied is put right; who left by another's wish stays away")
  func lost() {
    let change = WriteChange.member("u1", of: "g1", isAdded: false)
    let saved = SavedMembers(list: [["value": "u1"], ["value": "u2"], ["value": "u3"]])
    #expect(saved.lost(by: change, now: [["value": "u2"]]) == [])
    #expect(saved.lost(by: change, now: []) == [["value": "u2"], ["value": "u3"]])
    #expect(SavedMembers(list: [["value": "u1"]]).lost(by: change, now: []) == [])
    var restoring = saved
    restoring.isRestoring = true
    #expect(restoring.lost(by: change, now: [["value": "u2"]]) == [["value": "u3"]])
    #expect(SavedMembers(text: restoring.text) == restoring)
    #expect(SavedMembers(text: "[") == nil && SavedMembers(text: "{}") == nil)
  }
}
