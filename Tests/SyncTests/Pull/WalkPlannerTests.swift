import Store
import Testing

@testable import Sync

struct WalkPlannerTests {
  static func ids(_ count: Int) -> [String] {
    (0..<count).map { "u" + String(100_000 + $0) }
  }

  func walk(
    _ list: ModelList, from position: WalkPosition = .index(1), count: Int? = 10,
    before: (inout ModelList, Int) -> Bool = { _, _ in true }
  ) throws -> ModelWalk {
    var list = list
    var walk = ModelWalk(planner: WalkPlanner(from: position, count: count))
    try walk.run(&list, before: before)
    return walk
  }

  // MARK: - Rule 1

  @Test(arguments: [0, 1, 2, 9, 10, 11, 19, 20, 21, 100])
  func rule1ReadsEverythingWhateverTheTotalSays(_ count: Int) throws {
    for totals in [ModelList.Totals.right, .pageSize, .none] {
      let walk = try walk(ModelList(ids: Self.ids(count), totals: totals))
      #expect(walk.seen.count == count)
      #expect(walk.isOver && walk.planner.ending == .complete)
      #expect(walk.queries.count <= count / 9 + 3)
    }
  }

  @Test(arguments: [1, 2, 3, 7])
  func rule1GoesOnAfterShortPages(_ maximum: Int) throws {
    let walk = try walk(ModelList(ids: Self.ids(30), maximum: maximum), count: 1000)
    #expect(walk.seen.count == 30)
    #expect(walk.planner.ending == .complete)
  }

  @Test(arguments: [ModelList.PastEnd.repeatsLastPage, .beginsAnew])
  func rule1EndsWhereAServerRepeatsPages(_ pastEnd: ModelList.PastEnd) throws {
    for aligns in [false, true] {
      for totals in [ModelList.Totals.right, .none] {
        let list = ModelList(
          ids: Self.ids(40), totals: totals, pastEnd: pastEnd, alignsToPages: aligns)
        let walk = try walk(list)
        #expect(walk.seen.count == 40)
        #expect(walk.isOver)
        #expect(walk.queries.count < 12)
        if totals == .right { #expect(walk.planner.ending == .complete) }
      }
    }
  }

  @Test func rule1EndsWhereStartIndexIsIgnored() throws {
    let walk = try walk(ModelList(ids: Self.ids(40), ignoresStart: true))
    #expect(walk.seen.count == 40)
    #expect(walk.planner.ending == .complete)
    #expect(walk.queries.count == 4)
  }

  @Test func rule1HalvesACountThatIsTooLarge() throws {
    let walk = try walk(
      ModelList(ids: Self.ids(300), maximum: 100, refusesLargeCounts: true), count: 1000)
    #expect(walk.queries.prefix(5).map(\.count) == [1000, 500, 250, 125, 62])
    #expect(walk.seen.count == 300)
    #expect(walk.planner.ending == .complete)
  }

  @Test func rule1AsksWithoutACountThatFails() throws {
    let walk = try walk(ModelList(ids: Self.ids(30), refusesAnyCount: true), count: 40)
    #expect(walk.queries.prefix(4).map(\.count) == [40, 20, 10, nil])
    #expect(walk.seen.count == 30)
  }

  @Test func rule1LetsARefusalWithoutACountStand() {
    var planner = WalkPlanner(from: .index(1), count: nil)
    let query = planner.refused(ModelList.badRequest)
    #expect(query == nil)
  }

  // MARK: - Rule 2

  @Test func rule2StepsBackWhenResourcesWereDeletedBefore() throws {
    let all = Self.ids(40)
    let walk = try walk(ModelList(ids: all)) { list, page in
      if page == 2 { list.ids.removeSubrange(3..<6) }
      return true
    }
    #expect(walk.seen == Set(all))
    #expect(walk.planner.ending == .complete)
  }

  /// More than a page was deleted: one step back is not enough.
  @Test func rule2StepsBackAsFarAsNeeded() throws {
    let all = Self.ids(100)
    let walk = try walk(ModelList(ids: all)) { list, page in
      if page == 5 { list.ids.removeSubrange(20..<35) }
      return true
    }
    #expect(Set(all[35...]).isSubset(of: walk.seen))
    #expect(walk.planner.ending == .complete)
  }

  @Test func rule2IsNotDisturbedByInsertions() throws {
    let all = Self.ids(40)
    let walk = try walk(ModelList(ids: all)) { list, page in
      if page == 2 { list.ids.insert(contentsOf: ["a", "b"], at: 0) }
      return true
    }
    #expect(Set(all).isSubset(of: walk.seen))
    #expect(walk.planner.ending == .complete)
    #expect(walk.queries.count <= 6)
  }

  @Test func rule2NoticesThatTheTotalFellWhereItCannotCheck() throws {
    let walk = try walk(ModelList(ids: Self.ids(20), maximum: 1)) { list, page in
      if page == 8 { list.ids.removeFirst() }
      return true
    }
    #expect(walk.planner.ending == .disturbed(.totalFell))
  }

  @Test func rule2NoticesAnOrderThatChanges() throws {
    var seed: UInt64 = 7
    let walk = try walk(ModelList(ids: Self.ids(60))) { list, _ in
      var generator = SeededGenerator(seed: seed)
      seed += 1
      list.ids.shuffle(using: &generator)
      return true
    }
    #expect(walk.isOver)
    #expect(walk.planner.ending != .complete)
  }

  /// Feeds pages to the planner as they stand, and tells how many were taken before it ended.
  func feed(_ planner: inout WalkPlanner, _ pages: [(page: PageFacts, new: Int)]) -> Int {
    for (count, entry) in pages.enumerated() {
      let step = planner.received(entry.page)
      let goesOn = planner.saved(newInWalk: entry.new, rejected: 0)
      if step == .over || !goesOn { return count + 1 }
    }
    return pages.count + 1
  }

  @Test func rule2ChecksWhetherAsManyCameAsTheServerCounts() throws {
    let lacking = [
      (page: PageFacts(ids: ["a"], total: 5), new: 1), (page: PageFacts(ids: [], total: 5), new: 0),
    ]
    var first = WalkPlanner(from: .index(1), count: 10)
    #expect(feed(&first, lacking) == 2)
    #expect(first.ending == .disturbed(.fewerThanTotal))
    // The same again: this is how the server counts.
    var again = WalkPlanner(from: .index(1), count: 10, earlier: first.tally)
    #expect(feed(&again, lacking) == 2)
    #expect(again.ending == .complete)
  }

  @Test func aWalkThatWentOnAfterAKillIsNotComplete() throws {
    let walk = try walk(ModelList(ids: Self.ids(40)), from: .index(19))
    #expect(walk.seen == Set(Self.ids(40)[18...]))
    #expect(walk.planner.ending == .disturbed(.resumed))
  }

  // MARK: - Cursors

  @Test func cursorsSurviveDeletions() throws {
    let all = Self.ids(95)
    let walk = try walk(ModelList(ids: all), from: .cursor("")) { list, page in
      if page > 0 { list.ids.removeFirst(4) }
      return true
    }
    #expect(Set(all.dropFirst(36)).isSubset(of: walk.seen))
    #expect(walk.planner.ending == .complete)
    #expect(walk.queries.count == 10)
  }

  @Test func aCursorThatLeadsToItselfIsStuck() {
    var planner = WalkPlanner(from: .cursor(""), count: 10)
    let pages = [
      (page: PageFacts(ids: ["a"], nextCursor: "x"), new: 1),
      (page: PageFacts(ids: ["b"], nextCursor: "x"), new: 1),
    ]
    #expect(feed(&planner, pages) == 2)
    #expect(planner.query == PageQuery(position: .cursor("x"), count: 10))
    #expect(planner.ending == .disturbed(.cursorStuck))
  }

  @Test func cursorsThatBringNothingNewAreStuck() {
    var planner = WalkPlanner(from: .cursor(""), count: 10)
    let pages = (0..<50).map { number in
      (page: PageFacts(ids: ["a"], nextCursor: "c\(number)"), new: number == 0 ? 1 : 0)
    }
    #expect(feed(&planner, pages) == 4)
    #expect(planner.ending == .disturbed(.cursorStuck))
  }

  @Test func beginsAnewWhenACursorHasExpired() throws {
    var list = ModelList(ids: Self.ids(50))
    var walk = ModelWalk(planner: WalkPlanner(from: .cursor(""), count: 10))
    try walk.run(&list, limit: 3)
    let query = walk.planner.refused(ModelList.badRequest)
    #expect(query?.position == .cursor(""))
    try walk.run(&list)
    #expect(walk.seen.count == 50)
    #expect(walk.planner.ending == .complete)
  }

  @Test func doesNotBeginAnewForEver() {
    var planner = WalkPlanner(from: .cursor("old"), count: nil)
    var restarts = 0
    while planner.refused(ModelList.badRequest) != nil, restarts < 10 {
      restarts += 1
      _ = planner.received(PageFacts(ids: ["a"], nextCursor: "x"))
    }
    #expect(restarts == 2)
  }

  // MARK: - Sizes

  @Test(arguments: [SyncError.Code.tooLarge, .timedOut, .cut, .malformed])
  func halvesThePageInTheMiddleOfAWalk(_ code: SyncError.Code) {
    let error = SyncError(code: code, server: "m", sentence: "", advice: "")
    var planner = WalkPlanner(from: .index(1), count: 8)
    _ = planner.received(PageFacts(ids: ["a", "b"], total: nil))
    var counts: [Int?] = []
    while let query = planner.refused(error) { counts.append(query.count) }
    #expect(counts == [4, 2, 1])
    #expect(planner.query.position == .index(2))
  }

  @Test func refusedPositionsInTheMiddleStand() {
    var planner = WalkPlanner(from: .index(1), count: 8)
    _ = planner.received(PageFacts(ids: ["a", "b"]))
    let query = planner.refused(ModelList.badRequest)
    #expect(query == nil)
  }

  @Test func dropsTheSortThatAServerRefuses() {
    var planner = WalkPlanner(from: .index(1), count: 8, sortsByID: true)
    let query = planner.refused(ModelList.badRequest)
    #expect(query == PageQuery(position: .index(1), count: 8))
  }
}
