import Governance
import Terminal

/// The plans of several requests as one: what stands out first, then who gains and loses what on
/// each server.
struct MergedPlan {
  /// A request that an approver should not pass over, and why.
  struct Odd {
    enum Rank: Int { case leftOut, conflicting, highRisk, stale, alreadySo, noted }

    var detail: RequestDetail
    /// Order: what counts most first.
    var reasons: [(rank: Rank, why: String)]

    var rank: Rank { reasons.first?.rank ?? .noted }
  }

  /// What happens to one entitlement, by all requests.
  struct Entitled {
    var name: String
    var operations: [(detail: RequestDetail, operation: PlannedOperation)] = []
  }

  struct Server {
    var name: String
    /// Order: as the plans name them.
    var entitlements: [Entitled] = []

    var operations: [(detail: RequestDetail, operation: PlannedOperation)] {
      entitlements.flatMap(\.operations)
    }
  }

  /// Order: what is left out, what contradicts another, the riskiest, what was read long ago, what is
  /// already so.
  private(set) var odd: [Odd] = []
  /// Order: as the plans name them.
  private(set) var servers: [Server] = []
  private(set) var callCount = 0
  private(set) var laterCount = 0
  private(set) var leftOutCount = 0
  /// The place of each request in the plan, from 1; empty where there is only one.
  private(set) var numbers: [RequestID: Int] = [:]
  private var serverIndex: [String: Int] = [:]
  private var entitledIndex: [String: Int] = [:]

  init(_ confirmation: Confirmation) {
    let details = confirmation.details ?? []
    if details.count > 1, confirmation.subject != .decision(.denied) {
      for (index, detail) in details.enumerated() { numbers[detail.request.id] = index + 1 }
    }
    let conflicts = Conflicts(details.filter { confirmation.leftOut($0) == nil })
    for detail in details {
      let leftOut = confirmation.leftOut(detail)
      let reasons = leftOut.map { [(.leftOut, $0)] } ?? Self.reasons(detail, conflicts)
      if !reasons.isEmpty { odd.append(Odd(detail: detail, reasons: reasons)) }
      if leftOut != nil {
        leftOutCount += 1
      } else if confirmation.subject != .decision(.denied) {
        add(detail)
      }
    }
    odd.sort { left, right in
      if left.rank != right.rank { return left.rank.rawValue < right.rank.rawValue }
      return left.detail.risk.score > right.detail.risk.score
    }
  }

  /// Says of which request a line is. Shape: `#2 `; empty where there is only one.
  func mark(_ request: RequestID) -> String { numbers[request].map { "#\($0) " } ?? "" }

  private static func reasons(
    _ detail: RequestDetail, _ conflicts: Conflicts
  ) -> [(rank: Odd.Rank, why: String)] {
    var reasons: [(rank: Odd.Rank, why: String)] = []
    if let why = conflicts.why(detail) { reasons.append((.conflicting, why)) }
    let isRisky = detail.risk.score >= RequestWords.highRisk
    if isRisky {
      let why = detail.risk.reasons.map { "+\($0.points) \($0.sentence)" }.joined(separator: ", ")
      reasons.append((.highRisk, "risk \(detail.risk.score): \(why)"))
    }
    if let age = detail.dataAgeSeconds, age >= staleSeconds {
      reasons.append(
        (.stale, "what it presumes was read \(count(age / staleSeconds, "day")) ago"))
    }
    if detail.plan.isAlreadySo {
      reasons.append((.alreadySo, "already so: nothing is sent"))
    } else {
      reasons += detail.plan.notes.map { (.noted, $0) }
    }
    let asksForItself = detail.request.requester.key == detail.request.beneficiary.key
    if asksForItself, !reasons.isEmpty { reasons.append((.noted, "asked for by themselves")) }
    return reasons
  }

  /// A day: from then on much may have changed.
  private static let staleSeconds = 86_400

  private mutating func add(_ detail: RequestDetail) {
    for operation in detail.plan.operations {
      if operation.delay == nil { callCount += 1 } else { laterCount += 1 }
      let server = index(of: operation.server)
      let item = detail.request.items.first { $0.id == operation.item }
      let name = item.map(RequestWords.name) ?? operation.effect
      let key = "\(operation.server)\n\(item?.entitlement.value ?? name)\n\(name)"
      let entitled =
        entitledIndex[key]
        ?? {
          servers[server].entitlements.append(Entitled(name: name))
          return servers[server].entitlements.count - 1
        }()
      entitledIndex[key] = entitled
      servers[server].entitlements[entitled].operations.append((detail, operation))
    }
  }

  private mutating func index(of server: String) -> Int {
    if let index = serverIndex[server] { return index }
    servers.append(Server(name: server))
    serverIndex[server] = servers.count - 1
    return servers.count - 1
  }
}

/// Requests of one batch that want the same of one person, or the opposite.
private struct Conflicts {
  private struct Wish: Hashable {
    var person: IdentityKey
    var entitlement: EntitlementReference
  }

  private var wishes: [Wish: [(id: RequestID, operation: ItemOperation)]] = [:]

  init(_ details: [RequestDetail]) {
    for detail in details {
      for item in detail.request.items {
        let wish = Wish(person: detail.request.beneficiary.key, entitlement: item.entitlement)
        wishes[wish, default: []].append((detail.request.id, item.operation))
      }
    }
  }

  func why(_ detail: RequestDetail) -> String? {
    for item in detail.request.items {
      let wish = Wish(person: detail.request.beneficiary.key, entitlement: item.entitlement)
      let others = (wishes[wish] ?? []).filter { $0.id != detail.request.id }
      guard let other = others.first else { continue }
      let name = RequestWords.name(item)
      return other.operation == item.operation
        ? "another request here wants the same: \(name)"
        : "another request here wants the opposite: \(name)"
    }
    return nil
  }
}
