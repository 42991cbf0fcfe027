import Governance

/// What the servers showed before: only what changed after a server was read to its end for the
/// first time. The mirror is what is now; a moment of the past is the mirror with what changed since
/// put back.
///
/// A name of the ledger, for no sync brings it back. A change has numbers alone, each text is kept
/// once: a large organisation's years fit beside its mirror.
enum HistorySchema {
  static let step = """
    -- Texts are found by a hash of them: whoever takes a row compares the text.
    CREATE TABLE ledger_history_text (
      id INTEGER PRIMARY KEY,
      hash INTEGER NOT NULL,
      text TEXT NOT NULL
    );
    CREATE INDEX ledger_history_text_hash ON ledger_history_text(hash);
    -- The accounts and groups that ever changed.
    CREATE TABLE ledger_history_resource (
      id INTEGER PRIMARY KEY,
      hash INTEGER NOT NULL,
      server INTEGER NOT NULL,
      type INTEGER NOT NULL,
      resource TEXT NOT NULL
    );
    CREATE INDEX ledger_history_resource_hash ON ledger_history_resource(hash);
    CREATE TABLE ledger_history_change (
      resource INTEGER NOT NULL,
      -- Units: seconds since 1970.
      at INTEGER NOT NULL,
      -- `HistoryKind`
      kind INTEGER NOT NULL,
      name INTEGER NOT NULL,
      old INTEGER,
      new INTEGER,
      PRIMARY KEY (resource, at, kind, name)
    ) WITHOUT ROWID;
    -- Whose an account has been, and is no more.
    CREATE TABLE ledger_history_owner (
      owner TEXT NOT NULL,
      resource INTEGER NOT NULL,
      PRIMARY KEY (owner, resource)
    ) WITHOUT ROWID;
    -- When the first reading to the end was done: what was there then is older than that.
    ALTER TABLE mirror_collection ADD COLUMN history_since REAL;
    UPDATE mirror_collection SET history_since = max(confirmed_at, ifnull(
      (SELECT max(first_seen) FROM mirror_resource r WHERE r.collection = mirror_collection.id), 0))
      WHERE confirmed_at IS NOT NULL;

    """
}

/// What changed; the numbers are stored.
enum HistoryKind: Int64 {
  /// A value of an account. `name`: its attribute path.
  case field = 0
  /// Membership of a group. `name`: the group's id; `old` and `new`: what it was called.
  case group = 1
  /// `name`: the value; `old` and `new`: what it was called.
  case role = 2
  case entitlement = 3
  /// An account came or went. `old` and `new`: its `userName`.
  case account = 4
  /// Whose account it is. `old` and `new`: keys.
  case owner = 5
  /// A group's membership of a group, as `group` has it.
  case subgroup = 6
  /// Membership of a group that went itself.
  case goneGroup = 7

  /// What is held; nil for a change of something else.
  var held: EntitlementType? {
    switch self {
    case .group, .goneGroup: .group
    case .role: .role
    case .entitlement: .entitlement
    case .field, .account, .owner, .subgroup: nil
    }
  }

  init?(_ type: EntitlementType) {
    switch type {
    case .group: self = .group
    case .role: self = .role
    case .entitlement: self = .entitlement
    case .account, .manual: return nil
    }
  }
}
