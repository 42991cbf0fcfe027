import Foundation
import HTTP
import Store
import Testing

@testable import Sync

/// What real providers do (PROVIDERS.md), from the requests to the mirror. The rules of paging alone
/// are with the planner, those of answers with the client, those of discovery with discovery.
struct ProviderRulesTests {
  @Test func rule1HalvesPagesThatAreTooLarge() async throws {
    let bench = try EngineBench(people: 120)
    bench.server.change { state in
      state.fault = { line in
        let isLarge = line.hasSuffix("count=100") || line.hasSuffix("count=50")
        return isLarge ? .failure(.tooLarge(host: "model", limitBytes: 1)) : nil
      }
    }
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    #expect(try bench.isTrue())
    #expect(bench.server.reads.contains { $0.hasSuffix("startIndex=1&count=25") })
  }

  @Test func rule2ReadsAgainWhatMovedWhileItWasRead() async throws {
    let bench = try EngineBench(people: 60, habits: PulledServer.Habits(maximumPage: 10))
    bench.server.change { state in
      state.fault = { line in
        guard line.contains("startIndex=28&") else { return nil }
        bench.server.change { state in
          state.people.removeSubrange(2..<5)
          state.fault = { _ in nil }
        }
        return nil
      }
    }
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    // The three that went were seen before, and are gone once a second walk or a 404 says so.
    await bench.sync(readsEverything: true)
    #expect(try bench.isTrue())
  }

  /// snipe-it and UAA repeat and skip rows unless they are asked for an order.
  @Test func rule2AsksForTheOrderThatCures() async throws {
    let habits = PulledServer.Habits(maximumPage: 20, sorts: true, movesUnsorted: true)
    let bench = try EngineBench(people: 150, habits: habits)
    #expect(await bench.sync().error == nil)
    #expect(try bench.isTrue())
    bench.server.forgetLog()
    #expect(await bench.sync(readsEverything: true).remarks == [])
    let walked = bench.server.reads.filter { $0.contains("count=20") && $0.contains("/Users") }
    #expect(walked.count > 5 && walked.allSatisfy { $0.contains("sortBy=id") })
    #expect(try bench.isTrue())
  }

  @Test func rule2UsesCursorsWhereTheyWork() async throws {
    let bench = try EngineBench(people: 250, habits: PulledServer.Habits(hasCursors: true))
    await bench.sync()
    #expect(try bench.isTrue())
    #expect(bench.server.reads.contains { $0.hasSuffix("/Users?cursor=&count=100") })
    #expect(!bench.server.reads.contains { $0.contains("startIndex=100") })
  }

  @Test func rule3AndRule4FallBackWhenAFilterIsIgnored() async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    bench.clock.advance(600)
    bench.server.change { state in
      state.habits.filtersDates = false
      state.people[0].title = "Undated"
    }
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    #expect(outcome.types.first?.isIncremental == false)
    #expect(try bench.isTrue())
    let state = try #require(try bench.store.syncState(server: "model"))
    #expect(Capabilities(remembered: state)?.lastModifiedFilter["User"] == .refuted)
    #expect(state.limits.contains { $0.contains("cannot say which User resources changed") })
  }

  @Test func rule9EncodesIDsInPaths() async throws {
    var habits = PulledServer.Habits()
    habits.listsMembers = false
    let bench = try EngineBench(people: 3, teams: 1, habits: habits)
    bench.server.change { $0.teams[0].id = "a/b@c ü" }
    await bench.sync()
    #expect(bench.server.reads.contains("GET /Groups/a%2Fb%40c%20%C3%BC"))
    #expect(try bench.has("Group", "a/b@c ü"))
  }

  // MARK: - Rule 11

  @Test func rule11RemovesWhatIsReallyGone() async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    bench.server.change { $0.people.remove(at: 4) }
    let outcome = await bench.sync(readsEverything: true)
    #expect(outcome.types.first?.removed == 1)
    #expect(bench.server.reads.last { $0.contains("/Users/") } == "GET /Users/u100004")
    #expect(try bench.isTrue())
  }

  /// The list leaves somebody out whom the server still has.
  @Test func rule11KeepsWhatIsStillThere() async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    let gone = bench.server.state.withLock { $0.people.remove(at: 4) }
    bench.server.change { state in
      let all = state
      state.fault = { line in
        guard line == "GET /Users/\(gone.id)" else { return nil }
        let body = #"{"id":"\#(gone.id)","userName":"\#(gone.userName)"}"#
        _ = all
        return .success(HTTPResponse(status: 200, body: Array(body.utf8)))
      }
    }
    for _ in 0..<3 {
      let outcome = await bench.sync(readsEverything: true)
      #expect(outcome.types.first?.removed == 0)
    }
    #expect(try bench.has("User", gone.id))
  }

  @Test(arguments: [0, 1, 10])
  func rule11NeverTakesAMuchSmallerListForADeletion(_ left: Int) async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    bench.server.change { $0.people = Array($0.people.prefix(left)) }
    for _ in 0..<3 {
      let outcome = await bench.sync(readsEverything: true)
      #expect(outcome.error == nil)
      #expect(outcome.remarks.contains { $0.contains("nothing was removed") })
    }
    #expect(try bench.count("User") == 30)
  }

  /// The operator may say that it is so.
  @Test func rule11LetsGoWhatTheOperatorAccepts() async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    bench.server.change { $0.people = Array($0.people.prefix(10)) }
    let held = await bench.sync()
    #expect(held.types.first?.held?.count == 20)
    #expect(held.remarks.contains { $0.contains("countersign sync model --accept-removals") })
    #expect(await bench.sync().types.first?.held?.count == 20)
    let accepted = await bench.sync(acceptsRemovals: true)
    #expect(accepted.types.first?.removed == 20 && accepted.remarks == [])
    #expect(try bench.isTrue())
    let configured = ConfiguredServer(name: "model", baseURL: "")
    let state = try bench.store.servers([configured], now: bench.clock.now).first
    #expect(state?.heldRemovals == [])
  }

  // MARK: - Rule 12

  @Test func rule12AsksForMembersThatListsLeaveOut() async throws {
    var habits = PulledServer.Habits()
    habits.listsMembers = false
    let bench = try EngineBench(people: 10, teams: 12, habits: habits)
    await bench.sync()
    #expect(try bench.text("Group", "g11")?.contains("members") == true)
    let fact = try bench.store.membership(server: "model", group: "g0", user: "u100001")
    #expect(fact?.value == true)
    let again = await bench.sync(readsEverything: true)
    #expect(again.types.last?.changed == 0)
  }

  @Test func rule12AsksOnceWhereGroupsAreEmpty() async throws {
    let bench = try EngineBench(people: 0, teams: 0)
    bench.server.change { state in
      state.teams = (0..<5).map {
        PulledServer.Team(id: "g\($0)", name: "T", members: [], modified: PulledServer.start)
      }
    }
    await bench.sync()
    #expect(try bench.count("Group") == 5)
    #expect(bench.server.reads.filter { $0.contains("/Groups/") }.count == 1)
  }

  static let hidden = [
    PulledServer.Habits(hidesMembers: true, filtersUsersByGroup: true),
    PulledServer.Habits(hidesMembers: true, filtersGroupsByMember: true),
  ]

  /// AWS shows members nowhere: one filter or the other tells.
  @Test(arguments: hidden)
  func rule12AsksFiltersForMembersThatAreShownNowhere(_ habits: PulledServer.Habits) async throws {
    let bench = try EngineBench(people: 10, teams: 12, habits: habits)
    #expect(await bench.sync().error == nil)
    func isMember(_ group: String, _ user: String) throws -> Bool? {
      try bench.store.membership(server: "model", group: group, user: user)?.value
    }
    #expect(try isMember("g0", "u100001") == true && isMember("g0", "u100007") == false)
    #expect(try !bench.store.areMembersListed(server: "model"))
    let again = await bench.sync()
    #expect(again.types.last?.changed == 0)
    // A look at the group alone, as before a change, proves nothing about its members.
    let bare = #"{"id":"g0","displayName":"Team 0"}"#
    _ = try bench.store.saveResource(
      server: "model", type: "Group", bytes: Array(bare.utf8), now: bench.clock.now)
    #expect(try isMember("g0", "u100001") == true)
    bench.server.change { $0.teams[0].members = ["u100007"] }
    await bench.sync()
    #expect(try isMember("g0", "u100001") == false && isMember("g0", "u100007") == true)
    let state = try bench.store.syncState(server: "model")
    #expect(state?.methods.contains { $0.contains("by filter") && $0.contains("sk") } == true)
  }

  @Test func rule12ReadsGroupsAloneOnlyWhereTheyChanged() async throws {
    var habits = PulledServer.Habits(sorts: true)
    habits.listsMembers = false
    let bench = try EngineBench(people: 10, teams: 12, habits: habits)
    await bench.sync()
    bench.server.forgetLog()
    await bench.sync()
    #expect(!bench.server.reads.contains { $0.contains("/Groups/") })
    bench.server.change { state in
      state.teams[5].members = ["u100009"]
      state.teams[5].modified = bench.clock.now
    }
    await bench.sync()
    let fact = try bench.store.membership(server: "model", group: "g5", user: "u100009")
    #expect(fact?.value == true)
  }

  /// Whose members are too many to be asked for one by one.
  @Test func rule12SaysSoWhereThereAreTooManyToAsk() async throws {
    let habits = PulledServer.Habits(
      maximumPage: 1000, hidesMembers: true, filtersGroupsByMember: true)
    let bench = try EngineBench(people: MemberFilter.mostUsers + 1, teams: 2, habits: habits)
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    #expect(outcome.remarks.contains { $0.contains("memberships were not read") })
  }

  @Test func aGroupOfTensOfThousandsIsReadWhole() async throws {
    let bench = try EngineBench(people: 3, teams: 2, habits: PulledServer.Habits(sorts: true))
    let crowd = (0..<40_000).map { "u\(100_000 + $0)" }
    bench.server.change { $0.teams[1].members = crowd }
    #expect(await bench.sync().error == nil)
    func isMember(_ user: String) throws -> Bool? {
      try bench.store.membership(server: "model", group: "g1", user: user)?.value
    }
    #expect(try isMember("u100000") == true && isMember("u139999") == true)
    bench.server.change { state in
      state.teams[1].members.removeLast()
      state.teams[1].modified = bench.clock.now
    }
    let outcome = await bench.sync()
    #expect(outcome.types.last?.isIncremental == true && outcome.types.last?.changed == 1)
    #expect(try isMember("u139999") == false && isMember("u139998") == true)
  }

  // MARK: - Rule 13

  @Test func rule13WaitsAndGoesOn() async throws {
    let bench = try EngineBench(people: 250)
    bench.server.change { state in
      state.fault = { line in
        guard line.contains("startIndex=100&") else { return nil }
        bench.server.change { $0.fault = { _ in nil } }
        return .success(HTTPResponse(status: 429, headers: [("Retry-After", "60")]))
      }
    }
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    #expect(bench.clock.waits.count == 1)
    #expect(bench.clock.waits[0] >= 60)
    #expect(try bench.isTrue())
  }

  @Test func rule13SaysSoWhereTheWaitIsTooLong() async throws {
    let bench = try EngineBench(people: 10)
    bench.server.change { state in
      state.fault = { line in
        guard line.contains("count=100") else { return nil }
        return .success(HTTPResponse(status: 429, headers: [("Retry-After", "3600")]))
      }
    }
    let outcome = await bench.sync()
    #expect(outcome.error?.code == .throttled)
    #expect(outcome.error?.disposition == .retryLater(afterSeconds: 3600))
    #expect(bench.clock.waits.isEmpty)
  }

  /// Salesforce refuses a `startIndex` above a bound: ids lead past it.
  @Test func rule13PagesByIDWhereStartIndexIsRefused() async throws {
    let habits = PulledServer.Habits(maximumPage: 50, sorts: true, maximumStart: 120)
    let bench = try EngineBench(people: 400, habits: habits)
    let outcome = await bench.sync()
    #expect(outcome.error == nil && outcome.remarks == [])
    #expect(try bench.isTrue())
    // The next walk begins so, and what went meanwhile is found to be gone.
    bench.server.change { $0.people.remove(at: 300) }
    bench.server.forgetLog()
    #expect(await bench.sync().types.first?.removed == 1)
    #expect(try bench.isTrue())
    let walked = bench.server.reads.filter { line in
      line.contains("/Users") && line.contains("count=50") && !line.contains("lastModified")
    }
    #expect(walked.count > 7)
    #expect(walked.allSatisfy { $0.contains("sortBy=id") && !$0.contains("startIndex") })
    let state = try bench.store.syncState(server: "model")
    #expect(state?.methods.contains { $0.contains("a large startIndex is refused: User") } == true)
  }

  @Test func rule13SaysSoWhereNothingLeadsPastTheBound() async throws {
    let habits = PulledServer.Habits(
      maximumPage: 50, sorts: true, maximumStart: 120, filtersIDs: false)
    let bench = try EngineBench(people: 400, habits: habits)
    let outcome = await bench.sync()
    #expect(outcome.error?.code == .badRequest)
    #expect(bench.server.reads.count { $0.contains("id%20gt") } < 10)
  }

  /// Google Cloud Identity wants `userName eq` and lists nobody.
  @Test(arguments: [400, 501])
  func rule13SaysSoWhereNobodyIsListed(_ status: Int) async throws {
    let bench = try EngineBench(people: 10)
    bench.server.change { state in
      state.fault = { line in
        guard line.contains("/Users") else { return nil }
        return .success(
          HTTPResponse(status: status, body: Array(#"{"detail":"Filter required"}"#.utf8)))
      }
    }
    let error = try #require(await bench.sync().error)
    #expect(
      error.sentence == "model does not let its users be listed (\(status)): Filter required.")
    #expect(error.advice.contains("a right or a setting that lists users"))
  }

  // MARK: - Answers that cannot be used

  struct Bad: Sendable, CustomTestStringConvertible {
    var answer: Result<HTTPResponse, HTTPError>
    var code: SyncError.Code
    var testDescription: String { code.rawValue }
  }

  static func bad(_ body: String, _ code: SyncError.Code, status: Int = 200) -> Bad {
    Bad(answer: .success(HTTPResponse(status: status, body: Array(body.utf8))), code: code)
  }

  @Test(arguments: [
    bad("<html>Sign in</html>", .notSCIM), bad(#"{"Resources":[{"id":"1""#, .malformed),
    bad(#"{"hello":1}"#, .notSCIM), bad("", .notSCIM), bad("no", .unauthorized, status: 401),
    bad("no", .forbidden, status: 403), bad("", .notFound, status: 404),
    bad("down", .serverFailed, status: 503),
    Bad(answer: .failure(.tls(host: "h", detail: "self-signed")), code: .tls),
    Bad(answer: .failure(.cut(host: "h", receivedBytes: 9)), code: .cut),
  ])
  func keepsTheMirrorAndSaysWhy(_ bad: Bad) async throws {
    let bench = try EngineBench(people: 30)
    await bench.sync()
    bench.server.change { state in
      state.fault = { $0.contains("/Users") ? bad.answer : nil }
    }
    bench.clock.advance(86_401)
    let outcome = await bench.sync()
    let error = try #require(outcome.error)
    #expect(error.code == bad.code)
    #expect(!error.sentence.isEmpty && !error.advice.isEmpty)
    #expect(try bench.count("User") == 30)
    #expect(try bench.store.syncState(server: "model")?.failure?.reason == error.sentence)
    // Once the server is well again, so is the sync.
    bench.server.change { $0.fault = { _ in nil } }
    #expect(await bench.sync().error == nil)
    #expect(try bench.isTrue())
  }
}
