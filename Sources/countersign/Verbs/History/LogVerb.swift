import ArgumentParser
import Foundation
import Governance
import Store

struct LogVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Tell everything that is known to have happened to somebody.",
    discussion: """
      What was asked, decided and done here, and what the servers showed: groups, roles, accounts \
      and values as they came, changed and went. The newest comes first.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("From then on: \(PastDate.help).", valueName: "date")) var from: PastDate?
  @Option(help: .init("Until then (default: now).", valueName: "date")) var to: PastDate?
  @Option(help: .init("At most this many.", valueName: "n")) var count: Int?
  @Argument(help: "A full name, a userName, an e-mail address or an identity's key.")
  var person: String

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let reference = try session.knownPerson(person)
    let (start, end) = (from?.date(now: session.now), to?.date(now: session.now))
    if let start, start >= end ?? session.now {
      throw Failure(HistoryRefusal.backwards(from: start, to: end ?? session.now))
    }
    let visibility = try session.visibility()
    let all = try session.store.log(of: reference.key, from: start, to: end)
      .map { $0.seen(by: visibility) }
    let shown = all.prefix(count ?? all.count)
    if session.isJSON {
      for entry in shown { session.console.line(try Records.line(entry)) }
      return
    }
    guard !shown.isEmpty else {
      return session.console.errorLine("Nothing is known of \(reference.name) in that time.")
    }
    var table = Table([.init("WHEN"), .init("WHERE"), .init("WHAT", isElastic: true)])
    for entry in shown {
      table.rows.append([
        Moment.text(entry.time, in: .current), entry.server ?? "here", entry.sentence,
      ])
    }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
    if shown.count < all.count {
      session.console.errorLine("\(shown.count) of \(all.count).")
    }
  }
}
