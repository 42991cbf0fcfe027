import Foundation
import HTTP
import Store
import Testing

@testable import Sync

/// Incremental syncs: what they ask, what they miss nothing of, and what they do not write.
struct ChangesTests {
  static let sorting = PulledServer.Habits(sorts: true)

  /// A first sync, after which nothing is in the window that an incremental one looks back over.
  func synced(
    people: Int, teams: Int = 2, habits: PulledServer.Habits = sorting,
    options: SyncOptions = SyncOptions()
  ) async throws -> EngineBench {
    let bench = try EngineBench(people: people, teams: teams, habits: habits, options: options)
    #expect(await bench.sync().error == nil)
    bench.clock.advance(30)
    bench.server.forgetLog()
    return bench
  }

  @Test func oneRequestForEachTypeWhereNothingChanged() async throws {
    let bench = try await synced(people: 250)
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.isIncremental) == [true, true])
    let order = "&sortBy=meta.lastModified&sortOrder=descending"
    #expect(
      bench.server.state.withLock { $0.log } == [
        "GET /Users?startIndex=1&count=100\(order)", "GET /Groups?startIndex=1&count=20\(order)",
      ])
  }

  @Test func noWriteWhereNothingChanged() async throws {
    let folder = try TemporaryFolder()
    let bench = try EngineBench(
      people: 250, teams: 2, habits: Self.sorting, path: folder.path + "/countersign.db")
    #expect(await bench.sync().error == nil)
    bench.clock.advance(30)
    let before = try folder.contents()
    let notices = Written()
    let token = bench.store.onChange { notices.add("changed") }
    let outcome = await bench.sync()
    #expect(outcome.error == nil && outcome.types.allSatisfy { $0.added + $0.changed == 0 })
    #expect(notices.lines == [])
    _ = token
    #expect(try folder.contents() == before)
    // Once the last note is old, the time is noted: facts know how old they are.
    bench.clock.advance(60)
    await bench.sync()
    #expect(try folder.contents() != before)
    #expect(try bench.store.syncState(server: "model")?.lastSync == bench.clock.now)
  }

  @Test func aChangeIsReadWithTheSameRequest() async throws {
    let bench = try await synced(people: 250)
    bench.server.change { state in
      state.people[7].title = "Director"
      state.people[7].modified = bench.clock.now
    }
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.changed) == [1, 0])
    #expect(bench.server.reads.count == 2)
    #expect(try bench.isTrue())
  }

  @Test func moreChangesThanAPageAreReadByFilter() async throws {
    let bench = try await synced(people: 400)
    bench.server.change { state in
      for place in 0..<250 {
        state.people[place].title = "Moved"
        state.people[place].modified = bench.clock.now
      }
    }
    let outcome = await bench.sync()
    #expect(outcome.types.first?.isIncremental == true)
    #expect(bench.server.reads.contains { $0.contains("lastModified%20gt") })
    #expect(try bench.isTrue())
  }

  /// PROVIDERS rule 4 leaves deletions out of every answer: the count tells of them.
  @Test(arguments: [true, false])
  func rule4NoticesDeletionsByTheCount(_ sorts: Bool) async throws {
    let bench = try await synced(people: 250, habits: PulledServer.Habits(sorts: sorts))
    bench.server.change { state in
      state.people.remove(at: 100)
      // As many as before: only the new one tells.
      var person = PulledServer.person(900)
      person.modified = bench.clock.now
      state.people.append(person)
    }
    let outcome = await bench.sync()
    #expect(outcome.types.first?.removed == 1 && outcome.types.first?.added == 1)
    #expect(try bench.isTrue())
  }

  /// Who is deleted leaves groups, which may not be dated anew for it.
  @Test func aDeletionReadsTheGroupsToo() async throws {
    let bench = try await synced(people: 250)
    bench.server.change { state in
      let gone = state.people.remove(at: 0).id
      for place in state.teams.indices { state.teams[place].members.removeAll { $0 == gone } }
    }
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.isIncremental) == [false, false])
    #expect(outcome.types.last?.changed == 1)
  }

  /// PROVIDERS rule 1: where the total is the page's size, few are read whole, many once a day.
  @Test func rule1DoesNotCountByTotalsThatArePageSizes() async throws {
    let habits = PulledServer.Habits(totalsArePageSizes: true)
    let few = try await synced(people: 250, habits: habits)
    few.server.change { $0.people.remove(at: 3) }
    #expect(await few.sync().types.first?.removed == 1)
    #expect(try few.isTrue())
    let many = try await synced(
      people: 250, habits: habits, options: SyncOptions(smallCollection: 100))
    let outcome = await many.sync()
    #expect(outcome.types.first?.isIncremental == true)
    #expect(many.server.reads.count { $0.contains("/Users") } == 1)
  }

  @Test func aServerThatStopsSortingIsAskedByFilter() async throws {
    let bench = try await synced(people: 250)
    bench.server.change { state in
      state.habits.sorts = false
      state.people[7].title = "Director"
      state.people[7].modified = bench.clock.now
    }
    let outcome = await bench.sync()
    #expect(outcome.types.first?.changed == 1)
    #expect(try bench.isTrue())
  }

  @Test func whatIsStillEmptyIsNotWalked() async throws {
    let bench = try await synced(people: 20, teams: 0)
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.read) == [0, 0])
    #expect(bench.server.reads.filter { $0.contains("/Groups") }.count == 1)
    bench.server.change { $0.teams = [PulledServer.team(0, people: 20)] }
    #expect(await bench.sync().types.last?.added == 1)
  }
}
