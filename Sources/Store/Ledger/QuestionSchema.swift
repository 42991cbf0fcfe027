/// A question does not stop its request's clock for ever, and its asker is followed from key to key.
enum QuestionSchema {
  static let step = """
    -- When the clock went on although nobody had answered.
    ALTER TABLE ledger_question ADD COLUMN lapsed REAL;
    CREATE INDEX ledger_question_open ON ledger_question(asked)
      WHERE answered IS NULL AND lapsed IS NULL;
    CREATE INDEX ledger_question_asker ON ledger_question(asker_key);
    CREATE INDEX ledger_offer_open ON ledger_offer(id) WHERE status = 'open';

    """
}
