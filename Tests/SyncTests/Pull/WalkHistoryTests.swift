import Store
import Testing

@testable import Sync

/// Random histories: a list changes while it is read.
///
/// Invariants: a walk ends; and when it says that it is complete, everything that was there from
/// its start to its end was seen.
struct WalkHistoryTests {
  struct History {
    var generator: SeededGenerator
    var serial = 0
    var lasting: Set<String> = []

    mutating func change(_ list: inout ModelList) {
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        if Bool.random(using: &generator), !list.ids.isEmpty {
          let place = Int.random(in: 0..<list.ids.count, using: &generator)
          lasting.remove(list.ids.remove(at: place))
        } else {
          let place = Int.random(in: 0...list.ids.count, using: &generator)
          list.ids.insert("n\(serial)", at: place)
          serial += 1
        }
      }
    }
  }

  static func list(_ generator: inout SeededGenerator) -> ModelList {
    let count = Int.random(in: 0...120, using: &generator)
    return ModelList(
      ids: WalkPlannerTests.ids(count), maximum: Int.random(in: 2...15, using: &generator),
      totals: [ModelList.Totals.right, .pageSize, .none].randomElement(using: &generator) ?? .none)
  }

  /// - Parameter quietness: How many pages pass without a change before one with some.
  func disturbedWalk(seed: Int, quietness: Int) throws -> (walk: ModelWalk, lasting: Set<String>) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var list = Self.list(&generator)
    var history = History(generator: generator, lasting: Set(list.ids))
    var walk = ModelWalk(planner: WalkPlanner(from: .index(1), count: 10))
    try walk.run(&list) { list, page in
      if page > 0, page % (quietness + 1) == 0 { history.change(&list) }
      return true
    }
    return (walk, history.lasting)
  }

  @Test(arguments: Seeds.of(0..<400))
  func aCompleteWalkMissedNothingThatLasted(_ seed: Int) throws {
    let (walk, lasting) = try disturbedWalk(seed: seed, quietness: seed % 5)
    #expect(walk.isOver, Seeds.replay(seed, Self.self))
    if walk.planner.ending == .complete {
      #expect(lasting.isSubset(of: walk.seen), Seeds.replay(seed, Self.self))
    }
  }

  /// The invariant above would hold for a planner that never says "complete".
  @Test func fewChangesLeaveMostWalksComplete() throws {
    let complete = try (0..<200).filter { seed in
      try disturbedWalk(seed: seed, quietness: 4).walk.planner.ending == .complete
    }
    #expect(complete.count > 150)
  }

  @Test(arguments: Seeds.of(0..<100))
  func aQuietListIsAlwaysReadWhole(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed) &* 7919)
    var list = Self.list(&generator)
    list.alignsToPages = Bool.random(using: &generator)
    list.pastEnd =
      [ModelList.PastEnd.empty, .beginsAnew, .repeatsLastPage].randomElement(using: &generator)
      ?? .empty
    var walk = ModelWalk(planner: WalkPlanner(from: .index(1), count: 10))
    try walk.run(&list)
    #expect(walk.isOver, Seeds.replay(seed, Self.self))
    #expect(walk.seen == Set(list.ids), Seeds.replay(seed, Self.self))
  }

  /// Killed at any page, a walk goes on from the position that was saved with the page.
  @Test(arguments: Seeds.of(0..<100))
  func aKilledWalkOfAQuietListLosesNothing(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed) &* 104_729)
    var list = Self.list(&generator)
    let usesCursor = Bool.random(using: &generator)
    var walk = ModelWalk(
      planner: WalkPlanner(from: usesCursor ? .cursor("") : .index(1), count: 10))
    let kills = Int.random(in: 1...6, using: &generator)
    for _ in 0..<kills where !walk.isOver {
      let lives = walk.queries.count + Int.random(in: 1...4, using: &generator)
      try walk.run(&list) { _, page in page < lives }
      walk.planner = WalkPlanner(
        from: walk.planner.query.position, count: 10, seen: walk.seen.count)
    }
    walk.isOver = false
    try walk.run(&list)
    #expect(walk.isOver, Seeds.replay(seed, Self.self))
    #expect(walk.seen == Set(list.ids), Seeds.replay(seed, Self.self))
  }

  @Test(arguments: Seeds.of(0..<100))
  func cursorsMissNothingThatLasted(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed) &* 31)
    var list = Self.list(&generator)
    var history = History(generator: generator, lasting: Set(list.ids))
    var walk = ModelWalk(planner: WalkPlanner(from: .cursor(""), count: 10))
    try walk.run(&list) { list, page in
      if page > 0 { history.change(&list) }
      return true
    }
    #expect(walk.isOver, Seeds.replay(seed, Self.self))
    #expect(history.lasting.isSubset(of: walk.seen), Seeds.replay(seed, Self.self))
  }
}
