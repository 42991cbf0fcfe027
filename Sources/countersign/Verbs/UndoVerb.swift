import ArgumentParser
import Foundation
import Governance
import Store
import Sync

struct UndoVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Ask that what a decided request did is taken back.",
    discussion: """
      Makes a new request for the opposite of what was applied and still stands; it is planned, \
      decided and recorded as any other. What was given for a time and taken away early is asked for \
      until its old end. Exit status 1, with the reason, when nothing of it can be \
      undone.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Only show what it would ask for and the calls that would be sent.")
  var plan = false
  @Option(help: .init("Why.", valueName: "text")) var reason: String?
  @Argument(help: "A request, by id or the start of one.") var id: String

  func validate() throws {
    if !plan, reason?.allSatisfy(\.isWhitespace) ?? true {
      throw ValidationError("Say why with --reason, or look first with --plan.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let current = try session.operator()
    guard let detail = try session.details([id], operator: current).first else { return }
    let undo = Undo(of: detail, now: session.now)
    if case .impossible(let refusal) = undo {
      throw Failure(.refused, code: refusal.code, refusal.sentence)
    }
    let requester = plan ? current.person : try session.knownOperator()
    let draft = undo.draft(of: detail.request, requester: requester, reason: reason ?? "")
    guard let draft else { return }
    try session.refuseSecondUndo(draft)
    if case .possible(_, let remains) = undo {
      for sentence in remains { session.console.errorLine("stays as it is: \(sentence)") }
    }
    if plan {
      try session.preview(draft, operator: current)
    } else {
      try await session.submit(draft, requester: try session.knownOperator())
    }
  }
}

extension Session {
  /// One request to take something back is enough while it waits.
  func refuseSecondUndo(_ draft: RequestDraft) throws {
    guard let reference = draft.externalReference, draft.isSingle,
      let pending = try store.pendingRequest(reference: reference)
    else { return }
    throw Failure(
      .refused, code: "undo-asked-already",
      "Request \(pending.rawValue) asks for this already.",
      advice: "Decide that one: countersign plan \(pending.rawValue)")
  }

  /// Shows the plan of a request that nobody has made yet.
  fileprivate func preview(_ draft: RequestDraft, operator: Operator) throws {
    let nobody = PersonReference(key: IdentityKey(rawValue: "nobody"), name: "")
    var draft = draft
    draft.requester = draft.requester ?? nobody
    let id = RequestID(rawValue: draft.externalReference ?? "")
    guard let request = draft.request(id: id, origin: .local, now: now) else { return }
    let detail = try desk.preview(request, operator: `operator`, now: now)
    if isJSON { return console.line(try Records.line(PlanRecord(detail))) }
    // The digest is of a request that does not exist.
    for line in PlanText(detail: detail, now: now, zone: .current).lines.dropLast() {
      console.prose(line)
    }
  }

  /// Submits a draft and says its id.
  ///
  /// Throws: ``Failure`` with every problem of the draft, or `StoreError`.
  func submit(_ draft: RequestDraft, requester: PersonReference) async throws {
    let servers = Set(configuration.servers.map(\.name))
    let id = RequestID(rawValue: UUID().uuidString.lowercased())
    guard let request = draft.request(id: id, origin: .local, servers: servers, now: now) else {
      let problems = draft.problems(servers: servers, now: now)
      let sentences = problems.map { "\($0.field): \($0.sentence)" }
      throw Failure(.refused, code: "request.invalid", sentences.joined(separator: "\n"))
    }
    try store.submit([request], actor: requester, now: now)
    try await judge([id])
    console.line(isJSON ? Records.request(request).text : request.id.rawValue)
  }
}
