import Terminal

/// The commands of a place, with the keys that they have by themselves.
func keyTable(_ place: Place) -> KeyTable {
  switch place {
  case .queue: KeyTables.queue
  case .people: KeyTables.people
  case .activity: KeyTables.activity
  case .audit: KeyTables.audit
  case .servers: KeyTables.servers
  case .request: KeyTables.request
  case .profile: KeyTables.profile
  case .findings: KeyTables.findings
  case .calls: KeyTables.calls
  case .themes: KeyTables.themes
  case .form: KeyTables.form
  case .help: KeyTables.help
  }
}

/// Built once: a table a place.
private enum KeyTables {
  static let queue = KeyTable(
    QueueCommands.table, PaneCommands.table, Movement.besideDelegation, Everywhere.table)
  static let people = KeyTable(
    PeopleCommands.table, LinkCommands.table, OrderCommands.table, Movement.table, Everywhere.table)
  static let activity = KeyTable(
    ActivityCommands.table, ManualCommands.table, UndoCommands.table,
    OrderCommands.table, PaneCommands.table,
    Movement.table,
    Everywhere.finder, Everywhere.table)
  static let audit = KeyTable(
    AuditCommands.table, OrderCommands.table, PaneCommands.table, Movement.table, Everywhere.finder,
    Everywhere.table)
  static let servers = KeyTable(
    ServerCommands.table, OrderCommands.table, PaneCommands.table, Movement.table,
    Everywhere.finder, Everywhere.table)
  static let request = KeyTable(
    RequestCommands.table, UndoCommands.table, ManualCommands.table, Movement.besideDelegation,
    Everywhere.finder,
    Everywhere.table)
  static let profile = KeyTable(
    ProfileCommands.table, HistoryCommands.table, LinkCommands.table, Movement.table,
    Everywhere.finder, Everywhere.table)
  static let themes = KeyTable(
    ThemeCommands.table, Movement.table, Everywhere.finder, Everywhere.table)
  static let calls = KeyTable(
    CallCommands.table, PaneCommands.table, Movement.table, Everywhere.finder, Everywhere.table)
  static let findings = KeyTable(
    FindingCommands.table, DriftCommands.table, LinkCommands.table, OrderCommands.table,
    PaneCommands.table, Movement.table,
    Everywhere.finder, Everywhere.table)
  static let form = KeyTable(FormCommands.table, [Everywhere.quit])
  static let help = KeyTable(HelpCommands.table, Movement.table, Everywhere.table)
}
