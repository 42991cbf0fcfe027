import Testing

@testable import Governance

@Suite("Status moves, every state with every event")
struct TransitionTests {
  /// One row a state, one letter an event in the order of the cases; `.` is refused.
  private func table<Status: TransitionTable>(_: Status.Type) -> [String] {
    Status.allCases.map { state in
      let row = Status.Event.allCases.map { event in
        state.applying(event).status?.rawValue ?? "."
      }
      return "\(state.rawValue): \(row.joined(separator: " "))"
    }
  }

  @Test("Requests: submit, approve, deny, cancel, expire")
  func requests() {
    #expect(
      table(RequestStatus.self) == [
        "draft: pending . . cancelled .",
        "pending: . approved denied cancelled expired",
        "approved: . . . . .",
        "denied: . . . . .",
        "cancelled: . . . . .",
        "expired: . . . . .",
      ])
  }

  @Test("Items: approve, deny, withdraw")
  func items() {
    #expect(
      table(ItemStatus.self) == [
        "open: approved denied withdrawn",
        "approved: . . .",
        "denied: . . .",
        "withdrawn: . . .",
      ])
  }

  @Test("Actions: send, confirm, findSatisfied, postpone, conflict, fail, requeue")
  func actions() {
    #expect(
      table(ActionStatus.self) == [
        "queued: sending applied satisfied waiting conflicted failed .",
        "sending: sending applied satisfied waiting conflicted failed queued",
        "applied: . . . . . . .",
        "satisfied: . . . . . . .",
        "waiting: sending applied satisfied waiting conflicted failed .",
        "conflicted: . . . . . . .",
        "failed: . . . . conflicted . queued",
      ])
  }

  @Test("Steps: reach, approve, complete, deny")
  func steps() {
    #expect(
      table(StepStatus.self) == [
        "waiting: open . . .",
        "open: . open passed denied",
        "passed: . . . .",
        "denied: . . . .",
      ])
  }

  @Test("A refusal says why")
  func sentences() {
    #expect(
      RequestStatus.denied.applying(.approve)
        == .refused(TransitionRefusal(sentence: "The request is denied and that is final.")))
    #expect(
      ActionStatus.queued.applying(.requeue)
        == .refused(
          TransitionRefusal(
            sentence: "The action is queued and “requeue” does not follow from there.")))
  }

  @Test("Terminal states never move")
  func terminal() {
    #expect(
      RequestStatus.allCases.filter(\.isTerminal) == [.approved, .denied, .cancelled, .expired])
    #expect(ItemStatus.allCases.filter(\.isTerminal) == [.approved, .denied, .withdrawn])
    #expect(ActionStatus.allCases.filter(\.isTerminal) == [.applied, .satisfied, .conflicted])
    #expect(ActionStatus.allCases.filter(\.isDone) == [.applied, .satisfied])
  }
}
