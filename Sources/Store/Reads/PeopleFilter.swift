import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// People with an account that fits a filter which names what a profile has no name for.
  ///
  /// Order: by name. Throws: the refusal where that is no filter, or where no account has the
  /// attribute.
  func people(
    beyond text: String, refused: StoreError, _ order: ListOrder<PeopleColumn>, offset: Int,
    count: Int, seenBy visibility: Visibility
  ) throws(StoreError) -> Window<PersonRow> {
    guard let filter = PeopleFilter(text) else { throw refused }
    if let (path, refusal) = filter.refusal(visibility) {
      throw StoreError(
        .hiddenAttribute, refusal.sentence, advice: refusal.advice,
        offset: LimitText.offset(of: path, in: text))
    }
    let found = try read { database in
      let pids = try filter.find(database)
      let window = try PeopleOrder.stretch(
        database, order, of: pids, offset: offset, count: count)
      return Window(
        offset: offset,
        rows: try PersonRows(database, priority: settings.priority).fetch(window),
        total: pids.count)
    }
    if found.total == 0 && !filter.namesSchema { throw refused }
    return found
  }
}

/// A filter over the resources of accounts, as their servers sent them.
struct PeopleFilter {
  private let filter: Filter

  /// nil for a text that is no filter.
  init?(_ text: String) {
    do throws(FilterError) { filter = try Filter(parsing: text) } catch { return nil }
  }

  /// What it asks for that is hidden from whoever asks; nil for nothing.
  func refusal(_ visibility: Visibility) -> (AttributePath, VisibilityRefusal)? {
    if visibility.isUnlimited { return nil }
    for path in filter.paths {
      let known = LimitVocabulary.people.refusal(of: path, visibility)
      if let refusal = known ?? visibility.refusal(ofLimitOn: Self.name(path)) {
        return (path, refusal)
      }
    }
    return nil
  }

  /// As profiles and roles call an attribute. Shape: `enterprise.costCenter`, `name.familyName`.
  private static func name(_ path: AttributePath) -> String {
    guard path.schema?.lowercased() == SchemaURN.enterpriseUser.lowercased() else {
      let isCore = path.schema?.lowercased() == SchemaURN.user.lowercased()
      return (isCore ? AttributePath(path.attribute, path.subAttribute) : path).description
    }
    return "enterprise.\(AttributePath(path.attribute, path.subAttribute))"
  }

  /// Whether a whole path stands in it: that is no slip of the keyboard.
  var namesSchema: Bool { filter.paths.contains { $0.schema != nil } }

  /// Order: by name.
  func find(_ database: Database) throws -> [Int64] {
    let names = Self.requiredNames(filter)
    let conditions = names.map { _ in
      "(CAST(r.json AS TEXT) LIKE ? ESCAPE '\\' OR instr(r.json, x'5c75') > 0)"
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT a.pid, s.name, r.json FROM mirror_account a
        JOIN mirror_resource r ON r.rid = a.rid JOIN mirror_server s ON s.id = a.server
        \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
        """, arguments: StatementArguments(names.map { "%\(LimitText.pattern($0))%" }))
    var found: Set<Int64> = []
    var schemas: [String: SchemaSet] = [:]
    while let row = try rows.next(), found.count < PeopleSearch.most {
      let pid: Int64 = row["pid"]
      let server: String = row["name"]
      if found.contains(pid) { continue }
      let known = try schemas[server] ?? Self.schemas(database, server)
      schemas[server] = known
      if try fits(row, server, known) { found.insert(pid) }
    }
    return try PeopleSearch(database).sorted(Array(found))
  }

  private func fits(_ row: Row, _ server: String, _ schemas: SchemaSet) throws -> Bool {
    let bytes: Data = row["json"]
    do {
      var json = try JSON(parsing: [UInt8](bytes))
      if json["server"] == nil { json["server"] = .string(server) }
      return filter.matches(json, caseExact: schemas.isCaseExact)
    } catch {
      // Bytes that today's reader cannot read fit nothing.
      return false
    }
  }

  private static func schemas(_ database: Database, _ server: String) throws -> SchemaSet {
    SchemaSet([.user, .enterpriseUser] + (try SchemaRows.schemas(database, server: server)))
  }

  /// The attributes that a resource must have to fit: others are passed over without being read.
  private static func requiredNames(_ filter: Filter) -> [String] {
    switch filter {
    case .present(let path), .complex(let path, _): named(path)
    case .compare(let path, let comparison, let value):
      comparison == .notEqual || value == .null ? [] : named(path)
    case .and(let left, let right): requiredNames(left) + requiredNames(right)
    case .or, .not: []
    }
  }

  private static func named(_ path: AttributePath) -> [String] {
    path.attribute.lowercased() == "server" ? [] : [path.attribute]
  }
}
