import GRDB

/// Groups that are members of groups. They may lead in a circle: whoever follows them counts each
/// group once.
enum NestedGroups {
  /// Groups that were read before are taken apart once more when they are read the next time.
  static let step = """
    CREATE TABLE mirror_subgroup (
      parent_rid INTEGER NOT NULL,
      child_ref INTEGER NOT NULL,
      PRIMARY KEY (parent_rid, child_ref)
    ) WITHOUT ROWID;
    CREATE INDEX mirror_subgroup_child ON mirror_subgroup(child_ref);
    UPDATE mirror_resource SET content_hash = 0
      WHERE collection IN (SELECT id FROM mirror_collection WHERE type = 'Group');
    """

  /// The groups that an account is in only because a group of its own is in them, each with that
  /// group's name. Parameters: the account's `ref`, the server.
  static let above = """
    WITH RECURSIVE
      own(rid) AS (
        SELECT m.group_rid FROM mirror_member m JOIN mirror_entitlement e ON e.rid = m.group_rid
        WHERE m.member_ref = ?1 AND e.server = ?2),
      up(rid, first) AS (
        SELECT rid, rid FROM own
        UNION
        SELECT s.parent_rid, up.first FROM up
        JOIN mirror_resource r ON r.rid = up.rid
        JOIN mirror_subgroup s ON s.child_ref = r.ref
        JOIN mirror_resource p ON p.rid = s.parent_rid AND p.collection = r.collection)
    SELECT e.value, e.display, min(f.display) AS through
    FROM up JOIN mirror_entitlement e ON e.rid = up.rid
    JOIN mirror_entitlement f ON f.rid = up.first
    WHERE up.rid NOT IN (SELECT rid FROM own)
    GROUP BY e.rid ORDER BY e.display COLLATE NOCASE
    """
}

/// Keeps which groups a group has as members.
struct SubgroupWriter {
  private let present: HotStatement
  private let insert: HotStatement
  private let delete: HotStatement
  private let find: HotStatement
  private let groups: Collection
  private let keeper: HistoryKeeper

  /// The group that they are members of, as the history calls it.
  struct Parent {
    var id: String
    var display: String
  }

  init(_ database: Database, groups: Collection, keeper: HistoryKeeper) throws {
    self.groups = groups
    self.keeper = keeper
    present = try HotStatement(
      database, "SELECT child_ref FROM mirror_subgroup WHERE parent_rid = ?")
    insert = try HotStatement(
      database, "INSERT OR IGNORE INTO mirror_subgroup (parent_rid, child_ref) VALUES (?, ?)")
    delete = try HotStatement(
      database, "DELETE FROM mirror_subgroup WHERE parent_rid = ? AND child_ref = ?")
    find = try HotStatement(
      database,
      """
      SELECT r.id FROM mirror_resource_ref k JOIN mirror_resource r ON r.rid = k.rid
      WHERE k.ref = ? AND k.collection = ?
      """)
  }

  /// - Parameter parent: nil keeps it out of the history.
  func save(
    _ rid: Int64, _ children: Set<Int64>, isNew: Bool, noting parent: Parent?
  ) throws {
    if isNew && children.isEmpty { return }
    let known = isNew ? [] : Set(try present.all(.integer(rid)) { $0.int(0) })
    for child in children.subtracting(known) {
      try insert.run(.integer(rid), .integer(child))
      if let parent { try note(child, parent, isJoining: true) }
    }
    for child in known.subtracting(children) {
      try delete.run(.integer(rid), .integer(child))
      if let parent { try note(child, parent, isJoining: false) }
    }
  }

  private func note(_ child: Int64, _ parent: Parent, isJoining: Bool) throws {
    let id = try find.first(.integer(child), .integer(groups.id)) { $0.text(0) }
    // A group that was never read brings nothing to anybody.
    guard let id else { return }
    try keeper.note(
      HistoryResource(server: groups.serverName, type: Collection.groups, id: id), .subgroup,
      parent.id, old: isJoining ? nil : parent.display, new: isJoining ? parent.display : nil)
  }
}
