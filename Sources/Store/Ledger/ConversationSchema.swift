/// What approvers ask and offer, and who stands in for whom.
enum ConversationSchema {
  static let step = """
    CREATE TABLE ledger_question (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL,
      asker_key TEXT NOT NULL,
      asker_name TEXT NOT NULL,
      question TEXT NOT NULL,
      asked REAL NOT NULL,
      -- The request's dates, which it does not have while it waits for the answer.
      needed_by REAL,
      expires REAL,
      answerer_key TEXT,
      answerer_name TEXT,
      answer TEXT,
      answered REAL
    );
    CREATE INDEX ledger_question_request ON ledger_question(request, id);
    CREATE TABLE ledger_offer (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      request TEXT NOT NULL,
      status TEXT NOT NULL,
      -- The offer as JSON.
      offer TEXT NOT NULL
    );
    CREATE INDEX ledger_offer_request ON ledger_offer(request, id);
    CREATE TABLE ledger_delegation (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      from_key TEXT NOT NULL,
      from_name TEXT NOT NULL,
      to_key TEXT NOT NULL,
      to_name TEXT NOT NULL,
      starts REAL NOT NULL,
      ends REAL NOT NULL,
      scope TEXT,
      reason TEXT NOT NULL,
      revoked REAL
    );
    CREATE INDEX ledger_delegation_to ON ledger_delegation(to_key);

    """
}
