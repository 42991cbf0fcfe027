import ArgumentParser
import Governance
import Store

struct PeopleVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "List people.",
    discussion: """
      --limit takes a SCIM filter, also with any attribute that a server sends of an account: \
      'department eq "Sales" and active eq false', 'urn:example:Badge:number pr'.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Only people with an account that fits a filter.", valueName: "filter"))
  var limit: String?
  @Option(
    help: .init(
      "Columns such as department,-name; a minus turns one round (default: name).",
      valueName: "columns"))
  var sort = ListOrder<PeopleColumn>()
  @Option(help: .init("At most this many.", valueName: "n")) var count: Int?
  @Argument(help: "Words that a name, userName, mail, title or department starts with.")
  var words: [String] = []

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
    if limit != nil && !words.isEmpty { throw ValidationError("Give --limit or words, not both.") }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.people)
    var rows: [PersonRow] = []
    var total = 0
    let wanted = count ?? .max
    repeat {
      let window = try page(session, offset: rows.count, count: min(1_000, wanted - rows.count))
      rows += window.rows
      total = window.total
      if window.rows.isEmpty { break }
    } while rows.count < min(total, wanted)
    if session.isJSON {
      for row in rows { session.console.line(try Records.line(row)) }
    } else {
      show(rows, total: total, session)
    }
  }

  private func page(_ session: Session, offset: Int, count: Int) throws -> Window<PersonRow> {
    let visibility = try session.visibility()
    var window = try session.store.people(
      search: limit ?? words.joined(separator: " "), order: sort, offset: offset, count: count,
      seenBy: visibility, now: session.now)
    window.rows = window.rows.map { $0.seen(by: visibility) }
    return window
  }

  private func show(_ rows: [PersonRow], total: Int, _ session: Session) {
    guard !rows.isEmpty else {
      session.console.errorLine("Nobody matches.")
      return
    }
    var table = Table([
      .init("NAME", isElastic: true), .init("TITLE", isElastic: true),
      .init("DEPARTMENT", isElastic: true), .init("USER NAME", isElastic: true),
      .init("ACCOUNTS"),
    ])
    for row in rows {
      let marks = row.accounts.map { ($0.isActive == false ? "−" : "") + $0.server }
      table.rows.append([
        row.person.name, row.title, row.department, row.userName, marks.joined(separator: " "),
      ])
    }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
    if total > rows.count { session.console.errorLine("\(rows.count) of \(total).") }
  }
}
