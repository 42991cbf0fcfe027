import ArgumentParser
import Foundation
import Governance
import Store

struct FindingsVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "findings", abstract: "List what somebody should look at.",
    discussion: "Kinds: "
      + Store.findingKinds.map { "\($0.rawValue) (\($0.title))" }
      .joined(separator: ", ") + ".")

  @OptionGroup var options: GlobalOptions

  @Option(help: "Only findings of this kind; may be repeated.") var kind: [Finding.Kind] = []

  @Option(
    help: .init(
      "Columns such as who,-kind; a minus turns one round (default: kind).",
      valueName: "columns"))
  var sort = ListOrder<FindingColumn>()

  @Option(help: .init("At most this many.", valueName: "n")) var count: Int?

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.people)
    let window = try session.store.findings(
      kinds: kind.isEmpty ? nil : Set(kind), order: sort, offset: 0, count: count ?? .max,
      seenBy: session.visibility(), by: session.operator().person, now: session.now)
    if session.isJSON {
      for finding in window.rows { session.console.line(try Records.line(finding)) }
    } else {
      show(window, session)
    }
  }

  private func show(_ window: Window<Finding>, _ session: Session) {
    guard !window.rows.isEmpty else {
      session.console.errorLine(
        kind.isEmpty ? "Nothing is known to be wrong." : "There is none of that kind.")
      return
    }
    var table = Table([
      .init("KIND"), .init("WHO", isElastic: true), .init("ACCOUNT", isElastic: true),
      .init("WHAT", isElastic: true),
    ])
    for finding in window.rows {
      table.rows.append([
        finding.kind.title, finding.person?.name ?? "", finding.account?.name ?? "",
        finding.sentence,
      ])
    }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
    if window.total > window.rows.count {
      session.console.errorLine("\(window.rows.count) of \(window.total).")
    }
  }
}

extension Finding.Kind: ExpressibleByArgument {
  public static var allValueStrings: [String] { Store.findingKinds.map(\.rawValue) }

  /// Kinds that only profiles show cannot be listed.
  public init?(argument: String) {
    guard let kind = Store.findingKinds.first(where: { $0.rawValue == argument }) else {
      return nil
    }
    self = kind
  }
}
