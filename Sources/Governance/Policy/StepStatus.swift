/// Where a step of a request stands.
public enum StepStatus: String, Hashable, Sendable, Codable, CaseIterable {
  /// Steps before it have not passed.
  case waiting
  /// Its approvers may decide now.
  case open
  case passed, denied
}

/// What happens to a step.
public enum StepEvent: String, Hashable, Sendable, Codable, CaseIterable {
  /// What goes before it has passed.
  case reach
  /// Somebody says yes, and more must.
  case approve
  /// The last one that is needed says yes.
  case complete
  case deny
}

extension StepStatus: TransitionTable {
  public typealias Event = StepEvent
  public static let subject = "The step"
  public static let moves: [StepStatus: [StepEvent: StepStatus]] = [
    .waiting: [.reach: .open],
    .open: [.approve: .open, .complete: .passed, .deny: .denied],
  ]
}
