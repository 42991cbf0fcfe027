import Foundation
import Governance
import SCIM
import Store
import Synchronization

@testable import Sync

/// The ledger's outbox and the mirror's resources in memory, by the rules that the store follows.
final class MemoryOutbox: Outbox {
  struct State {
    var actions: [Action] = []
    var unwritten: [UnwrittenDecision] = []
    var resources: [String: MirroredResource] = [:]
    var syncStates: [String: SyncState] = [:]
    var accounts: [Account] = []
    var areMembersListed = false
    /// Shape: `written 1`, `overtaken 1 denied by Chen Wei`, `unwritten 1 409`.
    var log: [String] = []
  }

  private let state: Mutex<State>

  init(_ state: State = State()) { self.state = Mutex(state) }

  func read<Value: Sendable>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  /// Puts a plan into the outbox as an approval does.
  func accept(_ plan: Plan, now: Date) {
    state.withLock { state in
      for operation in plan.operations {
        state.actions.append(
          Action(
            id: Int64(state.actions.count + 1), request: plan.request, operation: operation,
            planDigest: plan.digest, status: .queued, updated: now))
      }
    }
  }

  func lockOutbox() throws(StoreError) -> OutboxLock? {
    throw StoreError(.database, "The fake has no lock.", advice: "Run one server's dispatch.")
  }

  func dueActions(server: String, now: Date) throws(StoreError) -> [Action] {
    state.withLock { state in
      state.actions.filter { action in
        action.operation.server == server && [.queued, .waiting, .sending].contains(action.status)
          && (action.due.map { due in
            let isLost =
              [.waiting, .sending].contains(action.status)
              && due.timeIntervalSince(now) > Store.longestRetrySeconds
            return due <= now || isLost
          } ?? (action.operation.delay == nil))
          && action.operation.needs.allSatisfy { number in
            state.actions.contains {
              $0.request == action.request && $0.operation.number == number && $0.status.isDone
            }
          }
      }
    }
  }

  func actions(for id: RequestID) throws(StoreError) -> [Action] {
    state.withLock { $0.actions.filter { $0.request == id } }
  }

  func startSending(_ id: Int64, now: Date) throws(StoreError) -> Bool {
    state.withLock { state in
      guard let place = state.actions.firstIndex(where: { $0.id == id }),
        state.actions[place].status.applying(.send).status != nil
      else { return false }
      if state.actions[place].status == .sending { state.actions[place].isInDoubt = true }
      state.actions[place].status = .sending
      state.actions[place].attempts += 1
      state.actions[place].sent = nil
      return true
    }
  }

  func startSending(_ ids: [Int64], now: Date) throws(StoreError) -> Set<Int64> {
    var claimed: Set<Int64> = []
    for id in ids where try startSending(id, now: now) { claimed.insert(id) }
    return claimed
  }

  func recordSending(
    _ id: Int64, of call: Call, savedMembers: String?, now: Date
  ) throws(StoreError) {
    state.withLock { state in
      for index in state.actions.indices
      where state.actions[index].id == id && state.actions[index].status == .sending {
        state.actions[index].sent = call
        state.actions[index].savedMembers = savedMembers ?? state.actions[index].savedMembers
      }
    }
  }

  func saveHabit(_ habit: WriteHabit, server: String, now: Date) throws(StoreError) {
    state.withLock { state in
      state.syncStates[server]?.habits.removeAll {
        $0.change == habit.change && ($0.form == habit.form || !($0.isHarmful || habit.isHarmful))
      }
      state.syncStates[server]?.habits.append(habit)
    }
  }

  func finish(
    _ id: Int64, status: ActionStatus, answer: ServerAnswer?, advice: String?,
    createdID: String?, retryAt: Date?, isInDoubt: Bool, actor: PersonReference?, now: Date
  ) throws(StoreError) {
    state.withLock { state in
      guard let place = state.actions.firstIndex(where: { $0.id == id }) else { return }
      state.actions[place].status = status
      state.actions[place].answer = answer
      state.actions[place].advice = advice
      state.actions[place].createdID = createdID ?? state.actions[place].createdID
      state.actions[place].due = retryAt
      if isInDoubt { state.actions[place].isInDoubt = true }
      if status.isTerminal { state.actions[place].savedMembers = nil }
      if status == .conflicted { Self.stop(dependentsOf: state.actions[place], in: &state) }
      guard status.isDone else { return }
      let done = state.actions[place]
      for index in state.actions.indices
      where state.actions[index].request == done.request
        && state.actions[index].operation.ends == done.operation.number
      {
        let delay = state.actions[index].operation.delay ?? ""
        state.actions[index].due = ISODuration(iso: delay)?.end(from: now)
      }
    }
  }

  private static func stop(dependentsOf action: Action, in state: inout State) {
    var lost: Set<Int> = [action.operation.number]
    for index in state.actions.indices
    where state.actions[index].request == action.request
      && !state.actions[index].status.isTerminal
      && !lost.isDisjoint(with: state.actions[index].operation.needs)
    {
      lost.insert(state.actions[index].operation.number)
      state.actions[index].status = .conflicted
      state.actions[index].answer = ServerAnswer(
        status: 0,
        text: "It needs operation \(action.operation.number), which was not carried out.")
      state.actions[index].due = nil
    }
  }

  func unwrittenDecisions(server: String?) throws(StoreError) -> [UnwrittenDecision] {
    state.withLock { $0.unwritten.filter { server == nil || $0.server == server } }
  }

  func markWritten(_ id: Int64, now: Date) throws(StoreError) {
    state.withLock { state in
      state.unwritten.removeAll { $0.id == id }
      state.log.append("written \(id)")
    }
  }

  func markOvertaken(
    _ id: Int64, status: RequestStatus, by name: String?, now: Date
  ) throws(StoreError) {
    state.withLock { state in
      state.unwritten.removeAll { $0.id == id }
      state.log.append("overtaken \(id) \(status.rawValue) by \(name ?? "nobody")")
    }
  }

  func markUnwritten(
    _ id: Int64, answer: ServerAnswer, advice: String?, retryAt: Date?, now: Date
  ) throws(StoreError) {
    state.withLock { state in
      for index in state.unwritten.indices where state.unwritten[index].id == id {
        state.unwritten[index].due = retryAt
        state.unwritten[index].attempts += 1
      }
      let wait = retryAt.map { " in \(Int($0.timeIntervalSince(now))) s" } ?? ""
      state.log.append("unwritten \(id) \(answer.status)\(wait)")
    }
  }

  func syncState(server: String) throws(StoreError) -> SyncState? {
    state.withLock { $0.syncStates[server] }
  }

  func areMembersListed(server: String) throws(StoreError) -> Bool {
    state.withLock { $0.areMembersListed }
  }

  func accounts(of key: IdentityKey, on server: String?) throws(StoreError) -> [Account] {
    state.withLock { $0.accounts.filter { server == nil || $0.server == server } }
  }

  func resource(
    server: String, type: String, id: String
  ) throws(StoreError) -> MirroredResource? {
    state.withLock { $0.resources["\(server)/\(type)/\(id)"] }
  }

  func memberNote(server: String) throws(StoreError) -> MemberSieve.Note {
    { reference, rest in rest.users.append(Int64(reference.value.utf8.count)) }
  }

  func saveResource(
    server: String, type: String, bytes: [UInt8], rests: [String: MemberRest], version: String?,
    now: Date
  ) throws(StoreError) -> PageOutcome {
    state.withLock { state in
      let text = String(decoding: bytes, as: UTF8.self)
      let id = text.firstMatch(of: #/"id":"([^"]*)"/#).map { String($0.1) } ?? ""
      state.resources["\(server)/\(type)/\(id)"] = MirroredResource(
        server: server, type: type, id: id, bytes: bytes, version: version, lastModified: nil,
        readAt: now, firstSeen: now)
    }
    return PageOutcome()
  }

  func removeResource(
    server: String, type: String, id: String, now: Date
  ) throws(StoreError) -> Bool {
    state.withLock { $0.resources.removeValue(forKey: "\(server)/\(type)/\(id)") != nil }
  }
}
