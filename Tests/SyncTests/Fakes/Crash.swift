import Foundation
import Governance
import HTTP
import SCIM
import Store
import Synchronization

@testable import Sync

/// The death of the program at one step: from then on nothing is done any more.
final class Crash: Sendable {
  private struct State {
    var steps: [String] = []
    var isDead = false
  }

  /// The step to die at, 1 for the first; nil to live.
  private let fatalStep: Int?
  private let state = Mutex(State())

  init(at fatalStep: Int?) { self.fatalStep = fatalStep }

  var isDead: Bool { state.withLock { $0.isDead } }
  /// Shape: `before startSending`, `after PATCH /Groups/g1`.
  var steps: [String] { state.withLock { $0.steps } }

  /// Passes one step. Returns false when the program is dead, which it may be from this step on.
  func passes(_ name: String) -> Bool {
    state.withLock { state in
      if state.isDead { return false }
      state.steps.append(name)
      state.isDead = state.steps.count == fatalStep
      return !state.isDead
    }
  }
}

/// The network of a program that may die before a call is made, or after it and before its answer
/// was seen.
struct MortalTransport: HTTPTransport {
  let base: any HTTPTransport
  let crash: Crash

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    guard crash.passes("before \(request.method)") else { throw .cancelled }
    let response = try await base.send(request)
    guard crash.passes("after \(request.method)") else { throw .cancelled }
    return response
  }
}

/// The store of a program that may die before or after every transaction.
struct MortalOutbox: Outbox {
  let base: any Outbox
  let crash: Crash

  private func step<Value>(
    _ name: String, _ work: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard crash.passes("before \(name)") else { throw Self.dead }
    let value = try work()
    guard crash.passes("after \(name)") else { throw Self.dead }
    return value
  }

  private static let dead = StoreError(.database, "The program is dead.", advice: "Start it again.")

  func lockOutbox() throws(StoreError) -> OutboxLock? { try base.lockOutbox() }

  func dueActions(server: String, now: Date) throws(StoreError) -> [Action] {
    try base.dueActions(server: server, now: now)
  }

  func actions(for id: RequestID) throws(StoreError) -> [Action] { try base.actions(for: id) }

  func startSending(_ id: Int64, now: Date) throws(StoreError) -> Bool {
    try step("startSending") { () throws(StoreError) in try base.startSending(id, now: now) }
  }

  func startSending(_ ids: [Int64], now: Date) throws(StoreError) -> Set<Int64> {
    try step("startSending") { () throws(StoreError) in try base.startSending(ids, now: now) }
  }

  func recordSending(
    _ id: Int64, of call: Call, savedMembers: String?, now: Date
  ) throws(StoreError) {
    try step("recordSending") { () throws(StoreError) in
      try base.recordSending(id, of: call, savedMembers: savedMembers, now: now)
    }
  }

  func saveHabit(_ habit: WriteHabit, server: String, now: Date) throws(StoreError) {
    try step("saveHabit") { () throws(StoreError) in
      try base.saveHabit(habit, server: server, now: now)
    }
  }

  func finish(
    _ id: Int64, status: ActionStatus, answer: ServerAnswer?, advice: String?,
    createdID: String?, retryAt: Date?, isInDoubt: Bool, actor: PersonReference?, now: Date
  ) throws(StoreError) {
    try step("finish") { () throws(StoreError) in
      try base.finish(
        id, status: status, answer: answer, advice: advice, createdID: createdID,
        retryAt: retryAt, isInDoubt: isInDoubt, actor: actor, now: now)
    }
  }

  func unwrittenDecisions(server: String?) throws(StoreError) -> [UnwrittenDecision] {
    try base.unwrittenDecisions(server: server)
  }

  func markWritten(_ id: Int64, now: Date) throws(StoreError) {
    try step("markWritten") { () throws(StoreError) in try base.markWritten(id, now: now) }
  }

  func markOvertaken(
    _ id: Int64, status: RequestStatus, by name: String?, now: Date
  ) throws(StoreError) {
    try step("markOvertaken") { () throws(StoreError) in
      try base.markOvertaken(id, status: status, by: name, now: now)
    }
  }

  func markUnwritten(
    _ id: Int64, answer: ServerAnswer, advice: String?, retryAt: Date?, now: Date
  ) throws(StoreError) {
    try step("markUnwritten") { () throws(StoreError) in
      try base.markUnwritten(id, answer: answer, advice: advice, retryAt: retryAt, now: now)
    }
  }

  func syncState(server: String) throws(StoreError) -> SyncState? {
    try base.syncState(server: server)
  }

  func areMembersListed(server: String) throws(StoreError) -> Bool {
    try base.areMembersListed(server: server)
  }

  func accounts(of key: IdentityKey, on server: String?) throws(StoreError) -> [Account] {
    try base.accounts(of: key, on: server)
  }

  func resource(
    server: String, type: String, id: String
  ) throws(StoreError) -> MirroredResource? {
    try base.resource(server: server, type: type, id: id)
  }

  func memberNote(server: String) throws(StoreError) -> MemberSieve.Note {
    try base.memberNote(server: server)
  }

  func saveResource(
    server: String, type: String, bytes: [UInt8], rests: [String: MemberRest], version: String?,
    now: Date
  ) throws(StoreError) -> PageOutcome {
    try step("saveResource") { () throws(StoreError) in
      try base.saveResource(
        server: server, type: type, bytes: bytes, rests: rests, version: version, now: now)
    }
  }

  func removeResource(
    server: String, type: String, id: String, now: Date
  ) throws(StoreError) -> Bool {
    try step("removeResource") { () throws(StoreError) in
      try base.removeResource(server: server, type: type, id: id, now: now)
    }
  }
}
