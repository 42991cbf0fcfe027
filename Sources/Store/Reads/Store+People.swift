import Foundation
import GRDB
import Governance

extension Store {
  /// People whose name, userName, mail, title, department or ids start with every word, or whom a
  /// filter keeps: `department eq "Sales" and active eq false`.
  ///
  /// A filter may name any attribute that a server sends, those of its own schemas by their whole path:
  /// `urn:example:Badge:number pr`.
  ///
  /// Order: as asked for; else by name, except for words that find more than a thousand, which come as
  /// they were found. The total of a search ends at ten thousand. What `visibility` hides is not
  /// searched, and may stand neither in a filter nor in the order. Throws: `invalidLimit` with the
  /// offset, `hiddenAttribute`.
  public func people(
    search: String, order: ListOrder<PeopleColumn> = ListOrder(), offset: Int, count: Int,
    seenBy visibility: Visibility = .unlimited, now: Date = Date()
  ) throws(StoreError) -> Window<PersonRow> {
    if let refusal = PeopleSight.refusal(of: order, visibility) {
      throw StoreError(.hiddenAttribute, refusal.sentence, advice: refusal.advice)
    }
    let limit: ListLimit?
    do throws(StoreError) {
      limit = try ListLimit(people: search, now: now, seenBy: visibility)
    } catch {
      return try people(
        beyond: search, refused: error, order, offset: offset, count: count, seenBy: visibility)
    }
    return try read { database in
      let rows = PersonRows(database, priority: settings.priority)
      if search.allSatisfy(\.isWhitespace) {
        let total = try PeopleOrder.count(database)
        let pids =
          order.keys.isEmpty
          ? try PeopleOrder.window(database, offset: offset, count: count, total: total)
          : try PeopleOrder.window(database, order, of: nil, offset: offset, count: count)
        return Window(offset: offset, rows: try rows.fetch(pids), total: total)
      }
      let found =
        try limit.map(PeopleSearch(database).find)
        ?? PeopleSearch(database, seenBy: visibility).find(search)
      let window = try PeopleOrder.stretch(
        database, order, of: found, offset: offset, count: count)
      return Window(offset: offset, rows: try rows.fetch(window), total: found.count)
    }
  }

  /// People named exactly so: by key, name, userName or mail, compared without case.
  public func people(named text: String) throws(StoreError) -> [PersonRow] {
    try read { database in
      let rows = PersonRows(database, priority: settings.priority)
      if let pid = try PersonFinder(database).pid(IdentityKey(rawValue: text)) {
        return try rows.fetch([pid])
      }
      let wanted = TextFolding.folded(text)
      let found = try rows.fetch(PeopleSearch(database).find(text))
      return found.filter { row in
        [row.person.name, row.userName, SearchText.local(row.userName)].contains {
          TextFolding.folded($0) == wanted
        } || row.person.key == Correlation.mailKey(text)
      }
    }
  }
}

/// The order of all people by name.
enum PeopleOrder {
  static func count(_ database: Database) throws -> Int {
    try Int.fetchOne(
      database.cachedStatement(sql: "SELECT count(*) FROM mirror_name")) ?? 0
  }

  /// Counts from the nearer end: half the way at most.
  static func window(
    _ database: Database, offset: Int, count: Int, total: Int
  ) throws -> [Int64] {
    let start = max(0, offset)
    let fromEnd = total - start - count
    guard fromEnd >= 0, fromEnd < start else {
      return try Int64.fetchAll(
        database.cachedStatement(
          sql: "SELECT pid FROM mirror_name ORDER BY name_order, pid LIMIT ? OFFSET ?"),
        arguments: [count, start])
    }
    return try Int64.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT pid FROM mirror_name ORDER BY name_order DESC, pid DESC LIMIT ? OFFSET ?
          """), arguments: [count, fromEnd]
    ).reversed()
  }
}

/// People between their rows and the rows of a list.
struct PersonRows {
  private let database: Database
  private let priority: ServerPriority

  init(_ database: Database, priority: [String]) {
    self.database = database
    self.priority = ServerPriority(priority)
  }

  /// Order: as given.
  func fetch(_ pids: [Int64]) throws -> [PersonRow] {
    let person = try database.cachedStatement(
      sql: """
        SELECT key, name, user_name, title, department FROM mirror_person WHERE pid = ?
        """)
    let accounts = try database.cachedStatement(
      sql: """
        SELECT s.name, a.is_active FROM mirror_account a JOIN mirror_server s ON s.id = a.server
        WHERE a.pid = ? ORDER BY a.rid
        """)
    return try pids.compactMap { pid in
      guard let row = try Row.fetchOne(person, arguments: [pid]) else { return nil }
      let marks = try Row.fetchAll(accounts, arguments: [pid]).map { mark in
        Mark(server: mark["name"], id: "", isActive: mark["is_active"])
      }
      return PersonRow(
        person: PersonReference(row), userName: row["user_name"], title: row["title"],
        department: row["department"],
        accounts: priority.sorted(marks, by: \.server, then: \.id).map {
          PersonRow.AccountMark(server: $0.server, isActive: $0.isActive)
        })
    }
  }

  private struct Mark {
    var server: String
    var id: String
    var isActive: Bool?
  }
}
