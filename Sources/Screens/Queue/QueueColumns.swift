import Foundation
import Governance
import Terminal

/// The queue's columns: names before ids, and what decides stands left.
enum QueueColumns {
  /// The columns that a list shows, without the mark: the chosen ones, or the usual ones.
  static func shown(_ state: AppState) -> [QueueColumn] {
    let group = state.queue.query.order.group
    let chosen = state.views.columns
    let usual: [QueueColumn] =
      state.queue.query.folder == .decided
      ? [.risk, .state, .person, .access, .place, .requester, .reason]
      : [.risk, .due, .person, .access, .place, .requester, .reason]
    let columns = chosen.isEmpty ? usual : chosen
    // What the list is grouped by leads, where the eye runs down.
    return (group.map { [$0] } ?? []) + columns.filter { $0 != group }
  }

  static func columns(_ state: AppState) -> [Column<QueueEntry>] {
    [mark] + shown(state).map { column(for: $0, of: state) }
  }

  private static func column(for name: QueueColumn, of state: AppState) -> Column<QueueEntry> {
    var column =
      switch name {
      case .risk: risk
      case .due: due.holding(state.views.times)
      case .state: self.state
      case .person: person
      case .access: access
      case .place: place
      case .requester: requester
      case .reason: reason
      case .submitted: submitted.holding(state.views.times)
      case .expires: expires.holding(state.views.times)
      case .ticket: ticket
      case .origin: origin
      }
    let keys = state.queue.query.order.keys
    if keys.count > 1 || keys[0].isReversed,
      let index = keys.firstIndex(where: { $0.column == name })
    {
      let mark = keys[index].isReversed ? "↑" : "↓"
      column.title =
        column.title.hasSuffix(" ")
        ? "\(column.title.dropLast())\(mark)" : "\(column.title) \(mark)"
    }
    if name == state.queue.query.order.group {
      column.rank = 0
      if name == .requester {
        // A group is one person: "self" would be another one in each row.
        column.cell = { entry, _, _ in StyledText(entry.request.requester.name) }
      }
      column.repeats = { isSameGroup($0, $1, by: name) }
    } else if !state.views.columns.isEmpty, column.rank == 0, name != .risk {
      // Whoever chooses columns wants the first ones most.
      column.rank = (state.views.columns.firstIndex(of: name) ?? 0) + 1
    }
    return column
  }

  /// Whether two rows of a grouped list belong together.
  static func isSameGroup(_ left: QueueEntry, _ right: QueueEntry, by group: QueueColumn) -> Bool {
    switch group {
    case .person: left.request.beneficiary.key == right.request.beneficiary.key
    case .requester: left.request.requester.key == right.request.requester.key
    case .access:
      left.request.items.first?.display == right.request.items.first?.display
        && left.request.items.first?.entitlement.server
          == right.request.items.first?.entitlement.server
    case .place:
      left.request.items.first?.entitlement.server == right.request.items.first?.entitlement.server
    default: RequestWords.riskRole(left.riskScore) == RequestWords.riskRole(right.riskScore)
    }
  }

  private static let mark = Column<QueueEntry>("", 1) { entry, state, _ in
    if state.queue.isTagged(entry.request.id) {
      return state.queue.leftovers[entry.request.id] == nil
        ? StyledText("✓", .tag) : StyledText("!", .warning)
    }
    guard entry.request.status == .pending, entry.refusal != nil else { return StyledText() }
    return StyledText("✗", .dim)
  }

  private static let risk = Column<QueueEntry>("risk ", 5, alignment: .trailing) { entry, _, _ in
    RequestWords.risk(entry.riskScore)
  }

  private static let due = Column<QueueEntry>("due", 10) { entry, state, _ in
    guard let date = entry.request.neededBy else { return StyledText("·", .dim) }
    let text = state.moments.short(date)
    return date < state.now ? StyledText("\(text)!", .overdue) : StyledText(text)
  }

  private static let state = Column<QueueEntry>("state", 11) { entry, _, _ in
    if entry.request.status == .approved, let status = entry.actionStatus {
      return RequestWords.status(status)
    }
    return RequestWords.status(entry.request)
  }

  private static let person = Column<QueueEntry>("for", 12, most: 26, weight: 3) { entry, _, _ in
    StyledText(entry.request.beneficiary.name)
  }

  private static let access = Column<QueueEntry>("access", 19, most: 42, weight: 5) {
    entry, _, width in RequestWords.access(entry.request, width: width)
  }

  private static let place = Column<QueueEntry>("where", 5, most: 12, weight: 1, rank: 1) {
    entry, _, _ in StyledText(RequestWords.servers(entry.request), .dim)
  }

  private static let requester = Column<QueueEntry>(
    "asked by", 8, most: 20, weight: 2, rank: 2
  ) { entry, _, _ in StyledText(RequestWords.requester(entry.request), .dim) }

  private static let reason = Column<QueueEntry>("why", 24, most: 120, weight: 2, rank: 3) {
    entry, _, _ in StyledText(RequestWords.reason(entry.request), .dim)
  }

  private static let submitted = Column<QueueEntry>("asked", 10, rank: 1) { entry, state, _ in
    StyledText(state.moments.short(entry.request.submitted), .dim)
  }

  private static let expires = Column<QueueEntry>("expires", 10, rank: 1) { entry, state, _ in
    StyledText(entry.request.expires.map(state.moments.short) ?? "·", .dim)
  }

  private static let ticket = Column<QueueEntry>("ticket", 10, most: 20, weight: 1, rank: 1) {
    entry, _, _ in StyledText(entry.request.externalReference ?? "·", .dim)
  }

  private static let origin = Column<QueueEntry>("origin", 8, most: 14, weight: 1, rank: 2) {
    entry, _, _ in
    switch entry.request.origin {
    case .local: StyledText("here", .dim)
    case .imported: StyledText("imported", .dim)
    case .shared(let server, _): StyledText(server, .dim)
    }
  }
}
