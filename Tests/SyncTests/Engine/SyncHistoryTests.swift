import Foundation
import HTTP
import Store
import Synchronization
import Testing

@testable import Sync

/// Random histories: people come, change and go while syncs run, are killed, and run again.
///
/// Invariants: whoever was there all the time is never removed from the mirror once read; and when
/// the server comes to rest, the first sync may finish a killed one, and after the second the mirror
/// has exactly what the server has.
struct SyncHistoryTests {
  struct Fate: Sendable {
    var generator: SeededGenerator
    var serial = 1000

    mutating func strike(_ state: inout PulledServer.State, now: Date) {
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        switch Int.random(in: 0...2, using: &generator) {
        case 0:
          var person = PulledServer.person(serial)
          person.modified = now
          serial += 1
          let place = Int.random(in: 0...state.people.count, using: &generator)
          state.people.insert(person, at: place)
        case 1 where state.people.count > 50:
          let place = Int.random(in: 0..<state.people.count, using: &generator)
          state.people.remove(at: place)
        default:
          let place = Int.random(in: 0..<state.people.count, using: &generator)
          state.people[place].title = "Title \(Int.random(in: 0..<1000, using: &generator))"
          state.people[place].modified = now
        }
      }
    }
  }

  @Test(arguments: Seeds.of(0..<24))
  func comesToRestWithTheServer(_ seed: Int) async throws {
    await Seeds.play(seed, Self.self) { try await history(seed) }
  }

  private func history(_ seed: Int) async throws {
    try await live(seed) { bench, replay in
      await bench.sync(readsEverything: true)
      let last = await bench.sync(readsEverything: true)
      #expect(last.error == nil, replay)
    }
  }

  /// Our clock leaps while a sync runs, the server's does not: three ordinary syncs are enough.
  @Test(arguments: Seeds.of(0..<40))
  func comesToRestWhereOurClockLeaps(_ seed: Int) async throws {
    await Seeds.play(seed, Self.self) {
      try await live(seed, leaps: .ours) { bench, replay in
        for _ in 0..<3 { #expect(await bench.sync().error == nil, replay) }
      }
    }
  }

  /// Both leap: a change may be dated when nobody looks for it, until everything is read.
  @Test(arguments: Seeds.of(0..<40))
  func comesToRestWhereAllClocksLeap(_ seed: Int) async throws {
    await Seeds.play(seed, Self.self) {
      try await live(seed, leaps: .all) { bench, replay in
        await bench.sync(readsEverything: true)
        let last = await bench.sync(readsEverything: true)
        #expect(last.error == nil, replay)
      }
    }
  }

  private enum Leaps { case none, ours, all }

  private func live(
    _ seed: Int, leaps: Leaps = .none, rest: (EngineBench, Comment) async throws -> Void
  ) async throws {
    let replay = Seeds.replay(seed, Self.self)
    var generator = SeededGenerator(seed: UInt64(seed) &+ 1)
    let habits = PulledServer.Habits(
      maximumPage: Int.random(in: 5...30, using: &generator),
      hasCursors: Bool.random(using: &generator), filtersDates: Bool.random(using: &generator))
    let bench = try EngineBench(people: 60, habits: habits, hasTwoClocks: leaps == .ours)
    let fate = Mutex(Fate(generator: generator))
    bench.server.change { state in
      state.fault = { line in
        if leaps != .none { Self.leap(bench, fate) }
        return Self.disturb(bench, fate, line)
      }
    }
    var read: Set<String> = []
    for _ in 0..<4 {
      await bench.sync()
      let there = Set(bench.server.state.withLock { $0.people.map(\.id) })
      for id in read where there.contains(id) { #expect(try bench.has("User", id), replay) }
      read = try there.filter { try bench.has("User", $0) }
    }
    bench.server.change { $0.fault = { _ in nil } }
    try await rest(bench, replay)
    #expect(try bench.isTrue(), replay)
  }

  /// By a second, an hour, a year, to and fro.
  private static func leap(_ bench: EngineBench, _ fate: borrowing Mutex<Fate>) {
    let seconds = fate.withLock { fate -> Double in
      guard Int.random(in: 0..<8, using: &fate.generator) == 0 else { return 0 }
      let lengths: [Double] = [1, 3_600, 90_000, 366 * 86_400]
      let length = lengths[Int.random(in: 0..<lengths.count, using: &fate.generator)]
      return Bool.random(using: &fate.generator) ? length : -length
    }
    bench.clock.advance(seconds)
  }

  /// Changes something before some requests, and kills the sync at a few.
  private static func disturb(
    _ bench: EngineBench, _ fate: borrowing Mutex<Fate>, _ line: String
  ) -> Result<HTTPResponse, HTTPError>? {
    let (isKilled, isStruck) = fate.withLock { fate in
      (
        Int.random(in: 0..<40, using: &fate.generator) == 0,
        Int.random(in: 0..<3, using: &fate.generator) == 0
      )
    }
    if isStruck {
      fate.withLock { fate in
        bench.server.change { fate.strike(&$0, now: bench.serverClock.now) }
      }
    }
    return isKilled ? .failure(.cancelled) : nil
  }
}
