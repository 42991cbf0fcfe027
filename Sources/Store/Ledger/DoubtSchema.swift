/// Whether an attempt may have worked without anybody having seen it: only then is an effect that is
/// found later this action's own.
enum DoubtSchema {
  static let step = """
    ALTER TABLE ledger_action ADD COLUMN is_in_doubt INTEGER NOT NULL DEFAULT 0;
    -- How earlier attempts ended was not kept.
    UPDATE ledger_action SET is_in_doubt = 1 WHERE attempts > 0;

    """
}
