import Foundation
import Governance
import Sync

/// What a decision led to, as one line of JSON.
struct DecisionRecord: Encodable {
  struct ActionRecord: Encodable {
    var operation: Int
    var server: String
    var status: ActionStatus
    var answer: ServerAnswer?
    var advice: String?
  }

  var request: String
  /// `approved`, `denied`, or the code of why not.
  var outcome: String
  var sentence: String?
  /// The steps that others must pass first; absent once it is decided.
  var waitsFor: [String]?
  var actions: [ActionRecord]
}

extension Session {
  /// Prints what became of decisions.
  ///
  /// Throws: ``Failure`` with what went wrong first: a refusal, the database, or a server.
  func report(_ results: [DecisionResult], sent: Bool) throws {
    var first: Failure?
    for result in results {
      let actions = try store.actions(for: result.request)
      let failure = try failure(of: result) ?? (sent ? self.failure(among: actions) : nil)
      first = first ?? failure
      if isJSON {
        console.line(try Records.line(record(result, actions, failure)))
      } else {
        for line in lines(result, actions) { console.prose(line) }
      }
    }
    guard var failure = first else { return }
    if results.count > 1 { failure.sentence = "Not everything went well. \(failure.sentence)" }
    throw failure
  }

  private func lines(_ result: DecisionResult, _ actions: [Action]) -> [String] {
    let id = result.request.rawValue
    switch result.end {
    case .recorded(.approved) where !result.waitsFor.isEmpty:
      let steps = result.waitsFor.map { "“\($0)”" }.joined(separator: ", ")
      return ["\(id) your yes is recorded; nothing is sent until \(steps) has passed"]
    case .recorded(let outcome):
      return ["\(id) \(outcome.rawValue)"]
        + actions.map { "  \($0.operation.timedEffect): \($0.outcome)" }
    case .refused(let refusal): return ["\(id) not decided: \(refusal.sentence)"]
    case .failed(let error): return ["\(id) not decided: \(error.sentence)"]
    }
  }

  private func record(
    _ result: DecisionResult, _ actions: [Action], _ failure: Failure?
  ) -> DecisionRecord {
    let outcome =
      switch result.end {
      case .recorded(let outcome): outcome.rawValue
      case .refused(let refusal): refusal.code
      case .failed(let error): error.code.rawValue
      }
    return DecisionRecord(
      request: result.request.rawValue, outcome: outcome, sentence: failure?.sentence,
      waitsFor: result.waitsFor.isEmpty ? nil : result.waitsFor,
      actions: actions.map {
        DecisionRecord.ActionRecord(
          operation: $0.operation.number, server: $0.operation.server, status: $0.status,
          answer: $0.answer, advice: $0.advice)
      })
  }

  private func failure(of result: DecisionResult) throws -> Failure? {
    switch result.end {
    case .recorded where !result.waitsFor.isEmpty: nil
    case .recorded(let outcome): try overtaken(result.request, outcome)
    case .refused(let refusal): failure(of: refusal)
    case .failed(let error): Failure(any: error)
    }
  }

  private func failure(of refusal: DecisionRefusal) -> Failure {
    Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }

  /// A shared request that somebody else decided first, as its server said when ours was written
  /// back.
  private func overtaken(_ id: RequestID, _ outcome: DecisionOutcome) throws -> Failure? {
    guard let entry = try store.queueEntry(id, operator: `operator`().person, now: now),
      let refusal = entry.refusal, entry.request.status.rawValue != outcome.rawValue
    else { return nil }
    return failure(of: refusal)
  }

  private func failure(among actions: [Action]) -> Failure? {
    let bad = actions.first { $0.status == .failed || $0.status == .conflicted }
    guard let bad else { return nil }
    return Failure(
      .server, code: "action.\(bad.status.rawValue)",
      "\(bad.operation.server): \(bad.operation.timedEffect): \(bad.outcome)")
  }
}
