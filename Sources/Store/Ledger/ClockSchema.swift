/// What the clock has done to requests: it is done once, whatever the clock says later.
enum ClockSchema {
  static let step = """
    ALTER TABLE ledger_policy ADD COLUMN has_clock INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE ledger_clock (
      request TEXT NOT NULL,
      -- reminded, escalated-N (1 for the first) or expired
      event TEXT NOT NULL,
      at REAL NOT NULL,
      -- Whether `countersign remind` has told it.
      is_told INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (request, event)
    ) WITHOUT ROWID;

    """
}
