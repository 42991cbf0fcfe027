import Store

/// What a walk needs to know of a page to go on: nothing of it is trusted alone.
struct PageFacts: Hashable, Sendable {
  /// The resources' ids, nil where one has none. Order: as they came.
  var ids: [String?]
  /// `totalResults`.
  var total: Int?
  var nextCursor: String?

  var rowCount: Int { ids.count }
  var firstID: String? { ids.first ?? nil }
  var lastID: String? { ids.last ?? nil }
}

/// One page to ask for.
struct PageQuery: Hashable, Sendable {
  var position: WalkPosition
  /// nil leaves `count` out, for servers that refuse it.
  var count: Int?
  /// Cures servers whose order changes from page to page (PROVIDERS rule 2).
  var sortsByID = false
  /// One page then tells whether anything changed.
  var isNewestFirst = false
}

/// How a walk ended.
enum WalkEnding: Hashable, Sendable {
  /// Everything that was there all the time was seen.
  case complete
  /// Something may have been missed: read again before believing that anything is gone.
  case disturbed(WalkDisturbance)
}

/// Why a walk may have missed something.
enum WalkDisturbance: String, Hashable, Sendable {
  /// Resources moved to other positions while they were read, too often to go back each time.
  case shifted
  /// The same resource came on two pages: the order is not the same from page to page.
  case repeated
  /// The walk went on after a kill: what moved meanwhile could not be seen.
  case resumed
  /// Fewer resources came than the server counts.
  case fewerThanTotal
  /// The count fell during the walk, and positions could not be checked.
  case totalFell
  /// Paging by id brought no total to tell by whether that was all.
  case uncounted
  /// A cursor, or paging by id, led back to itself or nowhere.
  case cursorStuck
}

/// How many resources a walk saw, and how many the server said there are.
struct WalkTally: Hashable, Sendable {
  var seen: Int
  var total: Int?
}
