import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct DiffVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what became of somebody between two moments.",
    discussion: "+ was given or appeared, − was lost or went, ~ has another value.")

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("The earlier moment: \(PastDate.help).", valueName: "date"))
  var from: PastDate
  @Option(help: .init("The later moment (default: now).", valueName: "date")) var to: PastDate?
  @Argument(help: "A full name, a userName, an e-mail address or an identity's key.")
  var person: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let reference = try session.knownPerson(person)
    let end = to.flatMap { $0.kind == .now ? nil : $0.date(now: session.now) }
    let outcome = try session.store.difference(
      of: reference, from: from.date(now: session.now), to: end, now: session.now)
    let diff: ProfileDiff
    switch outcome {
    case .success(let found): diff = found.seen(by: try session.visibility())
    case .failure(let refusal): throw Failure(refusal)
    }
    if session.isJSON { return session.console.line(try Records.line(diff)) }
    for line in DiffText(diff: diff, zone: .current).lines(width: session.console.columns) {
      session.console.line(line)
    }
  }
}

/// A difference on paper.
struct DiffText {
  let diff: ProfileDiff
  let zone: TimeZone

  func lines(width: Int?) -> [String] {
    let span = "\(Moment.text(diff.from, in: zone)) to \(Moment.text(diff.to, in: zone))"
    let head = ["\(DisplayText.visible(diff.person.name)), \(span)"] + unknown
    if diff.isEmpty { return head + ["  nothing changed"] }
    // A table has a line of titles.
    return head + table.lines(width: width.map { $0 - 2 }).dropFirst().map { "  \($0)" }
  }

  private var unknown: [String] {
    diff.unknown.map { start in
      "  \(start.server) is left out: "
        + (start.begins.map { "it is known since \(Moment.text($0, in: zone)) only." }
          ?? "it was never read to its end.")
    }
  }

  private var table: Table {
    var table = Table([
      .init(""), .init(""), .init("", isElastic: true), .init("", isElastic: true),
    ])
    for account in diff.accounts {
      let isGain = account.kind == .added || account.kind == .activated
      table.rows.append([
        isGain ? "+" : "−", account.server, "account \(account.userName)", account.kind.words,
      ])
    }
    for grant in diff.gained { table.rows.append(row("+", grant)) }
    for grant in diff.lost { table.rows.append(row("−", grant)) }
    for field in diff.fields {
      table.rows.append([
        "~", field.server, field.name, "\(field.old ?? "nothing") → \(field.new ?? "nothing")",
      ])
    }
    return table
  }

  private func row(_ mark: String, _ grant: Grant) -> [String] {
    let reference = grant.entitlement.reference
    return [
      mark, reference.server, "\(reference.type.rawValue) \(grant.entitlement.display)",
      mark == "+" ? GrantWords(zone: zone).reason(grant) : "",
    ]
  }
}

extension ProfileDiff.AccountChange.Kind {
  fileprivate var words: String {
    switch self {
    case .added: "appeared"
    case .removed: "is gone"
    case .activated: "was turned on"
    case .deactivated: "was turned off"
    }
  }
}
