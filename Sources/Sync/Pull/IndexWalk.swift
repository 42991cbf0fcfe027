/// What a walk by `startIndex` remembers from page to page.
struct IndexWalk: Hashable, Sendable {
  /// How often a walk goes back after a shift before it gives up on being complete.
  static let maximumStepsBack = 50
  /// Shifts one after the other that mean an order that never stays the same.
  static let maximumShiftsInARow = 3
  /// How many pages that continue the page before may bring nothing new.
  static let maximumIdlePages = 2

  /// The resource that must come first on the next page; nil when it cannot be checked.
  var overlap: String?
  /// nil before the first check. Servers that turn `startIndex` into a page number cannot overlap.
  var canOverlap: Bool?
  /// The pages up to here, each with what it began and ended. Order: as they were read.
  var boundaries: [Boundary] = []
  /// Positions before this one were read already: finding nothing new there means nothing.
  var readBefore = 0
  var stepsBack = 0
  var isSteppingBack = false
  var shiftsInARow = 0
  var idlePages = 0
  /// The page after which the overlap was missing for the first time.
  var suspect: Boundary?
  var firstID: String?
  var page = Judged()

  struct Boundary: Hashable, Sendable {
    var start: Int
    var firstID: String?
    /// Of all its ids, to tell whether a page is the same as before.
    var digest: Int
  }

  /// The page that was received last.
  struct Judged: Hashable, Sendable {
    var start = 1
    var rowCount = 0
    /// How many rows at its start are known because they overlap; nil when that was not checked.
    var overlapCount: Int?
    var isReread = false
    /// Whether it shows the walk's first page, or the page before, once more.
    var isRepetition = false

    var end: Int { start + rowCount - 1 }
  }
}
