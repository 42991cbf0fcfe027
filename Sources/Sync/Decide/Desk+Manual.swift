import Foundation
import Governance
import Store

extension Desk {
  /// Records that a person did by hand what no server can do.
  ///
  /// - Returns: nil when it was recorded, else why not.
  public func recordManualDone(
    _ id: Int64, operator: Operator, note: String, now: Date
  ) throws(StoreError) -> TransitionRefusal? {
    guard let action = try store.action(id) else {
      return TransitionRefusal(sentence: "There is no action \(id).")
    }
    guard action.operation.isManual else {
      return TransitionRefusal(sentence: "Action \(id) is sent to \(action.operation.server).")
    }
    guard let person = `operator`.person else {
      return TransitionRefusal(
        sentence: DecisionRefusal.operatorUnknown(name: `operator`.name).sentence)
    }
    if case .refused(let refusal) = action.status.applying(.confirm) { return refusal }
    if let due = action.due, due > now {
      return TransitionRefusal(sentence: "Action \(id) is not due yet.")
    }
    let said = note.allSatisfy(\.isWhitespace) ? "" : ": \(note)"
    try store.finish(
      id, status: .applied,
      answer: ServerAnswer(status: 0, text: "done by hand by \(person.name)\(said)"),
      actor: person, now: now)
    return nil
  }
}
