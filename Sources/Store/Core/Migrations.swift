import GRDB

/// The steps from an empty file to today's schema; `user_version` counts those that were taken.
///
/// A step that was released is never edited: a change is a new step.
enum Migrations {
  static let steps: [String] = [
    MirrorSchema.first + LedgerSchema.first, AddressSchema.step,
    MirrorSchema.methodsAndHeldRemovals,
    SendingSchema.step,
    DoubtSchema.step,
    NestedGroups.step,
    PolicySchema.first,
    JudgementSchema.step,
    IdentitySchema.step,
    SignatureSchema.step,
    QueueIndexSchema.step,
    MirrorSchema.tail,
    ExtensionSchema.step,
    ClockSchema.step,
    ConversationSchema.step,
    ReviewSchema.step,
    HistorySchema.step,
    DriftSchema.step,
    QuestionSchema.step,
    LinkProposalSchema.step,
    MirrorSchema.tailOfValues,
  ]

  static func run(on writer: any DatabaseWriter, steps: [String] = steps) throws {
    try check(writer.read(version), steps: steps)
    if try writer.read(version).number == steps.count { return }
    try writer.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        // Read again: another process may have migrated while this one waited.
        let current = try version(database)
        try check(current, steps: steps)
        for step in steps[current.number...] { try database.execute(sql: step) }
        try database.execute(
          sql: """
            PRAGMA application_id = \(DatabaseFile.applicationID);
            PRAGMA user_version = \(steps.count);
            """)
        return .commit
      }
    }
  }

  private struct Version {
    var applicationID: Int32
    var number: Int
    var isEmpty: Bool
  }

  private static func version(_ database: Database) throws -> Version {
    Version(
      applicationID: try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
      number: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
      isEmpty: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0)
  }

  private static func check(_ version: Version, steps: [String]) throws {
    let isOurs = version.applicationID == DatabaseFile.applicationID
    guard isOurs || (version.isEmpty && version.number == 0) else {
      throw StoreError(DatabaseError(resultCode: .SQLITE_NOTADB))
    }
    guard version.number <= steps.count else {
      throw StoreError.newer(version.number)
    }
  }
}
