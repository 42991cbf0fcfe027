/// Who is in which group of one service, from both ends.
struct Rosters: Sendable {
  /// A user or a group by its slot. Shape: users are not negative; group n is -1 - n.
  struct Member: Hashable, Sendable {
    let raw: Int32

    static func user(_ slot: Int) -> Member { Member(raw: Int32(slot)) }
    static func group(_ slot: Int) -> Member { Member(raw: -1 - Int32(slot)) }

    var userSlot: Int? { raw >= 0 ? Int(raw) : nil }
    var groupSlot: Int? { raw < 0 ? Int(-1 - raw) : nil }
  }

  private var members: [Int: [Member]] = [:]
  private var groupsByUser: [Int: [Int32]] = [:]
  private var namelessByGroup: [Int: Set<Member>] = [:]
  private var strangersByGroup: [Int: [String]] = [:]

  init(groups: [[Int32]] = []) {
    for (group, slots) in groups.enumerated() {
      members[group] = slots.map { Member(raw: $0) }
      for slot in slots { groupsByUser[Int(slot), default: []].append(Int32(group)) }
    }
  }

  /// Order: as they were added.
  func members(of group: Int) -> [Member] { members[group] ?? [] }

  /// The members that somebody added without a display name: what was not sent is not sent back.
  func nameless(in group: Int) -> Set<Member> { namelessByGroup[group] ?? [] }

  /// The ids in a group that nobody here has. No rule of RFC 7644 §3.5.2 has a server refuse them,
  /// and clients add members whose accounts come later.
  func strangers(in group: Int) -> [String] { strangersByGroup[group] ?? [] }

  /// The groups that a user is directly in.
  func groups(ofUser slot: Int) -> [Int] { groupsByUser[slot]?.map(Int.init) ?? [] }

  /// The groups that a group is directly in.
  func groups(ofGroup group: Int) -> [Int] {
    members.filter { $0.value.contains(.group(group)) }.map(\.key)
  }

  /// The groups that somebody with this id is in who is not here. Shape: `id` in any case.
  func groups(ofStranger id: String) -> [Int] {
    let wanted = id.lowercased()
    return strangersByGroup.filter { $0.value.contains { $0.lowercased() == wanted } }.map(\.key)
  }

  mutating func set(
    _ new: [Member], nameless: Set<Member> = [], strangers: [String] = [], of group: Int
  ) {
    namelessByGroup[group] = nameless.isEmpty ? nil : nameless
    strangersByGroup[group] = strangers.isEmpty ? nil : strangers
    let old = Set(members[group] ?? [])
    let wanted = Set(new)
    for slot in old.subtracting(wanted).compactMap(\.userSlot) {
      groupsByUser[slot]?.removeAll { $0 == Int32(group) }
    }
    for slot in wanted.subtracting(old).compactMap(\.userSlot) {
      groupsByUser[slot, default: []].append(Int32(group))
    }
    members[group] = new.isEmpty ? nil : new
  }

  mutating func removeGroup(_ group: Int) {
    set([], of: group)
    remove(.group(group))
  }

  mutating func removeUser(_ slot: Int) {
    for group in groups(ofUser: slot) { members[group]?.removeAll { $0.userSlot == slot } }
    groupsByUser[slot] = nil
  }

  private mutating func remove(_ member: Member) {
    for (group, list) in members where list.contains(member) {
      members[group] = list.filter { $0 != member }
    }
  }
}
