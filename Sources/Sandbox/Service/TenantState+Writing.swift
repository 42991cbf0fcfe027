import Foundation
import SCIM

extension TenantState {
  /// Makes a resource. Returns its slot.
  mutating func create(
    _ number: Int, _ json: JSON, now: Date
  ) throws(SCIMError) -> Int {
    let kind = shelves[number].kind
    var accepted = try Intake(kind: kind).accept(json)
    if kind.name == "AccessRequest" {
      accepted = try AccessRequestRules.completed(accepted, now: now)
    }
    if kind.name == "User", accepted["active"] == nil { accepted["active"] = true }
    try checkUniqueness(accepted, number, except: nil)
    let members = try takeMembers(from: &accepted, sent: json, kind)
    let slot = shelves[number].insert(Record(json: accepted, created: now, modified: now))
    if kind.hasMembers { set(members, of: slot) }
    revision += 1
    return slot
  }

  /// Puts what was sent in the place of what is there.
  mutating func replace(
    _ number: Int, _ slot: Int, with json: JSON, base: String, now: Date
  ) throws(SCIMError) {
    let old = resource(number, slot, base: base)
    let kind = shelves[number].kind
    let intake = Intake(kind: kind)
    var accepted = try intake.accept(json, replacing: old)
    try checkUniqueness(accepted, number, except: slot)
    let members = try takeMembers(from: &accepted, sent: json, kind)
    var record = shelves[number].record(slot)
    var before = try intake.accept(old, replacing: old)
    if kind.name == "AccessRequest" { try AccessRequestRules.check(accepted, after: before) }
    before["members"] = nil
    if kind.name == "User" {
      // They follow from the groups, which change without the user.
      accepted["groups"] = nil
      before["groups"] = nil
    }
    let isSame =
      before == accepted
      && (!kind.hasMembers
        || members.list == rosters.members(of: slot)
          && members.strangers == rosters.strangers(in: slot))
    guard !isSame else { return }
    record.json = accepted
    record.modified = now
    record.version += 1
    shelves[number].write(record, at: slot)
    if kind.hasMembers { set(members, of: slot) }
    revision += 1
  }

  mutating func patch(
    _ number: Int, _ slot: Int, with json: JSON, base: String, now: Date
  ) throws(SCIMError) {
    let request = try PatchRequest(json)
    try checkDialect(request)
    let old = resource(number, slot, base: base)
    let rules = PatchRules(
      schemas: shelves[number].kind.schemas,
      acceptsRemovalByValue: dialect.patches != .removeByValueEmpties)
    let new = try request.apply(to: old, rules: rules)
    try replace(number, slot, with: new, base: base, now: now)
  }

  mutating func delete(_ number: Int, _ slot: Int, now: Date) {
    revision += 1
    if dialect.deletion == .soft {
      var record = shelves[number].record(slot)
      record.json["active"] = false
      record.modified = now
      record.version += 1
      shelves[number].write(record, at: slot)
      return
    }
    if shelves[number].kind.name == "User" { rosters.removeUser(slot) }
    if shelves[number].kind.hasMembers { rosters.removeGroup(slot) }
    shelves[number].remove(slot)
  }

  /// > userName is unique on the server, its case aside (RFC 7643 §4.1.1).
  private mutating func checkUniqueness(
    _ json: JSON, _ number: Int, except slot: Int?
  ) throws(SCIMError) {
    guard let name = json["userName"]?.string else { return }
    let others = shelves[number].slots(LookupKey(.userName, name)).filter { other in
      other != slot
        && shelves[number].record(other).json["userName"]?.string?.lowercased()
          == name.lowercased()
    }
    guard others.isEmpty else { throw .uniqueness("userName is taken.") }
  }

  private struct Members {
    /// Order: as given, each once.
    var list: [Rosters.Member] = []
    var nameless: Set<Rosters.Member> = []
    /// Ids that nobody here has. Order: as given, each once.
    var strangers: [String] = []
  }

  private mutating func set(_ members: Members, of slot: Int) {
    rosters.set(
      members.list, nameless: members.nameless, strangers: members.strangers, of: slot)
  }

  /// Takes the members out of a group. Whether a name was sent is to be seen in what was sent.
  private func takeMembers(
    from json: inout JSON, sent: JSON, _ kind: ResourceKind
  ) throws(SCIMError) -> Members {
    var members = Members()
    guard kind.hasMembers else { return members }
    var seen: Set<Rosters.Member> = []
    for value in sent["members"]?.array ?? [] {
      guard let id = value["value"]?.string else {
        throw .invalidValue("A member is named by its value.")
      }
      guard let member = member(id) else {
        if !members.strangers.contains(id) { members.strangers.append(id) }
        continue
      }
      if seen.insert(member).inserted { members.list.append(member) }
      if value["display"] == nil { members.nameless.insert(member) }
    }
    json["members"] = nil
    return members
  }

  /// Who has an id, a user or a group.
  func member(_ id: String) -> Rosters.Member? {
    if let number = shelfIndex(named: "User"), let slot = shelves[number].slot(id) {
      return .user(slot)
    }
    if let number = shelfIndex(named: "Group"), let slot = shelves[number].slot(id) {
      return .group(slot)
    }
    return nil
  }
}
