import Foundation
import Governance
import Terminal

/// The queue's columns: names before ids, and what decides stands left.
enum QueueColumns {
  static func columns(for folder: QueueFolder) -> [Column<QueueEntry>] {
    folder == .decided ? [mark, risk, state] + common : [mark, risk, due] + common
  }

  private static let common = [person, access, place, requester, reason]

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
}
