import Foundation
import HTTP
import Testing

@testable import Sync

struct DiscoveryTests {
  func discover(_ server: PulledServer) async throws -> Capabilities {
    try await Discovery(reader: Self.reader(server)).run()
  }

  static func reader(_ server: PulledServer) -> Reader {
    let client = SCIMClient(
      configuration: ServerConfiguration(name: "model", baseURL: PulledServer.base),
      transport: server, now: server.clock.clock.now)
    return Reader(client: client, policy: RetryPolicy(), clock: server.clock.clock)
  }

  @Test func provesWhatWorks() async throws {
    let found = try await discover(
      PulledServer(people: 5, teams: 2, habits: PulledServer.Habits(hasCursors: true)))
    #expect(found.resourceTypes.map(\.endpoint) == ["/Users", "/Groups"])
    #expect(found.indexPaging == .proven)
    #expect(found.cursorPaging == .proven)
    #expect(found.etag == .proven)
    #expect(found.equalityFilter == .proven)
    #expect(found.lastModifiedFilter == ["User": .proven, "Group": .proven])
    #expect(found.patch == .announced)
    #expect(found.bulk == .absent)
    #expect(found.maximumPageSize == 100)
    #expect(
      found.capabilities == [
        "index pagination", "cursor pagination", "ETag", "filters", "PATCH (announced)",
        "incremental sync (User, Group)",
      ])
    #expect(found.limits == [])
    #expect(Capabilities.self == type(of: found))
  }

  @Test func sentencesSayWhatDoesNotWork() async throws {
    var habits = PulledServer.Habits()
    habits.hasVersions = false
    habits.hasGroups = false
    habits.filtersDates = false
    habits.filtersNames = false
    let found = try await discover(PulledServer(people: 5, habits: habits))
    #expect(
      found.limits == [
        "It offers no groups.",
        "Its filters are not to be trusted: every result is compared.",
        "It has no versions: two writers at once are noticed by reading back alone.",
        "It cannot say which User resources changed: each sync reads all of them.",
      ])
  }

  /// PROVIDERS rule 10: discovery may be absent, a bare array, have empty URIs, or another spelling.
  @Test(arguments: [
    (true, "/ServiceProviderConfig", true), (true, "/ServiceProviderConfigs", true),
    (false, "", true), (true, "/ServiceProviderConfig", false), (false, "", false),
  ])
  func rule10MakesDoWithWhatThereIs(
    _ hasConfig: Bool, _ path: String, _ hasTypes: Bool
  ) async throws {
    var habits = PulledServer.Habits()
    habits.hasConfig = hasConfig
    habits.configPath = path
    habits.hasTypes = hasTypes
    let found = try await discover(PulledServer(people: 3, teams: 1, habits: habits))
    #expect(found.resourceTypes.map(\.name) == ["User", "Group"])
    #expect(found.resourceTypes.map(\.endpoint) == ["/Users", "/Groups"])
    #expect(found.patch == (hasConfig ? .announced : .unknown))
    #expect(found.indexPaging == .proven)
  }

  /// PROVIDERS rule 3: the first result of an ignored filter is a stranger.
  @Test func rule3SeesThroughAnIgnoredFilter() async throws {
    var habits = PulledServer.Habits()
    habits.filtersNames = false
    let found = try await discover(PulledServer(people: 3, habits: habits))
    #expect(found.equalityFilter == .refuted)
    // With one user the ignored filter looks right, until nobody is asked for.
    let single = try await discover(PulledServer(people: 1, habits: habits))
    #expect(single.equalityFilter == .refuted)
  }

  /// PROVIDERS rule 4: a filter that always returns all, or times that move by being read.
  @Test func rule4DoesNotBelieveDatesThatDoNotDivide() async throws {
    var ignoring = PulledServer.Habits()
    ignoring.filtersDates = false
    let ignored = try await discover(PulledServer(people: 3, habits: ignoring))
    #expect(ignored.lastModifiedFilter["User"] == .refuted)
    var moving = PulledServer.Habits()
    moving.datesAtReading = true
    let moved = try await discover(PulledServer(people: 3, habits: moving))
    #expect(moved.lastModifiedFilter["User"] == .absent)
  }

  @Test func rule4DoesNotBelieveAFilterThatReturnsNothing() async throws {
    let server = PulledServer(people: 3)
    server.change { state in
      state.fault = { line in
        guard line.contains("lastModified") else { return nil }
        return .success(HTTPResponse(status: 200, body: Array(#"{"totalResults":0}"#.utf8)))
      }
    }
    #expect(try await discover(server).lastModifiedFilter["User"] == .refuted)
  }

  @Test(arguments: [400, 403, 404, 500, 501])
  func takesARefusedFilterForNoFilter(_ status: Int) async throws {
    let server = PulledServer(people: 3)
    server.change { state in
      state.fault = { $0.contains("filter=") ? .success(HTTPResponse(status: status)) : nil }
    }
    let found = try await discover(server)
    #expect(found.equalityFilter == .refuted)
    #expect(found.lastModifiedFilter["User"] == .refuted)
    #expect(found.indexPaging == .proven)
  }

  @Test func anEmptyServerProvesNothing() async throws {
    let found = try await discover(PulledServer())
    #expect(found.indexPaging == .announced)
    #expect(found.equalityFilter == .announced)
    #expect(found.lastModifiedFilter == ["User": .unknown, "Group": .unknown])
  }

  @Test(arguments: [
    (401, SyncError.Code.unauthorized), (403, .forbidden), (404, .notFound), (302, .redirected),
  ])
  func saysWhyUsersCannotBeRead(_ status: Int, _ code: SyncError.Code) async throws {
    let server = PulledServer(people: 3)
    server.change { $0.fault = { _ in .success(HTTPResponse(status: status)) } }
    await #expect {
      try await discover(server)
    } throws: { error in
      (error as? SyncError)?.code == code
    }
  }

  @Test func saysWhenTheURLIsAWebPage() async throws {
    let server = PulledServer(people: 3)
    server.change { state in
      state.fault = { _ in .success(HTTPResponse(status: 200, body: Array("<html>".utf8))) }
    }
    await #expect {
      try await discover(server)
    } throws: { error in
      (error as? SyncError)?.code == .notSCIM
    }
  }

  @Test func isRememberedAsText() async throws {
    let found = try await discover(PulledServer(people: 3, teams: 1))
    let data = Data(found.remembered.utf8)
    #expect(try JSONDecoder().decode(Capabilities.self, from: data) == found)
  }
}
