/// What has to pass before a request takes effect, and who said what on the way.
enum PolicySchema {
  static let first = """
    -- Who brought a request in, where that is not the requester.
    ALTER TABLE ledger_request ADD COLUMN submitter_key TEXT;
    ALTER TABLE ledger_request ADD COLUMN submitter_name TEXT;
    UPDATE ledger_request SET (submitter_key, submitter_name) = (
      SELECT actor_key, actor_name FROM ledger_audit a
      WHERE a.subject = ledger_request.id AND a.event IN ('request.submitted', 'request.drafted')
        AND a.actor_key <> ledger_request.requester_key ORDER BY a.sequence LIMIT 1)
      WHERE origin <> 'shared';

    -- The policy as it was when a request was submitted; one is current for each request.
    CREATE TABLE ledger_policy (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL REFERENCES ledger_request(id),
      digest TEXT NOT NULL,
      snapshot TEXT NOT NULL,
      taken REAL NOT NULL,
      is_current INTEGER NOT NULL DEFAULT 1
    );
    CREATE UNIQUE INDEX ledger_policy_current ON ledger_policy(request) WHERE is_current;
    CREATE TABLE ledger_vote (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL REFERENCES ledger_request(id),
      policy INTEGER NOT NULL REFERENCES ledger_policy(id),
      step TEXT NOT NULL,
      outcome TEXT NOT NULL,
      authority_key TEXT NOT NULL,
      authority_name TEXT NOT NULL,
      hand_key TEXT NOT NULL,
      hand_name TEXT NOT NULL,
      comment TEXT NOT NULL,
      decided REAL NOT NULL,
      plan_digest TEXT NOT NULL,
      -- Whether it counted when the request was judged last: for lists, never for decisions.
      counts INTEGER NOT NULL
    );
    CREATE INDEX ledger_vote_request ON ledger_vote(request, id);
    -- For whom a pending request waits, as it was judged last: for lists, never for decisions.
    CREATE TABLE ledger_waiting (
      request TEXT NOT NULL,
      step TEXT NOT NULL,
      audience TEXT NOT NULL,
      why TEXT NOT NULL,
      PRIMARY KEY (request, step, audience)
    ) WITHOUT ROWID;

    """
}
