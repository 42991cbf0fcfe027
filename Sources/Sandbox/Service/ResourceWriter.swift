import SCIM

/// Writes resources as JSON text piece by piece: a group with a hundred thousand members is never a
/// tree in memory, nor one text.
///
/// It holds on to the service as it was when the answer began, so that later writes change nothing
/// in it.
struct ResourceWriter: Sendable {
  /// Units: bytes; a piece ends soon after it.
  static let pieceSize = 1 << 16

  private let state: TenantState
  private let number: Int
  private let base: String
  private let projection: Projection
  private let tail: [UInt8]
  private var head: [UInt8]
  private var rest: ArraySlice<Int32>
  private var isFirst = true
  private var isDone = false
  private var roster: RosterWriter?

  /// `head` and `tail` are what stands around the resources, which commas part.
  init(
    _ slots: ArraySlice<Int32>, of number: Int, in state: TenantState, base: String,
    projection: Projection, head: [UInt8] = [], tail: [UInt8] = []
  ) {
    self.state = state
    self.number = number
    self.base = base
    self.projection = projection
    self.head = head
    self.tail = tail
    rest = slots
  }

  /// The next piece, nil after the last one. Shape: never empty, which would end a chunked body.
  mutating func next() -> [UInt8]? {
    guard !isDone else { return nil }
    var output = head
    head = []
    output.reserveCapacity(Self.pieceSize + 4_096)
    while output.count < Self.pieceSize {
      if roster?.write(to: &output) == true {
        roster = nil
        continue
      }
      if roster != nil { continue }
      guard let slot = rest.popFirst() else {
        output += tail
        isDone = true
        break
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      begin(Int(slot), to: &output)
    }
    return output.isEmpty ? nil : output
  }

  /// Writes a resource without its members, and leaves those to be written.
  private mutating func begin(_ slot: Int, to output: inout [UInt8]) {
    let whole = state.resource(number, slot, base: base, withMembers: false)
    projection.apply(to: whole).write(to: &output)
    guard let writer = RosterWriter(slot, in: state, base: base) else { return }
    output.removeLast()
    output += ",\"members\":[".utf8
    roster = writer
  }
}

/// Writes the members of one group.
private struct RosterWriter: Sendable {
  private let members: [Rosters.Member]
  private let strangers: [String]
  private let nameless: Set<Rosters.Member>
  private let users: Shelf?
  private let groups: Shelf?
  private let base: String
  private var place = 0

  /// Nil for a group without members.
  init?(_ group: Int, in state: TenantState, base: String) {
    members = state.rosters.members(of: group)
    strangers = state.rosters.strangers(in: group)
    guard !members.isEmpty || !strangers.isEmpty else { return nil }
    nameless = state.rosters.nameless(in: group)
    users = state.shelfIndex(named: "User").map { state.shelves[$0] }
    groups = state.shelfIndex(named: "Group").map { state.shelves[$0] }
    self.base = base
  }

  /// Writes until the piece is full. Whether that was all.
  mutating func write(to output: inout [UInt8]) -> Bool {
    while output.count < ResourceWriter.pieceSize {
      guard place < members.count + strangers.count else {
        output += "]}".utf8
        return true
      }
      if place > 0 { output.append(UInt8(ascii: ",")) }
      if place < members.count {
        write(members[place], to: &output)
      } else {
        output += "{\"value\":".utf8
        JSON.string(strangers[place - members.count]).write(to: &output)
        output.append(UInt8(ascii: "}"))
      }
      place += 1
    }
    return false
  }

  /// Our ids and addresses are letters, digits and dashes: nothing in them has to be escaped.
  private func write(_ member: Rosters.Member, to output: inout [UInt8]) {
    guard let slot = member.userSlot ?? member.groupSlot,
      let shelf = member.userSlot == nil ? groups : users
    else {
      output += "{}".utf8
      return
    }
    let id = shelf.identifiers.id(slot)
    output += "{\"value\":\"".utf8
    output += id.utf8
    output += "\",\"$ref\":".utf8
    JSON.string("\(base)\(shelf.kind.endpoint)/\(id)").write(to: &output)
    output += ",\"type\":\"".utf8
    output += shelf.kind.name.utf8
    output.append(UInt8(ascii: "\""))
    if !nameless.contains(member), let name = shelf.display(slot) {
      output += ",\"display\":".utf8
      JSON.string(name).write(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}
