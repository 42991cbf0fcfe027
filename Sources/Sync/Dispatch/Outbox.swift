import Foundation
import Governance
import SCIM
import Store

/// What dispatching needs of the store. Each call is one transaction: a test that stops the
/// program before or after any of them sees every crash that can happen.
protocol Outbox: Sendable {
  func lockOutbox() throws(StoreError) -> OutboxLock?
  func dueActions(server: String, now: Date) throws(StoreError) -> [Action]
  func actions(for id: RequestID) throws(StoreError) -> [Action]
  func startSending(_ id: Int64, now: Date) throws(StoreError) -> Bool
  func startSending(_ ids: [Int64], now: Date) throws(StoreError) -> Set<Int64>
  func recordSending(
    _ id: Int64, of call: Call, savedMembers: String?, now: Date
  ) throws(StoreError)
  func saveHabit(_ habit: WriteHabit, server: String, now: Date) throws(StoreError)
  func finish(
    _ id: Int64, status: ActionStatus, answer: ServerAnswer?, advice: String?,
    createdID: String?, retryAt: Date?, isInDoubt: Bool, actor: PersonReference?, now: Date
  ) throws(StoreError)

  func unwrittenDecisions(server: String?) throws(StoreError) -> [UnwrittenDecision]
  func markWritten(_ id: Int64, now: Date) throws(StoreError)
  func markOvertaken(
    _ id: Int64, status: RequestStatus, by name: String?, now: Date
  ) throws(StoreError)
  func markUnwritten(
    _ id: Int64, answer: ServerAnswer, advice: String?, retryAt: Date?, now: Date
  ) throws(StoreError)

  func syncState(server: String) throws(StoreError) -> SyncState?
  func areMembersListed(server: String) throws(StoreError) -> Bool
  func accounts(of key: IdentityKey, on server: String?) throws(StoreError) -> [Account]
  func resource(
    server: String, type: String, id: String
  ) throws(StoreError) -> MirroredResource?
  /// How the members that a long group's text leaves out are known.
  func memberNote(server: String) throws(StoreError) -> MemberSieve.Note
  @discardableResult
  func saveResource(
    server: String, type: String, bytes: [UInt8], rests: [String: MemberRest], version: String?,
    now: Date
  ) throws(StoreError) -> PageOutcome
  @discardableResult
  func removeResource(
    server: String, type: String, id: String, now: Date
  ) throws(StoreError) -> Bool
}

extension Store: Outbox {}
