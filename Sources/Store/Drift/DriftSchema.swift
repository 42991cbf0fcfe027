/// What operators said about what servers show otherwise than it was decided.
///
/// A person may get another key, so several rows may be about the same: the newest counts.
enum DriftSchema {
  static let step = """
    CREATE TABLE ledger_drift_acceptance (
      id INTEGER PRIMARY KEY,
      person_key TEXT NOT NULL,
      server TEXT NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      kind TEXT NOT NULL,
      actor_key TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      reason TEXT NOT NULL,
      at REAL NOT NULL
    );
    CREATE INDEX ledger_drift_acceptance_person
      ON ledger_drift_acceptance(person_key, server, type, value);
    CREATE TABLE ledger_drift_question (
      id INTEGER PRIMARY KEY,
      person_key TEXT NOT NULL,
      server TEXT NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      kind TEXT NOT NULL,
      by_key TEXT NOT NULL,
      by_name TEXT NOT NULL,
      of_key TEXT NOT NULL,
      of_name TEXT NOT NULL,
      text TEXT NOT NULL,
      asked REAL NOT NULL,
      answer TEXT,
      answered REAL,
      answered_key TEXT,
      answered_name TEXT
    );
    CREATE INDEX ledger_drift_question_person
      ON ledger_drift_question(person_key, server, type, value);

    """
}
