@testable import Store
@testable import Sync

/// A list on a server, with the habits that PROVIDERS tells of, as a function from query to page.
struct ModelList {
  enum Totals { case right, pageSize, none }
  enum PastEnd { case empty, repeatsLastPage, beginsAnew }

  var ids: [String]
  /// The largest page; more is cut down in silence.
  var maximum = 10
  var totals = Totals.right
  var pastEnd = PastEnd.empty
  /// Turns `startIndex` into a page number, as some frameworks do.
  var alignsToPages = false
  var ignoresStart = false
  /// Answers 400 above the maximum instead of cutting down.
  var refusesLargeCounts = false
  var refusesAnyCount = false

  struct Refused: Error { var error: SyncError }

  static let badRequest = SyncError(
    code: .badRequest, server: "model", sentence: "No.", advice: "", status: 400)

  func page(_ query: PageQuery) throws -> PageFacts {
    if let count = query.count, refusesAnyCount || (refusesLargeCounts && count > maximum) {
      throw Refused(error: Self.badRequest)
    }
    let count = min(maximum, query.count ?? maximum)
    switch query.position {
    case .index(let start): return page(start: start, count: count)
    case .cursor(let cursor): return try page(cursor: cursor, count: count)
    case .after(let id): return after(id, count: count)
    }
  }

  private func page(start: Int, count: Int) -> PageFacts {
    var first = ignoresStart ? 0 : start - 1
    if alignsToPages { first = first / count * count }
    if first >= ids.count {
      switch pastEnd {
      case .empty: first = ids.count
      case .repeatsLastPage: first = max(0, ids.count - count)
      case .beginsAnew: first = 0
      }
    }
    let rows = ids[min(first, ids.count)...].prefix(ignoresStart ? ids.count : count)
    return facts(Array(rows))
  }

  /// Cursors name the last id that was sent, and ids only grow: deletions hide nothing.
  private func page(cursor: String, count: Int) throws -> PageFacts {
    let rest = ids.sorted().filter { $0 > cursor }
    var facts = facts(Array(rest.prefix(count)))
    if rest.count > count { facts.nextCursor = facts.lastID }
    return facts
  }

  /// Counts what is left, as filters do.
  private func after(_ id: String, count: Int) -> PageFacts {
    let rest = ids.sorted().filter { $0 > id }
    var facts = facts(Array(rest.prefix(count)))
    if facts.total != nil, totals == .right { facts.total = rest.count }
    return facts
  }

  private func facts(_ rows: [String]) -> PageFacts {
    let total: Int? =
      switch totals {
      case .right: ids.count
      case .pageSize: rows.count
      case .none: nil
      }
    return PageFacts(ids: rows, total: total)
  }
}

/// Runs a planner against a list as the engine does, with a set in the place of the store.
struct ModelWalk {
  var planner: WalkPlanner
  var seen: Set<String> = []
  /// Every page that was asked for. Order: as asked.
  var queries: [PageQuery] = []
  /// Whether the walk came to its end within the limit.
  var isOver = false

  /// - Parameter before: Called before each page; may change the list. False kills the walk.
  mutating func run(
    _ list: inout ModelList, limit: Int = 2000,
    before: (inout ModelList, Int) -> Bool = { _, _ in true }
  ) throws {
    while queries.count < limit {
      guard before(&list, queries.count) else { return }
      queries.append(planner.query)
      let facts: PageFacts
      do { facts = try list.page(planner.query) } catch let refusal as ModelList.Refused {
        guard planner.refused(refusal.error) != nil else { throw refusal }
        continue
      }
      let step = planner.received(facts)
      let new = Set(facts.ids.compactMap { $0 }).subtracting(seen)
      seen.formUnion(new)
      let goesOn = planner.saved(newInWalk: new.count, rejected: 0)
      if step == .over || !goesOn {
        isOver = true
        return
      }
    }
  }
}
