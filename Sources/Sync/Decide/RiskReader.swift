import Foundation
import Governance
import SCIM
import Store

/// Gathers what a risk assessment looks at.
struct RiskReader {
  let store: Store

  func risk(of request: AccessRequest, plan: Plan, now: Date) throws(StoreError) -> Risk {
    let accounts = try store.accounts(of: request.beneficiary.key)
    var items: [RiskFacts.Item] = []
    for item in request.items { items.append(try read(item, request.beneficiary.key)) }
    return Risk.assess(
      RiskFacts(
        beneficiary: request.beneficiary.name, items: items,
        justification: request.justification, isBeneficiaryKnown: !accounts.isEmpty,
        isBeneficiaryInactive: !accounts.isEmpty && accounts.allSatisfy { $0.isActive == false },
        beneficiarySince: try since(accounts), dataAgeSeconds: plan.dataAgeSeconds(now: now),
        now: now))
  }

  private func read(
    _ item: RequestItem, _ beneficiary: IdentityKey
  ) throws(StoreError) -> RiskFacts.Item {
    let known = try store.entitlement(item.entitlement)
    let isGrant = item.operation == .grant
    let peers = isGrant ? try store.peers(of: beneficiary, holding: item.entitlement) : nil
    return RiskFacts.Item(
      operation: item.operation, display: known?.display ?? item.display,
      type: item.entitlement.type, isPrivileged: known?.isPrivileged ?? false,
      hasEnd: item.duration != nil,
      peers: peers.map { .init(holding: $0.holding, total: $0.of, unit: $0.unit) })
  }

  /// When the first account came to be, by the servers that say so.
  private func since(_ accounts: [Account]) throws(StoreError) -> Date? {
    var first: Date?
    for account in accounts {
      let resource = try store.resource(server: account.server, type: "User", id: account.id)
      guard let bytes = resource?.bytes, let created = Self.created(bytes) else { continue }
      first = min(first ?? created, created)
    }
    return first
  }

  private static func created(_ bytes: [UInt8]) -> Date? {
    do {
      return try Resource(JSON(parsing: bytes)).meta?.created
    } catch {
      // A resource without a readable `meta` says nothing about its age.
      return nil
    }
  }
}

extension Plan {
  /// The age of the oldest fact that the plan presumes. Units: seconds; nil when nothing was read.
  func dataAgeSeconds(now: Date) -> Int? {
    operations.flatMap(\.presumes).compactMap(\.readAt).min().map {
      max(0, Int(now.timeIntervalSince($0)))
    }
  }
}
