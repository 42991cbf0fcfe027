import Foundation
import GRDB
import Governance

/// Searches the whole mirror for one kind of trouble.
///
/// A new kind is a case of `Finding.Kind`, a type of this shape, and its place in
/// ``FindingSources/all``: the verb and the screen show it then.
protocol FindingSource: Sendable {
  var kind: Finding.Kind { get }

  /// At most `limit` findings, each with another `id`. Order: as the list shows them.
  func findings(in context: FindingContext, limit: Int) throws -> [Finding]
}

/// What a source may look at.
struct FindingContext {
  var database: Database
  var settings: StoreSettings
  var now: Date
}

/// The kinds that the whole mirror is searched for.
enum FindingSources {
  // Order: as lists show them.
  static let all: [any FindingSource] = [
    BreakGlassReviews(), DriftSource(drift: .ended), DriftSource(drift: .given),
    DriftSource(drift: .taken), ProposedLinks(), OrphanAccounts(), CorrelationConflicts(),
  ]

  // Nobody works through more; what was done makes room for the rest.
  static let most = 10_000
}

extension Store {
  /// What somebody should look at, in all that was read from all servers.
  ///
  /// What a role hides is left out before the order is made, which would tell it; what servers show of
  /// a person otherwise than decided, where the role does not show that person.
  ///
  /// Order: by kind, then as the kind has it, unless another is asked for. Each kind ends at ten thousand.
  ///
  /// - Parameter person: the operator; nil for one whom no server knows.
  public func findings(
    kinds: Set<Finding.Kind>? = nil, order: ListOrder<FindingColumn> = ListOrder(), offset: Int,
    count: Int, seenBy visibility: Visibility = .unlimited, by person: PersonReference? = nil,
    now: Date
  ) throws(StoreError) -> Window<Finding> {
    try read { database in
      let context = FindingContext(database: database, settings: settings, now: now)
      var found: [Finding] = []
      for source in FindingSources.all where kinds?.contains(source.kind) ?? true {
        found += try source.findings(in: context, limit: FindingSources.most)
      }
      if !visibility.isUnlimited {
        found = try found.filter { finding in
          guard finding.drift != nil, let other = finding.person else { return true }
          return try refusal(of: visibility, toSee: other, by: person, database) == nil
        }.map { $0.seen(by: visibility) }
      }
      found = order.sorted(found)
      let rows = found.dropFirst(max(0, offset)).prefix(max(0, count))
      return Window(offset: max(0, offset), rows: Array(rows), total: found.count)
    }
  }

  /// The kinds that ``findings(kinds:offset:count:now:)`` knows how to look for.
  public static var findingKinds: [Finding.Kind] { FindingSources.all.map(\.kind) }
}
