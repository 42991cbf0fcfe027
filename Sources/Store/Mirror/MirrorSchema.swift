/// What was read from servers: it can be dropped and read again.
///
/// A resource is known by `ref`, a 64-bit hash of its id within its collection: an index of numbers
/// is a fifth of one of texts, and a random insert touches few of its pages. Whoever looks up by
/// `ref` compares the id. The index has the collection too, or SQLite would rather take the
/// collection's own, and look through all of it.
enum MirrorSchema {
  static let first = """
    CREATE TABLE mirror_server (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      last_sync REAL,
      failure_reason TEXT,
      failure_advice TEXT,
      capabilities_json TEXT,
      capabilities TEXT NOT NULL DEFAULT '[]',
      limits TEXT NOT NULL DEFAULT '[]'
    );
    -- The resources of one type on one server.
    CREATE TABLE mirror_collection (
      id INTEGER PRIMARY KEY,
      server INTEGER NOT NULL REFERENCES mirror_server(id),
      type TEXT NOT NULL,
      resource_count INTEGER NOT NULL DEFAULT 0,
      high_water REAL,
      confirmed_at REAL,
      are_members_listed INTEGER NOT NULL DEFAULT 0,
      UNIQUE (server, type)
    );
    CREATE TABLE mirror_resource (
      rid INTEGER PRIMARY KEY,
      ref INTEGER NOT NULL,
      collection INTEGER NOT NULL,
      id TEXT NOT NULL,
      content_hash INTEGER NOT NULL,
      missing INTEGER NOT NULL DEFAULT 0,
      first_seen REAL NOT NULL,
      read_at REAL NOT NULL,
      version TEXT,
      last_modified REAL,
      json BLOB NOT NULL
    );
    CREATE INDEX mirror_resource_ref ON mirror_resource(ref, collection);
    CREATE INDEX mirror_resource_collection ON mirror_resource(collection);
    CREATE INDEX mirror_resource_missing ON mirror_resource(collection) WHERE missing > 0;

    CREATE TABLE mirror_person (
      pid INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      key_hash INTEGER NOT NULL,
      name TEXT NOT NULL,
      name_order TEXT NOT NULL,
      user_name TEXT NOT NULL,
      mail TEXT NOT NULL,
      title TEXT NOT NULL,
      department TEXT NOT NULL,
      search TEXT NOT NULL
    );
    CREATE INDEX mirror_person_key ON mirror_person(key_hash);
    CREATE INDEX mirror_person_department ON mirror_person(department);
    -- What a User resource says beyond its JSON; `rid` is the resource's.
    CREATE TABLE mirror_account (
      rid INTEGER PRIMARY KEY,
      pid INTEGER NOT NULL,
      ref INTEGER NOT NULL,
      server INTEGER NOT NULL,
      is_active INTEGER,
      manager_ref INTEGER
    );
    CREATE INDEX mirror_account_pid ON mirror_account(pid);
    CREATE INDEX mirror_account_manager ON mirror_account(manager_ref)
      WHERE manager_ref IS NOT NULL;
    -- The order of the people list, and the search, cover the people that are not pending.
    CREATE TABLE mirror_name (
      name_order TEXT NOT NULL,
      pid INTEGER NOT NULL,
      PRIMARY KEY (name_order, pid)
    ) WITHOUT ROWID;
    CREATE VIRTUAL TABLE mirror_search USING fts5(
      text, content='', columnsize=0, detail=none, prefix='1 2 3',
      tokenize='unicode61 remove_diacritics 2'
    );
    -- Room for a whole batch of people before the index writes them out. Units: bytes.
    INSERT INTO mirror_search (mirror_search, rank) VALUES ('hashsize', 4000000);
    CREATE VIRTUAL TABLE mirror_term USING fts5vocab(mirror_search, instance);
    CREATE TABLE mirror_pending (pid INTEGER PRIMARY KEY);

    CREATE TABLE mirror_entitlement (
      rid INTEGER PRIMARY KEY,
      server INTEGER NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      display TEXT NOT NULL
    );
    CREATE INDEX mirror_entitlement_value ON mirror_entitlement(server, type, value);
    CREATE INDEX mirror_entitlement_display ON mirror_entitlement(display COLLATE NOCASE);
    CREATE TABLE mirror_member (
      group_rid INTEGER NOT NULL,
      member_ref INTEGER NOT NULL,
      first_seen REAL NOT NULL,
      PRIMARY KEY (group_rid, member_ref)
    ) WITHOUT ROWID;
    CREATE INDEX mirror_member_of ON mirror_member(member_ref, group_rid);
    -- The values of `roles` and `entitlements` of accounts.
    CREATE TABLE mirror_value (
      rid INTEGER NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      server INTEGER NOT NULL,
      display TEXT NOT NULL,
      first_seen REAL NOT NULL,
      PRIMARY KEY (rid, type, value)
    ) WITHOUT ROWID;
    CREATE INDEX mirror_value_holders ON mirror_value(server, type, value);
    -- What changed around an account after it was first seen.
    CREATE TABLE mirror_change (
      id INTEGER PRIMARY KEY,
      ref INTEGER NOT NULL,
      server INTEGER NOT NULL,
      time REAL NOT NULL,
      sentence TEXT NOT NULL
    );
    CREATE INDEX mirror_change_ref ON mirror_change(ref, time);

    CREATE TABLE mirror_walk (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      collection INTEGER NOT NULL UNIQUE,
      start_index INTEGER,
      cursor TEXT,
      started REAL NOT NULL,
      updated REAL NOT NULL,
      done INTEGER NOT NULL DEFAULT 0,
      total INTEGER,
      is_first INTEGER NOT NULL
    );
    -- Which resources each page of an open walk brought: their rids, packed.
    CREATE TABLE mirror_walk_page (
      walk INTEGER NOT NULL,
      page INTEGER NOT NULL,
      rids BLOB NOT NULL,
      PRIMARY KEY (walk, page)
    ) WITHOUT ROWID;
    CREATE TABLE mirror_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    """
}
