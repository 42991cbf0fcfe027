import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct SyncStateTests {
  @Test func comesBackAsItWasSaved() throws {
    let store = try Store.inMemory()
    #expect(try store.syncState(server: "hr") == nil)
    var state = SyncState(
      server: "hr", lastSync: Moment.start, failure: .init(reason: "refused", advice: "wait"),
      capabilitiesJSON: #"{"etag":"proven"}"#, capabilities: ["ETag", "incremental"],
      limits: ["no \"bulk\""], highWater: ["User": Moment.start, "Group": Moment.after(5)])
    try store.saveSyncState(state)
    #expect(try store.syncState(server: "hr") == state)
    state.failure = nil
    state.lastSync = Moment.after(60)
    try store.saveSyncState(state)
    #expect(try store.syncState(server: "hr") == state)
    #expect(try store.syncState(server: "idp") == nil)
  }

  @Test func serversShowWhatBecameOfThem() throws {
    let store = try Store.inMemory()
    let configured = ["hr", "idp", "chat"].map {
      ConfiguredServer(name: $0, baseURL: "https://\($0)")
    }
    try store.users("hr", [Sample.user("1"), Sample.user("2")])
    try store.groups("hr", [Sample.group("g", "g")])
    try store.saveSyncState(SyncState(server: "hr", lastSync: Moment.start, capabilities: ["ETag"]))
    try store.saveSyncState(
      SyncState(server: "chat", failure: .init(reason: "429", advice: "wait")))
    let walk = try store.beginWalk(
      server: "idp", type: "User", from: .index(1), now: Moment.after(100))
    _ = try store.savePage(
      MirrorPage([Sample.user("1")], total: 7), walk: walk, next: .index(2), now: Moment.after(100))

    let servers = try store.servers(configured, now: Moment.after(101))
    #expect(servers.map(\.name) == ["hr", "idp", "chat"])
    #expect(
      servers.map(\.phase) == [
        .idle, .syncing(type: "User", done: 1, total: 7), .failed(reason: "429", advice: "wait"),
      ])
    #expect(servers.map(\.userCount) == [2, 1, 0] && servers.map(\.groupCount) == [1, 0, 0])
    #expect(servers.map(\.capabilities) == [["ETag"], [], []])
    #expect(servers[0].lastSync == Moment.start && servers[0].baseURL == "https://hr")
    // A walk that has stood still for long is no longer going on, nor is one that was stopped.
    let stopped = ServerState.Phase.stopped(type: "User", done: 1, total: 7)
    #expect(try store.servers(configured, now: Moment.after(1_000))[1].phase == stopped)
    try store.restWalks(server: "idp")
    #expect(try store.servers(configured, now: Moment.after(101))[1].phase == stopped)
    // What was left half read before the last whole reading is history.
    try store.saveSyncState(SyncState(server: "idp", lastSync: Moment.after(200)))
    #expect(try store.servers(configured, now: Moment.after(201))[1].phase == .idle)
  }

  @Test func serversCountTheActionsThatWaitOrFailed() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(
      .sample("r1"), [.sample(1), .sample(2), .sample(3), .sample(4, ends: 1, delay: "P7D")])
    try store.finish(actions[0].id, status: .applied, answer: nil, now: Moment.start)
    try store.finish(actions[1].id, status: .conflicted, answer: nil, now: Moment.start)
    let server = [ConfiguredServer(name: "idp", baseURL: "")]
    let now = try #require(try store.servers(server, now: Moment.start).first)
    #expect(now.pendingActionCount == 1 && now.failedActionCount == 1)
    let later = try #require(try store.servers(server, now: Moment.afterDays(7)).first)
    #expect(later.pendingActionCount == 2)
  }
}
