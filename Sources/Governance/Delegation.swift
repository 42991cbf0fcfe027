import Foundation

/// Somebody lets somebody else decide in their place: for a time, and for what a filter says.
///
/// It lends what its maker may decide by themselves, never what was lent to them: there are no chains.
public struct Delegation: Hashable, Sendable, Codable {
  /// Its number in the ledger; 0 before.
  public var id: Int64
  /// Whose word it is: the authority.
  public var from: PersonReference
  /// Who presses the key: the hand.
  public var to: PersonReference
  public var starts: Date
  public var ends: Date
  /// In the filter language; nil for every request. It counts for open ones as for new ones.
  public var scope: String?
  public var reason: String
  public var revoked: Date?

  public init(
    id: Int64 = 0, from: PersonReference, to: PersonReference, starts: Date, ends: Date,
    scope: String? = nil, reason: String = "", revoked: Date? = nil
  ) {
    self.id = id
    self.from = from
    self.to = to
    self.starts = starts
    self.ends = ends
    self.scope = scope
    self.reason = reason
    self.revoked = revoked
  }

  public func isActive(at now: Date) -> Bool { revoked == nil && starts <= now && now < ends }

  // Longer than this is no absence.
  private static let longestDays: Double = 366

  /// Why it cannot be made; nil when it can. Shape: a sentence with what to do.
  public func problem(now: Date) -> String? {
    if from.key == to.key { return "You cannot stand in for yourself: name somebody else." }
    if ends <= starts { return "It ends before it begins: give a later end." }
    if ends <= now { return "It is over already: give an end that is still to come." }
    if ends.timeIntervalSince(starts) > Self.longestDays * 86_400 {
      return "It lasts longer than a year: give an end that is nearer."
    }
    return nil
  }
}
