import GRDB
import Governance
import SCIM

/// The history as one transaction writes it. Until something is noted it costs nothing: a first
/// reading notes nothing.
final class HistoryKeeper {
  private let database: Database
  private let settings: StoreSettings
  private let now: Double
  private var made: HistoryWriter?
  private var readers: [String: AccountValues] = [:]

  init(_ database: Database, settings: StoreSettings, now: Double) {
    self.database = database
    self.settings = settings
    self.now = now
  }

  private func writer() throws -> HistoryWriter {
    if let made { return made }
    let new = try HistoryWriter(database, now: now)
    made = new
    return new
  }

  func note(
    _ resource: HistoryResource, _ kind: HistoryKind, _ name: String = "", old: String?,
    new: String?
  ) throws {
    try writer().note(resource, kind, name, old: old, new: new)
  }

  func noteOwner(
    _ resource: HistoryResource, from old: IdentityKey, to new: IdentityKey?
  ) throws {
    try writer().noteOwner(resource, from: old, to: new)
  }

  /// Notes what differs between an account's JSON texts. What cannot be read did not change.
  func noteValues(_ account: HistoryResource, from old: [UInt8], to new: [UInt8]) throws {
    let (before, after) = (try values(old, account), try values(new, account))
    if before.isEmpty || after.isEmpty { return }
    try writer().note(account, from: before, to: after)
  }

  /// Notes what an account had that is gone, and returns it.
  func noteLostValues(
    _ account: HistoryResource, _ old: [UInt8]
  ) throws -> [String: String] {
    let before = try values(old, account)
    try writer().note(account, from: before, to: [:])
    return before
  }

  private func values(_ bytes: [UInt8], _ account: HistoryResource) throws -> [String: String] {
    let reader = try readers[account.server] ?? AccountValues(database, server: account.server)
    readers[account.server] = reader
    // Never fetched any more does not mean that it changed, and must not be kept here instead.
    let withheld = WithheldAttributes(settings.withheld[account.server] ?? [])
    let bytes = withheld.isEmpty ? bytes : withheld.dropped(from: bytes)
    return reader.values(bytes, server: account.server, id: account.id)
  }
}

/// Keeps what accounts were given and lost through groups: only while the account is in the mirror.
struct MembershipHistory {
  private let keeper: HistoryKeeper
  private let server: String
  private let users: Int64
  private let find: HotStatement
  private let held: HotStatement

  /// - Parameter users: the accounts of the groups' server.
  init(_ database: Database, users: Collection, keeper: HistoryKeeper) throws {
    self.keeper = keeper
    server = users.serverName
    self.users = users.id
    find = try HotStatement(
      database,
      """
      SELECT r.id FROM mirror_resource_ref k JOIN mirror_resource r ON r.rid = k.rid
      WHERE k.ref = ? AND k.collection = ?
      """)
    held = try HotStatement(
      database,
      """
      SELECT e.value, e.display FROM mirror_member m
      JOIN mirror_entitlement e ON e.rid = m.group_rid
      WHERE m.member_ref = ? AND e.server = ?
      """)
  }

  private func account(_ ref: Int64) throws -> HistoryResource? {
    try find.first(.integer(ref), .integer(users)) { .user(server, $0.text(0)) }
  }

  func joined(_ ref: Int64, _ group: String, _ display: String) throws {
    guard let account = try account(ref) else { return }
    try keeper.note(account, .group, group, old: nil, new: display)
  }

  func left(_ ref: Int64, _ group: String, _ display: String, isGone: Bool = false) throws {
    guard let account = try account(ref) else { return }
    try keeper.note(account, isGone ? .goneGroup : .group, group, old: display, new: nil)
  }

  /// The account came after groups that name it, or goes before they do.
  ///
  /// - Parameter server: the server's number.
  func noteHeld(
    by account: HistoryResource, ref: Int64, on server: Int64, isComing: Bool
  ) throws {
    let groups = try held.all(.integer(ref), .integer(server)) { ($0.text(0), $0.text(1)) }
    for (group, display) in groups {
      try keeper.note(
        account, .group, group, old: isComing ? nil : display, new: isComing ? display : nil)
    }
  }
}
