import GRDB
import Governance

/// The words that somebody typed, as the search index understands them.
struct SearchWords {
  /// The FTS5 expression; nil when there is nothing to search by.
  let expression: String?
  /// Beginnings of whole addresses, which the index does not hold: checked in the rows.
  let addresses: [String]
  /// The one word that was typed, in small letters, when it is longer than the prefix index knows.
  ///
  /// Only of ASCII, where the small letters are the index's own.
  let longWord: String?

  // `prefix='1 2 3'` in the schema.
  private static let indexedLength = 3

  init(_ text: String) {
    var terms: [String] = []
    var addresses: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      let local = SearchText.local(String(word))
      if local.utf8.count < word.utf8.count { addresses.append(String(word)) }
      if let term = Self.term(local) { terms.append(term) }
    }
    expression = terms.isEmpty ? nil : terms.joined(separator: " AND ")
    self.addresses = addresses
    let isLong = text.utf8.count > Self.indexedLength
    longWord = isLong && text.utf8.allSatisfy(Self.isPlain) ? text.lowercased() : nil
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte < 0x80 && SearchText.isWordByte(byte)
  }

  /// One word: all its parts, the last as a beginning; or, for an id, all of it in one.
  private static func term(_ word: String) -> String? {
    let parts = word.split { !$0.isLetter && !$0.isNumber }.map { String($0) }
    guard let last = parts.last else { return nil }
    if parts.count == 1 { return prefix(last) }
    let whole = parts.dropLast().map(quoted) + [prefix(last)]
    return "((\(whole.joined(separator: " AND "))) OR \(prefix(parts.joined())))"
  }

  private static func prefix(_ word: String) -> String { quoted(word) + "*" }

  // Nothing but letters and digits is left: there is no quotation mark to escape.
  private static func quoted(_ word: String) -> String { "\"\(word)\"" }
}

/// Finds people by the words that somebody typed.
struct PeopleSearch {
  private let database: Database
  private let sight: PeopleSight

  // Up to here the found are put in order of their names: a few milliseconds at most.
  static let sortable = 1_000
  // Nobody scrolls further in a search: he types another letter.
  static let most = 10_000

  init(_ database: Database, seenBy visibility: Visibility = .unlimited) {
    self.database = database
    sight = PeopleSight(visibility)
  }

  /// The found people, at most `most`. Order: by name if there are few, else as they came in.
  func find(_ text: String) throws -> [Int64] {
    let words = SearchWords(text)
    guard let expression = words.expression else { return [] }
    var pids = try words.longWord.map(beginning) ?? matching(expression)
    if sight.isLimited { pids = try sight.keep(pids, text, database) }
    if pids.count > Self.sortable { return pids }
    for address in words.addresses { pids = try keep(pids, withAddress: address) }
    return try sorted(pids)
  }

  /// The people whom a filter keeps, at most `most`. Order: by name.
  func find(_ limit: ListLimit) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT mirror_person.pid FROM mirror_name n
        JOIN mirror_person ON mirror_person.pid = n.pid WHERE \(limit.condition)
        ORDER BY n.name_order, n.pid LIMIT :most
        """, arguments: limit.arguments &+ ["most": Self.most])
  }

  private func matching(_ expression: String) throws -> [Int64] {
    try Int64.fetchAll(
      database.cachedStatement(
        sql: "SELECT rowid FROM mirror_search WHERE mirror_search MATCH ? ORDER BY rowid LIMIT ?"),
      arguments: [expression, Self.most])
  }

  /// Walks along the words of the index. A match would first merge the lists of all words that
  /// begin so, and of `user00` there may be one for everybody.
  private func beginning(_ word: String) throws -> [Int64] {
    let pids = try Int64.fetchAll(
      database.cachedStatement(
        sql: "SELECT doc FROM mirror_term WHERE term >= ? AND term < ? LIMIT ?"),
      arguments: [word, word + "\u{10FFFF}", Self.most])
    return Array(Set(pids)).sorted()
  }

  private func keep(_ pids: [Int64], withAddress address: String) throws -> [Int64] {
    let wanted = address.lowercased()
    let columns = sight.addressColumns
    if columns.isEmpty { return [] }
    let rows = try HotStatement(
      database, "SELECT \(columns.joined(separator: ", ")) FROM mirror_person WHERE pid = ?")
    return try pids.filter { pid in
      try rows.first(.integer(pid)) { row in
        columns.indices.contains { row.text(Int32($0)).lowercased().hasPrefix(wanted) }
      } ?? false
    }
  }

  func sorted(_ pids: [Int64]) throws -> [Int64] {
    let names = try HotStatement(
      database, "SELECT name_order FROM mirror_person WHERE pid = ?")
    return try pids.map { pid in
      (try names.first(.integer(pid)) { $0.text(0) } ?? "", pid)
    }.sorted { $0 < $1 }.map(\.1)
  }

  /// Those who may have this `userName`; the caller compares.
  func candidates(forUserName userName: String) throws -> [Int64] {
    let pending = try Int64.fetchAll(
      database,
      sql: """
        SELECT pid FROM mirror_person WHERE (pid IN (SELECT pid FROM mirror_pending)
          OR pid > (SELECT indexed_pid FROM mirror_tail)) AND instr(search, ?) > 0
        """, arguments: [SearchText.local(userName)])
    let local = SearchWords(SearchText.local(userName))
    guard let expression = local.expression else {
      return try pending
        + Int64.fetchAll(
          database,
          sql: "SELECT pid FROM mirror_person WHERE user_name = ? COLLATE NOCASE",
          arguments: [userName])
    }
    return try pending
      + Int64.fetchAll(
        database, sql: "SELECT rowid FROM mirror_search WHERE mirror_search MATCH ?",
        arguments: [expression])
  }
}
