/// What was taken in an emergency, and who looked at it afterwards.
enum ReviewSchema {
  static let step = """
    CREATE TABLE ledger_review (
      request TEXT PRIMARY KEY,
      taken REAL NOT NULL,
      due REAL NOT NULL,
      verdict TEXT,
      reviewer_key TEXT,
      reviewer_name TEXT,
      comment TEXT,
      reviewed REAL
    ) WITHOUT ROWID;
    CREATE INDEX ledger_review_open ON ledger_review(due) WHERE verdict IS NULL;

    """
}
