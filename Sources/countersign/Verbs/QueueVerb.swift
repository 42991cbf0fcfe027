import ArgumentParser
import Foundation
import Governance
import Store

struct QueueVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: "List requests.",
    discussion: """
      --limit takes a SCIM filter, such as 'risk ge 40 and item.server eq "idp"', or words to \
      search for.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    help: "for-me, mine, open, overdue or decided (default: for-me; open without an operator).")
  var folder: QueueFolder?

  @Option(
    help: .init("Only requests that match a filter, or hold these words.", valueName: "filter"))
  var limit: String?

  @Option(
    help: .init(
      "Columns such as risk,-due; a minus turns one round (default: due).", valueName: "columns"))
  var sort = QueueSort.due

  @Option(help: .init("At most this many.", valueName: "n")) var count: Int?

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let current = try session.operator()
    let visibility = try session.visibility(of: current)
    let person = current.person
    let folder = folder ?? (person == nil ? .open : .forMe)
    if person == nil, folder == .forMe || folder == .mine { _ = try session.knownOperator() }
    var entries: [QueueEntry] = []
    var total = 0
    let wanted = count ?? .max
    repeat {
      let window = try session.store.queue(
        folder: folder, operator: person, limit: limit, sort: sort, offset: entries.count,
        count: min(500, wanted - entries.count), seenBy: visibility, now: session.now)
      entries += window.rows
      total = window.total
      if window.rows.isEmpty { break }
    } while entries.count < min(total, wanted)
    if session.isJSON {
      for entry in entries { session.console.line(Records.request(entry).text) }
    } else {
      show(entries, total: total, folder: folder, session)
    }
  }

  private func show(
    _ entries: [QueueEntry], total: Int, folder: QueueFolder, _ session: Session
  ) {
    guard !entries.isEmpty else {
      let matching = limit.map { " that matches “\($0)”" } ?? ""
      session.console.errorLine("No request in “\(folder.rawValue)”\(matching).")
      return
    }
    var table = Table([
      .init("ID"), .init("RISK", isRightAligned: true), .init("DUE", isRightAligned: true),
      .init("FOR", isElastic: true), .init("ACCESS", isElastic: true), .init("SERVER"),
      .init("ASKED BY", isElastic: true), .init("STATUS"), .init("WHY", isElastic: true),
    ])
    let shorten = RequestName.shortener(entries.map(\.request.id))
    for entry in entries { table.rows.append(row(entry, shorten, now: session.now)) }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
    if total > entries.count { session.console.errorLine("\(entries.count) of \(total).") }
  }

  private func row(
    _ entry: QueueEntry, _ shorten: (RequestID) -> String, now: Date
  ) -> [String] {
    let request = entry.request
    let access = request.items.map(\.shown).joined(separator: ", ")
    let servers = Set(request.items.map(\.entitlement.server)).sorted().joined(separator: ",")
    let asker = request.requester.key == request.beneficiary.key ? "self" : request.requester.name
    let status = entry.actionStatus.map { "\(request.status.rawValue), \($0.rawValue)" }
    let why = [request.externalReference, request.justification].compactMap { $0 }
    return [
      shorten(request.id), String(entry.riskScore),
      request.neededBy.map { Moment.distance(from: now, to: $0) } ?? "",
      request.beneficiary.name, access, servers, asker,
      status ?? entry.step?.shown ?? request.status.rawValue,
      why.filter { !$0.isEmpty }.joined(separator: " "),
    ]
  }
}

extension WaitingStep {
  /// Shape: `step owner, as the owner of engineers`.
  fileprivate var shown: String { "step \(name)" + (reason.map { ", \($0)" } ?? "") }
}

extension QueueFolder: ExpressibleByArgument {}
extension QueueSort: ExpressibleByArgument {
  public init?(argument: String) {
    do throws(UnknownColumn) { try self.init(parsing: argument) } catch { return nil }
  }

  public var defaultValueDescription: String { text }
}

extension ListOrder: ExpressibleByArgument {
  public init?(argument: String) {
    do throws(UnknownSortColumn<Column>) { try self.init(parsing: argument) } catch { return nil }
  }

  public var defaultValueDescription: String { text }
}

extension RequestItem {
  /// Shape: `+ platform-engineers 7d`, `− finance-approvers`.
  var shown: String {
    let sign = operation == .grant ? "+" : "−"
    let name = entitlement.type == .account ? "account" : display
    let length = duration.map { " \(ISODuration(iso: $0)?.human ?? $0)" } ?? ""
    return "\(sign) \(name)\(length)"
  }
}
