import Store

/// Decides, page by page, how a walk goes on (PROVIDERS rules 1 and 2). Pure: it asks nobody.
///
/// A page is judged twice: when it is received (``received(_:)``), so that the next can be fetched
/// meanwhile, and when it is saved (``saved(newInWalk:rejected:)``), which tells how much was new.
struct WalkPlanner: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case fetch(PageQuery)
    case over
  }

  /// The page that is to be asked for.
  var query: PageQuery
  /// Resources seen so far, each counted once.
  private(set) var seen: Int
  /// The last total that was more than its page's size; nil while there is none.
  private(set) var believableTotal: Int?
  /// Resources that came during the walk may be missed: they were not there all the time.
  private(set) var lowestTotal: Int?
  private(set) var highestTotal: Int?
  private(set) var disturbance: WalkDisturbance?
  private(set) var pageCount = 0
  var index = IndexWalk()
  var cursor = CursorWalk()

  /// What the walk before saw and was told: the same again is the server's way to count.
  private let earlier: WalkTally?
  /// Whether a refused `startIndex` may be got round by asking for ids after the last one.
  private(set) var mayPageByID: Bool

  /// - Parameters:
  ///   - seen: From a walk that was killed; its first page cannot be checked for shifts.
  init(
    from position: WalkPosition, count: Int?, sortsByID: Bool = false, seen: Int = 0,
    earlier: WalkTally? = nil, mayPageByID: Bool = false
  ) {
    query = PageQuery(position: position, count: count, sortsByID: sortsByID)
    self.seen = seen
    self.earlier = earlier
    self.mayPageByID = mayPageByID
    if case .index(let start) = position, start > 1 {
      index.readBefore = start + 1
      disturbance = .resumed
    }
    if case .after(let id) = position, !id.isEmpty { disturbance = .resumed }
  }

  var tally: WalkTally { WalkTally(seen: seen, total: believableTotal) }

  /// To be asked after the last page was saved.
  var ending: WalkEnding {
    if let disturbance { return .disturbed(disturbance) }
    if case .after = query.position, lowestTotal == nil { return .disturbed(.uncounted) }
    guard let total = lowestTotal, seen < total, earlier != tally else { return .complete }
    return .disturbed(.fewerThanTotal)
  }

  mutating func received(_ facts: PageFacts) -> Step {
    pageCount += 1
    noteTotal(facts)
    let position: WalkPosition?
    switch query.position {
    case .cursor(let cursor): position = next(facts, cursor: cursor).map { .cursor($0) }
    case .index(let start): position = next(facts, start: start).map { .index($0) }
    case .after(let id): position = next(facts, after: id).map { .after($0) }
    }
    guard let position else { return .over }
    query.position = position
    return .fetch(query)
  }

  /// False when the walk is over, whatever was fetched meanwhile.
  ///
  /// - Parameter rejected: Rows without an id.
  mutating func saved(newInWalk: Int, rejected: Int) -> Bool {
    seen += newInWalk
    return switch query.position {
    case .cursor, .after: savedCursorPage(newInWalk)
    case .index: savedIndexPage(newInWalk, rejected: rejected)
    }
  }

  mutating func disturb(_ reason: WalkDisturbance) {
    if disturbance == nil { disturbance = reason }
  }

  private mutating func noteTotal(_ facts: PageFacts) {
    // After an id, only the rest is counted.
    if case .after(let id) = query.position, !id.isEmpty { return }
    // Some servers send the page's size as the total.
    guard let total = facts.total, total > facts.rowCount else { return }
    if let known = believableTotal, total < known, case .index = query.position,
      index.overlap == nil
    {
      disturb(.totalFell)
    }
    believableTotal = total
    lowestTotal = min(lowestTotal ?? total, total)
    highestTotal = max(highestTotal ?? total, total)
  }
}
