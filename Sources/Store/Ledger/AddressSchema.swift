/// Where a server was when something was decided for it: what is due is sent there or nowhere.
enum AddressSchema {
  static let step = """
    -- As `ServerAddress` writes it; nothing for what was decided before this was kept.
    ALTER TABLE ledger_action ADD COLUMN address TEXT;
    ALTER TABLE ledger_decision ADD COLUMN address TEXT;

    """
}
