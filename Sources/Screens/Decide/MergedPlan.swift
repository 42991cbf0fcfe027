import Governance
import Terminal

/// The plans of several requests as one: what stands out first, then who gains and loses what on
/// each server.
struct MergedPlan {
  /// A request that an approver should not pass over, and why.
  struct Odd {
    enum Rank: Int { case leftOut, highRisk, alreadySo, noted }

    var detail: RequestDetail
    var rank: Rank
    var why: String
  }

  struct Server {
    var name: String
    var operations: [(detail: RequestDetail, operation: PlannedOperation)] = []
  }

  /// Order: what is left out, the riskiest, what is already so.
  private(set) var odd: [Odd] = []
  /// Order: as the plans name them.
  private(set) var servers: [Server] = []
  private(set) var callCount = 0
  private(set) var laterCount = 0
  private(set) var leftOutCount = 0

  init(_ confirmation: Confirmation) {
    for detail in confirmation.details ?? [] {
      if let why = confirmation.leftOut(detail) {
        odd.append(Odd(detail: detail, rank: .leftOut, why: why))
        leftOutCount += 1
        continue
      }
      if detail.risk.score >= RequestWords.highRisk {
        let why = detail.risk.reasons.map { "+\($0.points) \($0.sentence)" }.joined(separator: ", ")
        odd.append(Odd(detail: detail, rank: .highRisk, why: "risk \(detail.risk.score): \(why)"))
      }
      if detail.plan.isAlreadySo {
        odd.append(Odd(detail: detail, rank: .alreadySo, why: "already so: nothing is sent"))
      }
      for note in detail.plan.notes where !detail.plan.isAlreadySo {
        odd.append(Odd(detail: detail, rank: .noted, why: note))
      }
      if confirmation.subject != .decision(.denied) { add(detail) }
    }
    odd.sort { left, right in
      if left.rank != right.rank { return left.rank.rawValue < right.rank.rawValue }
      return left.detail.risk.score > right.detail.risk.score
    }
  }

  private mutating func add(_ detail: RequestDetail) {
    for operation in detail.plan.operations {
      if operation.delay == nil { callCount += 1 } else { laterCount += 1 }
      let index =
        servers.firstIndex { $0.name == operation.server }
        ?? {
          servers.append(Server(name: operation.server))
          return servers.count - 1
        }()
      servers[index].operations.append((detail, operation))
    }
  }
}
