extension MirrorSchema {
  /// The indexes of hashes become tables, so that they can lag behind (`MirrorTail`).
  ///
  /// `mirror_tail` says up to which rows they go. A row id is given again when its row was the last,
  /// so they must not claim more rows than there are.
  static let tail = """
    DROP INDEX mirror_resource_ref;
    DROP INDEX mirror_person_key;
    DROP INDEX mirror_account_manager;
    CREATE TABLE mirror_resource_ref (
      ref INTEGER NOT NULL,
      collection INTEGER NOT NULL,
      rid INTEGER NOT NULL,
      PRIMARY KEY (ref, collection, rid)
    ) WITHOUT ROWID;
    CREATE TABLE mirror_person_key (
      key_hash INTEGER NOT NULL,
      pid INTEGER NOT NULL,
      PRIMARY KEY (key_hash, pid)
    ) WITHOUT ROWID;
    CREATE TABLE mirror_account_manager (
      manager_ref INTEGER NOT NULL,
      rid INTEGER NOT NULL,
      PRIMARY KEY (manager_ref, rid)
    ) WITHOUT ROWID;
    CREATE TABLE mirror_tail (indexed_rid INTEGER NOT NULL, indexed_pid INTEGER NOT NULL);
    INSERT INTO mirror_resource_ref SELECT ref, collection, rid FROM mirror_resource ORDER BY 1, 2, 3;
    INSERT INTO mirror_person_key SELECT key_hash, pid FROM mirror_person ORDER BY 1, 2;
    INSERT INTO mirror_account_manager SELECT manager_ref, rid FROM mirror_account
      WHERE manager_ref IS NOT NULL ORDER BY 1, 2;
    INSERT INTO mirror_tail SELECT
      (SELECT ifnull(max(rid), 0) FROM mirror_resource),
      (SELECT ifnull(max(pid), 0) FROM mirror_person);

    -- A batch is written out in several pieces. Units: bytes.
    INSERT INTO mirror_search (mirror_search, rank) VALUES ('hashsize', 2000000);

    CREATE TRIGGER mirror_resource_removed AFTER DELETE ON mirror_resource BEGIN
      DELETE FROM mirror_resource_ref
        WHERE ref = old.ref AND collection = old.collection AND rid = old.rid;
      UPDATE mirror_tail SET indexed_rid = (SELECT ifnull(max(rid), 0) FROM mirror_resource)
        WHERE indexed_rid > (SELECT ifnull(max(rid), 0) FROM mirror_resource);
    END;
    CREATE TRIGGER mirror_person_removed AFTER DELETE ON mirror_person BEGIN
      DELETE FROM mirror_person_key WHERE key_hash = old.key_hash AND pid = old.pid;
      UPDATE mirror_tail SET indexed_pid = (SELECT ifnull(max(pid), 0) FROM mirror_person)
        WHERE indexed_pid > (SELECT ifnull(max(pid), 0) FROM mirror_person);
    END;
    CREATE TRIGGER mirror_account_removed AFTER DELETE ON mirror_account
    WHEN old.manager_ref IS NOT NULL BEGIN
      DELETE FROM mirror_account_manager
        WHERE manager_ref = old.manager_ref AND rid = old.rid;
    END;
    -- Only rows that are indexed change: see `MirrorTail`.
    CREATE TRIGGER mirror_account_moved AFTER UPDATE OF manager_ref ON mirror_account
    WHEN old.manager_ref IS NOT new.manager_ref BEGIN
      DELETE FROM mirror_account_manager
        WHERE manager_ref = old.manager_ref AND rid = old.rid;
      INSERT INTO mirror_account_manager SELECT new.manager_ref, new.rid
        WHERE new.manager_ref IS NOT NULL;
    END;

    """

  /// The indexes of what many share lag behind too: each page of resources touches them once for
  /// each value, and wrote more of them than of the accounts.
  static let tailOfValues = """
    DROP INDEX mirror_value_holders;
    DROP INDEX mirror_person_department;
    CREATE TABLE mirror_value_holder (
      server INTEGER NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      rid INTEGER NOT NULL,
      PRIMARY KEY (server, type, value, rid)
    ) WITHOUT ROWID;
    CREATE TABLE mirror_department (
      department TEXT NOT NULL,
      pid INTEGER NOT NULL,
      PRIMARY KEY (department, pid)
    ) WITHOUT ROWID;
    INSERT INTO mirror_value_holder SELECT server, type, value, rid FROM mirror_value
      WHERE rid <= (SELECT indexed_rid FROM mirror_tail) ORDER BY 1, 2, 3, 4;
    INSERT INTO mirror_department SELECT department, pid FROM mirror_person
      WHERE pid <= (SELECT indexed_pid FROM mirror_tail) ORDER BY 1, 2;

    CREATE TRIGGER mirror_value_removed AFTER DELETE ON mirror_value BEGIN
      DELETE FROM mirror_value_holder
        WHERE server = old.server AND type = old.type AND value = old.value AND rid = old.rid;
    END;
    CREATE TRIGGER mirror_department_left AFTER DELETE ON mirror_person BEGIN
      DELETE FROM mirror_department WHERE department = old.department AND pid = old.pid;
    END;
    CREATE TRIGGER mirror_department_changed AFTER UPDATE OF department ON mirror_person
    WHEN old.department <> new.department BEGIN
      DELETE FROM mirror_department WHERE department = old.department AND pid = old.pid;
      INSERT INTO mirror_department SELECT new.department, new.pid
        WHERE new.pid <= (SELECT indexed_pid FROM mirror_tail);
    END;

    """
}
