/// What each decision was judged by.
enum JudgementSchema {
  static let step = """
    CREATE TABLE ledger_judgement (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL,
      -- Whose decision it belongs to, and on which step; none for a rule's own.
      authority_key TEXT NOT NULL,
      authority_name TEXT NOT NULL,
      outcome TEXT NOT NULL,
      step TEXT,
      decided REAL NOT NULL,
      -- The version of the rules of risk, and what they came to.
      rule INTEGER NOT NULL,
      score INTEGER NOT NULL,
      -- All that it was computed from, and the SHA-256 of these bytes.
      input TEXT NOT NULL,
      input_digest TEXT NOT NULL
    );
    CREATE INDEX ledger_judgement_request ON ledger_judgement(request, id);

    """
}
