import Foundation
import SCIM

/// One service of the sandbox, as callers see it.
public struct Tenant: Sendable {
  public let name: TenantName
  public let dialect: Dialect
  /// The bearer token that it takes.
  public let token: String

  /// Shape: `/idp/scim/v2`.
  public var path: String { "/\(name.rawValue)/scim/v2" }
}

/// One service with all that it holds.
struct TenantState: Sendable {
  let tenant: Tenant
  let seed: UInt64
  /// Order: as the dialect's kinds.
  var shelves: [Shelf]
  var rosters: Rosters
  /// Counts the writes: what was found before one does not hold after it.
  var revision = 0
  var found: FoundSlots?

  init(_ tenant: Tenant, samples: Samples) {
    self.tenant = tenant
    seed = SplitMix.mixed(
      samples.organisation.seed, stream: .identifier, index: 1_000 + tenant.name.number)
    shelves = tenant.dialect.kinds.map { samples.shelf($0, of: tenant.name) }
    rosters = samples.rosters(of: tenant.name)
  }

  var dialect: Dialect { tenant.dialect }

  func shelfIndex(named name: String) -> Int? {
    shelves.firstIndex { $0.kind.name == name }
  }

  /// The number of the kind that answers at an endpoint. Shape: without the slash.
  func shelfIndex(endpoint: String) -> Int? {
    shelves.firstIndex { $0.kind.endpoint == "/" + endpoint }
  }

  func tag(_ number: Int, _ slot: Int) -> String {
    EntityTag.tag(
      slot: slot, version: shelves[number].record(slot).version, seed: seed ^ UInt64(number))
  }
}

/// The answer to the last query, kept for its next page.
struct FoundSlots: Sendable {
  let query: String
  let revision: Int
  let slots: [Int32]
}
