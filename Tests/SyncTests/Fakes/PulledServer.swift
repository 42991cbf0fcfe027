import Foundation
import HTTP
import SCIM
import Synchronization
import Testing

/// A small SCIM server in memory whose habits a test chooses; what it does not know is an issue.
final class PulledServer: HTTPTransport {
  struct Person: Sendable {
    var id: String
    var userName: String
    var title = "Engineer"
    var modified: Date
  }

  struct Team: Sendable {
    var id: String
    var name: String
    var members: [String]
    var modified: Date
  }

  struct Habits: Sendable {
    var maximumPage = 100
    var hasCursors = false
    var hasConfig = true
    var hasTypes = true
    var configPath = "/ServiceProviderConfig"
    var hasVersions = true
    var hasGroups = true
    var listsMembers = true
    /// Not even a group read alone shows its members.
    var hidesMembers = false
    /// Answers `groups.value eq` over users; otherwise 400.
    var filtersUsersByGroup = false
    /// Answers `members.value eq` over groups; otherwise 400.
    var filtersGroupsByMember = false
    /// Answers `meta.lastModified gt`; otherwise ignores it.
    var filtersDates = true
    /// Answers `userName eq`; otherwise ignores it.
    var filtersNames = true
    /// Obeys `sortBy` id and meta.lastModified; otherwise ignores it.
    var sorts = false
    /// Answers 400 to a larger `startIndex`.
    var maximumStart: Int?
    /// Without `sortBy`, the order is another one for each request.
    var movesUnsorted = false
    /// Answers `id gt`; otherwise 400.
    var filtersIDs = true
    /// `totalResults` is the page's size.
    var totalsArePageSizes = false
    var sendsDate = true
    /// Each read dates every resource anew.
    var datesAtReading = false
  }

  struct State: Sendable {
    var people: [Person] = []
    var teams: [Team] = []
    var habits = Habits()
    var log: [String] = []
    /// Called with each request line before it is answered; an answer of its own replaces it.
    var fault: @Sendable (String) -> Result<HTTPResponse, HTTPError>? = { _ in nil }
  }

  static let base = "https://model.example/scim"
  static let start = Date(timeIntervalSince1970: 1_770_000_000)

  let state: Mutex<State>
  let clock: TestClock
  private let turns = Mutex(0)

  init(people: Int = 0, teams: Int = 0, habits: Habits = Habits(), clock: TestClock = TestClock()) {
    self.clock = clock
    var state = State(habits: habits)
    state.people = (0..<people).map { Self.person($0) }
    state.teams = (0..<teams).map { Self.team($0, people: people) }
    self.state = Mutex(state)
  }

  static func person(_ number: Int) -> Person {
    Person(
      id: "u\(100_000 + number)", userName: "user\(number)@example.com",
      modified: start + Double(number))
  }

  static func team(_ number: Int, people: Int) -> Team {
    let members = people == 0 ? [] : (0..<3).map { "u\(100_000 + (number * 7 + $0) % people)" }
    return Team(
      id: "g\(number)", name: "Team \(number)", members: members,
      modified: start + Double(number))
  }

  /// The request lines so far, without the discovery endpoints.
  var reads: [String] {
    state.withLock { state in
      state.log.filter { $0.contains("/Users") || $0.contains("/Groups") }
    }
  }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func forgetLog() { change { $0.log = [] } }

  // MARK: - Answers

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let line = "\(request.method) \(request.url.dropFirst(Self.base.count))"
    let fault = state.withLock { state in
      state.log.append(line)
      return state.fault
    }
    if let answer = fault(line) { return try answer.get() }
    guard request.method == "GET", request.url.hasPrefix(Self.base) else {
      Issue.record("unexpected request: \(line)")
      throw .failed(host: "model", detail: "unexpected request")
    }
    let sides = line.dropFirst(4).split(separator: "?", maxSplits: 1)
    let query = Dictionary(
      (PercentEncoding.parseQuery(sides.count > 1 ? String(sides[1]) : "") ?? [])
        .map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    return state.withLock { answer(String(sides[0]), query, $0) }
  }

  private func answer(_ path: String, _ query: [String: String], _ state: State) -> HTTPResponse {
    let parts = path.split(separator: "/").map(String.init)
    let habits = state.habits
    switch parts.first {
    case "Users":
      let rows = state.people.map { person in
        let teams = state.teams.filter { $0.members.contains(person.id) }.map(\.id)
        return Row(
          id: person.id, userName: person.userName, modified: person.modified, links: teams
        ) {
          self.json(person, habits)
        }
      }
      return parts.count == 1 ? list(rows, query, habits) : one(rows, parts[1], habits)
    case "Groups" where state.habits.hasGroups:
      let isAlone = parts.count > 1
      let rows = state.teams.map { team in
        Row(id: team.id, userName: "", modified: team.modified, links: team.members) {
          self.json(team, habits, isAlone: isAlone)
        }
      }
      return isAlone ? one(rows, parts[1], habits) : list(rows, query, habits)
    default: return discovery(path, state.habits)
    }
  }

  private func discovery(_ path: String, _ habits: Habits) -> HTTPResponse {
    switch path {
    case habits.configPath where habits.hasConfig:
      respond(
        [
          "patch": ["supported": true], "etag": ["supported": .bool(habits.hasVersions)],
          "filter": ["supported": true, "maxResults": .number(JSONNumber(habits.maximumPage))],
        ], habits)
    case "/ResourceTypes" where habits.hasTypes:
      respond(
        .array([["name": "User", "endpoint": "/Users"], ["id": "Group", "endpoint": ""]]), habits)
    default: refuse(404, habits)
    }
  }

  /// What lists are made of: the document is written only for the page that is sent.
  private struct Row {
    var id: String
    var userName: String
    var modified: Date
    /// The groups of a user, the members of a group.
    var links: [String]
    var json: () -> JSON
  }

  private func list(_ all: [Row], _ query: [String: String], _ habits: Habits) -> HTTPResponse {
    if !habits.filtersIDs, query["filter"]?.hasPrefix("id gt") == true {
      return refuse(400, habits)
    }
    if let most = habits.maximumStart, let start = query["startIndex"].flatMap(Int.init),
      start > most
    {
      return refuse(400, habits)
    }
    let isRefused =
      query["filter"]?.hasPrefix("groups.value") == true && !habits.filtersUsersByGroup
      || query["filter"]?.hasPrefix("members.value") == true && !habits.filtersGroupsByMember
    if isRefused { return refuse(400, habits) }
    var rows = all.filter { matches($0, query["filter"], habits) }
    if habits.movesUnsorted, query["sortBy"] == nil { turn(&rows) }
    let count = min(habits.maximumPage, query["count"].flatMap(Int.init) ?? 100)
    var first = max(1, query["startIndex"].flatMap(Int.init) ?? 1) - 1
    let cursor = habits.hasCursors ? query["cursor"] : nil
    if let cursor {
      rows.sort { $0.id < $1.id }
      first = rows.firstIndex { $0.id > cursor } ?? rows.count
    }
    if habits.sorts { sort(&rows, query) }
    let page = Array(rows.dropFirst(first).prefix(count))
    let total = habits.totalsArePageSizes ? page.count : rows.count
    var response = ListResponse(totalResults: total, resources: page.map { $0.json() })
    if cursor != nil, first + page.count < rows.count { response.nextCursor = page.last?.id }
    return respond(response.json, habits)
  }

  /// Another order each time.
  private func turn(_ rows: inout [Row]) {
    guard !rows.isEmpty else { return }
    let by = turns.withLock { turns in
      turns += 1
      return turns * 7 % rows.count
    }
    rows = Array(rows[by...] + rows[..<by])
  }

  private func sort(_ rows: inout [Row], _ query: [String: String]) {
    switch query["sortBy"] {
    case "id": rows.sort { $0.id < $1.id }
    case "meta.lastModified": rows.sort { $0.modified < $1.modified }
    default: return
    }
    if query["sortOrder"] == "descending" { rows.reverse() }
  }

  private func matches(_ row: Row, _ filter: String?, _ habits: Habits) -> Bool {
    guard let filter else { return true }
    let words = filter.split(separator: " ", maxSplits: 2).map(String.init)
    let value = words[2].replacing("\"", with: "")
    switch words[0] {
    case "groups.value", "members.value": return row.links.contains(value)
    case "id" where words[1] == "gt": return row.id > value
    case "userName": return !habits.filtersNames || row.userName == value
    case "meta.lastModified":
      guard habits.filtersDates, let date = SCIMDate.parse(value) else { return true }
      return row.modified > date
    default: return true
    }
  }

  private func one(_ rows: [Row], _ id: String, _ habits: Habits) -> HTTPResponse {
    let wanted = PercentEncoding.decode(id)
    guard let row = rows.first(where: { $0.id == wanted }) else { return refuse(404, habits) }
    return respond(row.json(), habits)
  }

  // MARK: - Documents

  private func meta(_ date: Date, _ habits: Habits) -> JSON {
    let date = habits.datesAtReading ? clock.now : date
    if habits.datesAtReading { clock.advance(1) }
    var meta: JSON = ["lastModified": .string(SCIMDate.print(date))]
    if habits.hasVersions { meta["version"] = .string("W/\"\(date.timeIntervalSince1970)\"") }
    return meta
  }

  private func json(_ person: Person, _ habits: Habits) -> JSON {
    [
      "schemas": [.string(SchemaURN.user)], "id": .string(person.id),
      "userName": .string(person.userName), "displayName": .string("Person \(person.id)"),
      "title": .string(person.title), "active": true, "meta": meta(person.modified, habits),
    ]
  }

  private func json(_ team: Team, _ habits: Habits, isAlone: Bool) -> JSON {
    var json: JSON = [
      "schemas": [.string(SchemaURN.group)], "id": .string(team.id),
      "displayName": .string(team.name), "meta": meta(team.modified, habits),
    ]
    if !habits.hidesMembers, habits.listsMembers || isAlone {
      json["members"] = .array(team.members.map { ["value": .string($0)] })
    }
    return json
  }

  private func respond(_ json: JSON, _ habits: Habits) -> HTTPResponse {
    HTTPResponse(status: 200, headers: dated(habits), body: json.bytes)
  }

  private func refuse(_ status: Int, _ habits: Habits) -> HTTPResponse {
    HTTPResponse(status: status, headers: dated(habits))
  }

  private func dated(_ habits: Habits) -> [(String, String)] {
    guard habits.sendsDate else { return [] }
    var seconds = time_t(clock.now.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 40)
    strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return [("Date", String(decoding: bytes, as: UTF8.self))]
  }
}
