/// What became of a plan since it was shown or written down.
public struct PlanChange: Hashable, Sendable {
  /// One sentence each; empty when the plan is the same.
  public var sentences: [String]

  public init(from old: Plan, to new: Plan) {
    sentences = []
    let names = (old: Self.byName(old), new: Self.byName(new))
    for operation in old.operations where names.new[Self.name(operation)] == nil {
      sentences.append("No more: \(Self.shown(operation)).")
    }
    for operation in new.operations {
      guard let before = names.old[Self.name(operation)] else {
        sentences.append("New: \(Self.shown(operation)).")
        continue
      }
      compare(before, operation)
    }
    sentences += new.obstacles.filter { !old.obstacles.contains($0) }
    sentences += new.notes.filter { !old.notes.contains($0) }
    if sentences.isEmpty, old.digest != new.digest {
      sentences = ["The order of the calls, or what was said about them, is another one."]
    }
  }

  private mutating func compare(_ old: PlannedOperation, _ new: PlannedOperation) {
    if old.canonical == new.canonical { return }
    let facts = new.presumes.map(\.sentence).filter { !old.presumes.map(\.sentence).contains($0) }
    sentences += facts.map { "It presumes now: \($0)." }
    if old.call != new.call {
      sentences.append("The call to \(Self.shown(new)) is another one.")
    } else if facts.isEmpty {
      sentences.append("Something about \(Self.shown(new)) is another: \(new.timedEffect).")
    }
  }

  private static func shown(_ operation: PlannedOperation) -> String {
    "\(operation.effect) on \(operation.server)"
  }

  private static func name(_ operation: PlannedOperation) -> String {
    [operation.item, operation.server, operation.effect, operation.ends == nil ? "" : "ending"]
      .joined(separator: "\u{1F}")
  }

  private static func byName(_ plan: Plan) -> [String: PlannedOperation] {
    Dictionary(plan.operations.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
  }
}
