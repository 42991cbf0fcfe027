import Foundation
import Governance
import Terminal

/// A plan's operations as lines: in full for the page, in two lines each for the pane.
struct PlanLines {
  let detail: RequestDetail
  let moments: Moments

  private static let labelWidth = 10

  // MARK: In full

  func addFull(to builder: inout LineBuilder) {
    for obstacle in detail.plan.obstacles {
      builder.wrap(obstacle, .error, lead: [Run("✗ blocked  ", .error)])
    }
    for note in detail.plan.notes {
      builder.wrap(note, .notice, lead: [Run("· ", .dim)])
    }
    if detail.plan.isAlreadySo || endedUnapproved {
      builder.wrap("\(nothingToSend).", .notice)
    }
    if endedUnapproved, !detail.plan.operations.isEmpty {
      builder.add("An approval would have sent:", .dim)
    }
    for operation in detail.plan.operations {
      builder.gap()
      addFull(operation, to: &builder)
    }
  }

  private func addFull(_ operation: PlannedOperation, to builder: inout LineBuilder) {
    let id = "operation \(operation.number)"
    builder.wrap(operation.effect, .title, lead: [number(operation)], id: id)
    if let start = start(operation) { field("when", start, .notice, to: &builder) }
    if let call = operation.call {
      addCall(call, label: "call", server: operation.server, to: &builder)
    } else {
      field("by hand", "a person does this on \(operation.server)", .warning, to: &builder)
    }
    for (index, fact) in operation.presumes.enumerated() {
      let read = fact.readAt.map { " · read \(moments.short($0))" } ?? ""
      field(index == 0 ? "presumes" : "", "\(fact.sentence)\(read)", .text, to: &builder)
    }
    if !operation.before.isEmpty || !operation.after.isEmpty {
      field("before", operation.before, .removed, to: &builder)
      field("after", operation.after, .added, to: &builder)
    }
    if let inverse = operation.inverse {
      addCall(inverse, label: "undo", server: operation.server, to: &builder)
    } else if operation.call != nil {
      field("undo", "nothing takes it back", .warning, to: &builder)
    }
  }

  private func addCall(
    _ call: Call, label: String, server: String, to builder: inout LineBuilder
  ) {
    let lead = indent + Self.padded(label)
    let room = builder.width - lead.count - server.count - call.method.count - 2
    let paths = exactLines(call.path, width: room)
    builder.add([
      Run(lead, .dim), Run("\(call.method) ", .key), Run("\(server) ", .dim), Run(paths[0]),
    ])
    let blank = String(repeating: " ", count: lead.count)
    for path in paths.dropFirst() { builder.add([Run(blank), Run(path)]) }
    guard let body = call.body else { return }
    for piece in exactLines(body, width: builder.width - lead.count) {
      builder.add([Run(blank), Run(piece, .dim)])
    }
  }

  private func field(
    _ label: String, _ text: String, _ role: StyleRole, to builder: inout LineBuilder
  ) {
    builder.wrap(text, role, lead: [Run(indent + Self.padded(label), .dim)])
  }

  private let indent = "   "

  private static func padded(_ label: String) -> String {
    label + String(repeating: " ", count: max(1, labelWidth - label.count))
  }

  private func number(_ operation: PlannedOperation) -> Run {
    Run("\(operation.number < 10 ? " " : "")\(operation.number) ", .key)
  }

  /// When an operation that does not start at once starts; nil for one that does.
  private func start(_ operation: PlannedOperation) -> String? {
    if let delay = operation.delay {
      let what = operation.ends.map { "operation \($0) took effect" } ?? "that"
      return "by itself, \(RequestWords.short(delay)) after \(what)"
    }
    guard !operation.needs.isEmpty else { return nil }
    return "after \(operation.needs.map(String.init).joined(separator: ", ")) worked"
  }

  /// Nothing of the plan was or will be sent.
  private var endedUnapproved: Bool {
    [.denied, .cancelled, .expired].contains(detail.request.status)
  }

  /// Why nothing is sent.
  private var nothingToSend: String {
    switch detail.request.status {
    case .draft, .pending: "All is so already: an approval sends nothing"
    case .approved: "All was so already: nothing was sent"
    case .denied: "It was denied: nothing was sent"
    case .cancelled: "It was withdrawn: nothing was sent"
    case .expired: "It expired: nothing was sent"
    }
  }

  // MARK: In short

  /// Two lines an operation and one for an ending; with the body and its own line for what is
  /// presumed where there is room.
  func short(width: Int, withFacts: Bool, withBodies: Bool) -> [Line] {
    if endedUnapproved { return [Line("· \(nothingToSend)", .notice)] }
    var lines: [Line] = detail.plan.obstacles.flatMap { obstacle in
      DisplayText.wrapped("✗ blocked: \(obstacle)", to: width).map { Line($0, .error) }
    }
    lines += detail.plan.notes.map { Line("· \($0)", .notice) }
    if detail.plan.isAlreadySo {
      lines.append(Line("· \(nothingToSend)", .notice))
    }
    for operation in detail.plan.operations {
      lines += short(operation, width: width, withFacts: withFacts)
      guard withBodies, let body = operation.call?.body else { continue }
      let pieces = exactLines(body, width: width - indent.count)
      lines += pieces.map { Line([Run(indent), Run($0, .dim)]) }
    }
    return lines
  }

  private func short(_ operation: PlannedOperation, width: Int, withFacts: Bool) -> [Line] {
    let number = number(operation)
    guard let call = operation.call else {
      return [Line([number, Run(operation.effect), Run("  by hand", .warning)])]
    }
    let path = shortenedInside(call.path, to: max(12, width / 2))
    let what = [Run("\(call.method) ", .key), Run("\(operation.server) ", .dim), Run(path)]
    if let delay = operation.delay {
      let lead = Run("then, \(RequestWords.short(delay)) later  ", .notice)
      return [Line([number, lead] + what + [Run("  \(operation.effect)", .dim)])]
    }
    let facts = Self.facts(operation.presumes, moments)
    let presumes = facts.isEmpty ? [] : [Run("presumes \(facts)", .dim)]
    let head = Line([number, Run(operation.effect, .title)])
    let indent = Run(indent)
    if withFacts && !presumes.isEmpty {
      return [head, Line([indent] + presumes), Line([indent] + what)]
    }
    return [head, Line([indent] + what + [Run("  ")] + presumes)]
  }

  /// `not a member, account active · read 06:12`: the oldest reading counts.
  private static func facts(_ facts: [PresumedFact], _ moments: Moments) -> String {
    guard !facts.isEmpty else { return "" }
    let words = facts.map { Self.words($0.kind) }.joined(separator: ", ")
    guard let oldest = facts.compactMap(\.readAt).min() else { return words }
    return "\(words) (read \(moments.short(oldest)))"
  }

  private static func words(_ kind: PresumedFact.Kind) -> String {
    switch kind {
    case .member: "a member"
    case .notMember: "not a member"
    case .hasRole: "has the role"
    case .lacksRole: "lacks the role"
    case .hasEntitlement: "has it"
    case .lacksEntitlement: "lacks it"
    case .active: "account active"
    case .inactive: "account off"
    case .hasAccount: "has an account"
    case .noAccount: "no account"
    case .groupExists: "group exists"
    }
  }
}
