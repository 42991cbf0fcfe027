import ArgumentParser
import Foundation
import Governance
import SCIM
import Store
import Terminal

struct RemindVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "remind", abstract: "List what is late, each once: for a mail from cron.",
    discussion: """
      Reminders, escalations and lapses by the clock of policy.toml, with whom each request waits \
      for. What was listed is not listed again. Prints nothing when nothing is new.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Leave them to be listed again.") var keep = false

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try ServerWork(session: session).settle()
    for notice in try session.store.clockNotices(marks: !keep) {
      let waits = try session.desk.detail(
        notice.request.id, operator: Operator(name: "", person: nil), now: session.now)
      if session.isJSON {
        var record = Records.request(notice.request)
        record["event"] = .string(notice.kind.rawValue)
        record["at"] = .string(SCIMDate.print(notice.at))
        if let due = notice.due { record["due"] = .string(SCIMDate.print(due)) }
        record["waitsFor"] = .array(Self.people(waits).map { .string($0) })
        session.console.line(record.text)
      } else {
        session.console.prose(DisplayText.visible(Self.line(notice, waits, now: session.now)))
      }
    }
  }

  private static func line(_ notice: ClockNotice, _ detail: RequestDetail?, now: Date) -> String {
    let request = notice.request
    let access = request.items.map(\.shown).joined(separator: ", ")
    let due = notice.due.map { " due \(Moment.distance(from: now, to: $0))" } ?? ""
    let people = people(detail)
    let waits =
      notice.kind == .expired || people.isEmpty
      ? "" : "; waits for \(people.joined(separator: ", "))"
    return "\(notice.kind.rawValue) \(request.id.rawValue) \(request.beneficiary.name): \(access)"
      + due + waits
  }

  private static func people(_ detail: RequestDetail?) -> [String] {
    (detail?.policy?.progress.open ?? []).flatMap { step in
      step.audience.isAnyone ? ["anyone"] : step.audience.able.map(\.person.name)
    }
  }
}

struct ExtendVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "extend", abstract: "Ask that what a request granted ends later.",
    discussion: """
      Makes a new request for the same access. Once it is approved, the end moves to that long after \
      the approval; until then it stays where it is.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("How much longer, from the approval on, such as 7d.", valueName: "span"))
  var forDuration: String
  @Option(help: .init("Why.", valueName: "text")) var reason: String
  @Argument(help: "The request that granted it, by id or the start of one.") var id: String

  func validate() throws {
    if ISODuration(human: forDuration) == nil {
      throw ValidationError("“\(forDuration)” is no span of time: write 8h, 7d or 2w.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.request)
    let requester = try session.knownOperator()
    guard let granted = try session.store.request(RequestName.resolve(id, in: session)),
      let duration = ISODuration(human: forDuration)?.iso
    else { return }
    var items: [RequestItem] = []
    for item in granted.items where item.operation == .grant {
      guard
        try session.store.ending(of: item.entitlement, for: granted.beneficiary.key) != nil
      else { continue }
      items.append(
        RequestItem(
          id: item.id, operation: .grant, entitlement: item.entitlement, display: item.display,
          duration: duration))
    }
    guard !items.isEmpty else {
      throw Failure(
        .refused, code: "extend.nothing", "Nothing of that request is about to end by itself.",
        advice: "Ask for it anew: countersign request --grant …")
    }
    let draft = RequestDraft(
      requester: requester, beneficiary: granted.beneficiary, items: items, justification: reason,
      externalReference: granted.externalReference)
    let request = try session.submitted(draft)
    try await session.judge([request.id])
    session.console.line(session.isJSON ? Records.request(request).text : request.id.rawValue)
  }
}

extension Session {
  /// Checks a draft, gives it what the policy says about time, and submits it.
  ///
  /// Throws: ``Failure`` with all that is wrong with it, or `StoreError`.
  func submitted(_ draft: RequestDraft) throws -> AccessRequest {
    let request = try checked(draft)
    try store.submit([request], actor: request.requester, now: now)
    return request
  }

  /// The request that a draft makes, with what the policy says about time; nothing is recorded.
  func checked(_ draft: RequestDraft) throws -> AccessRequest {
    let draft = draft.completed(by: policy, now: now)
    let servers = Set(configuration.servers.map(\.name))
    let problems =
      draft.problems(servers: servers, now: now) + draft.problems(with: policy, now: now)
    let id = RequestID(rawValue: UUID().uuidString.lowercased())
    guard problems.isEmpty,
      let request = draft.request(id: id, origin: .local, servers: servers, now: now)
    else {
      let sentences = problems.map { "\($0.field): \($0.sentence)" }
      throw Failure(.refused, code: "request.invalid", sentences.joined(separator: "\n"))
    }
    return request
  }
}
