/// What was asked, decided and sent: never lost, whatever happens to the mirror.
enum LedgerSchema {
  static let first = """
    CREATE TABLE ledger_request (
      id TEXT PRIMARY KEY,
      origin TEXT NOT NULL,
      origin_server TEXT,
      origin_resource TEXT,
      requester_key TEXT NOT NULL,
      requester_name TEXT NOT NULL,
      beneficiary_key TEXT NOT NULL,
      beneficiary_name TEXT NOT NULL,
      -- The user ids that a shared request names, to find the people again.
      requester_user TEXT,
      beneficiary_user TEXT,
      justification TEXT NOT NULL,
      submitted REAL NOT NULL,
      needed_by REAL,
      expires REAL,
      status TEXT NOT NULL,
      external_reference TEXT,
      risk INTEGER NOT NULL DEFAULT 0,
      -- Who decided, for those who come late; nil before.
      decided_by TEXT,
      decided_at REAL
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX ledger_request_origin ON ledger_request(origin_server, origin_resource)
      WHERE origin_resource IS NOT NULL;
    CREATE INDEX ledger_request_due ON ledger_request(status, needed_by, submitted);
    CREATE INDEX ledger_request_beneficiary ON ledger_request(beneficiary_key);
    CREATE INDEX ledger_request_requester ON ledger_request(requester_key);

    CREATE TABLE ledger_item (
      request TEXT NOT NULL REFERENCES ledger_request(id),
      position INTEGER NOT NULL,
      id TEXT NOT NULL,
      operation TEXT NOT NULL,
      server TEXT NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      display TEXT NOT NULL,
      duration TEXT,
      status TEXT NOT NULL,
      PRIMARY KEY (request, position)
    ) WITHOUT ROWID;
    CREATE INDEX ledger_item_entitlement ON ledger_item(server, type, value);

    CREATE TABLE ledger_decision (
      id INTEGER PRIMARY KEY,
      request TEXT NOT NULL UNIQUE REFERENCES ledger_request(id),
      outcome TEXT NOT NULL,
      authority_key TEXT NOT NULL,
      authority_name TEXT NOT NULL,
      hand_key TEXT NOT NULL,
      hand_name TEXT NOT NULL,
      comment TEXT NOT NULL,
      decided REAL NOT NULL,
      plan_digest TEXT NOT NULL,
      plan TEXT NOT NULL,
      -- Its way back to a shared request's server: none, unwritten, written or overtaken.
      writing TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      due REAL,
      answer_status INTEGER,
      answer_text TEXT,
      advice TEXT
    );
    CREATE INDEX ledger_decision_unwritten ON ledger_decision(writing) WHERE writing = 'unwritten';

    CREATE TABLE ledger_action (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL REFERENCES ledger_request(id),
      number INTEGER NOT NULL,
      item TEXT NOT NULL,
      server TEXT NOT NULL,
      operation TEXT NOT NULL,
      plan_digest TEXT NOT NULL,
      status TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      due REAL,
      is_ending INTEGER NOT NULL,
      is_manual INTEGER NOT NULL,
      -- The ended action's number while that has not taken effect; then nothing.
      held_by INTEGER,
      created_id TEXT,
      answer_status INTEGER,
      answer_text TEXT,
      advice TEXT,
      updated REAL NOT NULL,
      applied_at REAL,
      UNIQUE (request, number)
    );
    CREATE INDEX ledger_action_open ON ledger_action(server, id)
      WHERE status IN ('queued', 'sending', 'waiting');
    CREATE INDEX ledger_action_failed ON ledger_action(server) WHERE status IN ('failed', 'conflicted');
    -- What an action must wait for: other actions of its request, by number.
    CREATE TABLE ledger_need (
      request TEXT NOT NULL,
      number INTEGER NOT NULL,
      needs INTEGER NOT NULL,
      PRIMARY KEY (request, number, needs)
    ) WITHOUT ROWID;

    CREATE TABLE ledger_audit (
      sequence INTEGER PRIMARY KEY,
      milliseconds INTEGER NOT NULL,
      actor_key TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      event TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous_digest TEXT NOT NULL,
      digest TEXT NOT NULL
    );
    CREATE INDEX ledger_audit_subject ON ledger_audit(subject, sequence);
    CREATE TRIGGER ledger_audit_stays BEFORE UPDATE ON ledger_audit
      BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
    CREATE TRIGGER ledger_audit_kept BEFORE DELETE ON ledger_audit
      BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;

    """
}
