import Foundation
import Governance
import Screens
import Store
import Sync

/// Carries out the effects that change the ledger. Runs on any thread.
struct Writing: Sendable {
  let session: Session
  let `operator`: Operator

  func decide(_ batch: DecisionBatch) throws -> [Event] {
    try session.allow(.decide, for: `operator`)
    let results = batch.items.flatMap { item in
      session.desk.decide(
        [Desk.Choice(request: item.request, shownDigest: item.planDigest)],
        outcome: batch.outcome, reason: item.comment ?? batch.comment, operator: `operator`,
        now: session.now)
    }
    var reports: [DecisionReport] = []
    var failures: [Event] = []
    for result in results {
      switch result.end {
      case .recorded:
        reports.append(
          DecisionReport(request: result.request, refusal: nil, waitsFor: result.waitsFor))
      case .refused(let refusal):
        reports.append(DecisionReport(request: result.request, refusal: refusal))
      case .failed(let error): failures.append(.failed(Problem(Failure(any: error))))
      }
    }
    // A full disk meets the whole batch: once is enough.
    return [.decided(reports)] + failures.prefix(1)
  }

  func submit(_ draft: RequestDraft) throws -> [Event] {
    try session.allow(.request, for: `operator`)
    try session.refuseSecondUndo(draft)
    let request = try session.submitted(draft)
    try session.desk.judge([request.id], now: session.now)
    return [.submitted(request.id)]
  }

  func withdraw(_ id: RequestID) throws -> [Event] {
    let refusal = try session.store.cancel(
      id, actor: try `operator`.known(), reason: "", now: session.now)
    if let refusal {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    return [.withdrawn(id)]
  }

  func retry(_ action: Int64) throws -> [Event] {
    try session.allow(.sync, for: `operator`)
    let server = try session.store.action(action)?.operation.server
    let configured = session.configuration.servers.first { $0.name == server }
    try session.store.retry(
      action, address: configured.map { ServerAddress($0.baseURL) }, actor: try `operator`.known(),
      now: session.now)
    return [.dataChanged]
  }

  func recordManual(_ action: Int64, note: String) throws -> [Event] {
    let refusal = try session.desk.recordManualDone(
      action, operator: `operator`, note: note, now: session.now)
    if let refusal { throw Failure(refusal) }
    return [.manualRecorded, .dataChanged]
  }

  func link(_ wish: LinkWish) throws -> [Event] {
    guard let named = wish.account, let owner = wish.owner else { return [] }
    try session.allow(.people, for: `operator`)
    try session.allow(.decide, for: `operator`)
    let account =
      switch named {
      case .known(let account): account
      case .named(let text): try session.account(text)
      }
    let target: AccountLink.Owner =
      switch owner {
      case .known(let person): .person(person.key)
      case .named(let text): .person(try session.person(text).key)
      case .nobodyElse: .nobodyElse
      }
    let counts = try session.link(
      account, to: target, reason: wish.reason, actor: try `operator`.known())
    guard counts else { return [.linked(Proposals.sentence(account)), .dataChanged] }
    let now = try session.store.identity(server: account.server, userID: account.id)
    return [
      .linked("\(account.name) is the account of \(now?.name ?? "nobody") now."), .dataChanged,
    ]
  }
}

extension Failure {
  init(_ refusal: TransitionRefusal) {
    self.init(
      .refused, code: "action.refused", refusal.sentence,
      advice: "Activity shows where each call stands, and what waits for a person.")
  }
}

extension Problem {
  /// - Parameter pipe: the key that gives what is selected to a program.
  static func noClipboard(pipe: String) -> Problem {
    Problem(
      code: "terminal.no-clipboard",
      sentence: "This terminal is not known to take text for its clipboard.",
      advice: "Press \(pipe) and name a program that does, such as xclip or wl-copy.")
  }

  init(_ failure: Failure) {
    self.init(code: failure.code, sentence: failure.sentence, advice: failure.advice)
  }
}
