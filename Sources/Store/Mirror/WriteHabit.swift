import Foundation
import GRDB

/// How a server was found to take one kind of change.
public struct WriteHabit: Hashable, Sendable {
  /// In the sync layer's words. Shape: `removeMember`.
  public var change: String
  /// The form of the call. Shape: `whole`.
  public var form: String
  /// It does damage and must not be used; otherwise it is the form that the server obeys.
  public var isHarmful: Bool
  /// For people.
  public var sentence: String

  public init(change: String, form: String, isHarmful: Bool = false, sentence: String) {
    self.change = change
    self.form = form
    self.isHarmful = isHarmful
    self.sentence = sentence
  }
}

extension Store {
  /// Order: by kind of change.
  public func habits(server: String) throws(StoreError) -> [WriteHabit] {
    try read { database in try WriteHabitRows.fetch(database, server: server) }
  }

  /// Remembers a habit; of the forms that are obeyed the last one counts.
  public func saveHabit(
    _ habit: WriteHabit, server: String, now: Date
  ) throws(StoreError) {
    try write { database in
      if !habit.isHarmful {
        try database.execute(
          sql: "DELETE FROM mirror_habit WHERE server = ? AND change = ? AND NOT is_harmful",
          arguments: [server, habit.change])
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO mirror_habit VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          server, habit.change, habit.form, habit.isHarmful, habit.sentence,
          now.timeIntervalSince1970,
        ])
    }
  }
}

enum WriteHabitRows {
  static func fetch(_ database: Database, server: String) throws -> [WriteHabit] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM mirror_habit WHERE server = ? ORDER BY change, form",
      arguments: [server]
    ).map {
      WriteHabit(
        change: $0["change"], form: $0["form"], isHarmful: $0["is_harmful"],
        sentence: $0["sentence"])
    }
  }
}
