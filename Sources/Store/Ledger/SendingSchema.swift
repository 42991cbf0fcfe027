/// What was really sent where a server refuses the planned form, and in which form it obeys.
enum SendingSchema {
  static let step = """
    -- The call as JSON, when it was another than the planned one; a long body by its digest.
    ALTER TABLE ledger_action ADD COLUMN sent_call TEXT;
    -- A group's members as JSON, kept while a call is under way that may empty it.
    ALTER TABLE ledger_action ADD COLUMN saved_members TEXT;

    CREATE TABLE mirror_habit (
      server TEXT NOT NULL,
      -- The kind of change, and the form of the call that makes it.
      change TEXT NOT NULL,
      form TEXT NOT NULL,
      is_harmful INTEGER NOT NULL,
      sentence TEXT NOT NULL,
      learned REAL NOT NULL,
      PRIMARY KEY (server, change, form)
    ) WITHOUT ROWID;

    """
}
