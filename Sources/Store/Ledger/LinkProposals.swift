import Foundation
import GRDB
import Governance

/// Words on accounts that wait for another operator's.
enum LinkProposalSchema {
  static let step = """
    CREATE TABLE ledger_link_proposal (
      server TEXT NOT NULL,
      resource TEXT NOT NULL,
      user_name TEXT NOT NULL,
      -- person, nobody or attributes
      owner TEXT NOT NULL,
      identity TEXT,
      actor_key TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      reason TEXT NOT NULL,
      since REAL NOT NULL,
      PRIMARY KEY (server, resource)
    ) WITHOUT ROWID;

    """
}

enum LinkProposalRows {
  static func find(_ database: Database, _ server: String, _ id: String) throws -> LinkProposal? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM ledger_link_proposal WHERE server = ? AND resource = ?",
      arguments: [server, id]
    ).map(proposal)
  }

  /// Order: oldest first.
  static func all(_ database: Database) throws -> [LinkProposal] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM ledger_link_proposal ORDER BY since, server, resource"
    ).map(proposal)
  }

  private static func proposal(_ row: Row) -> LinkProposal {
    let identity: String? = row["identity"]
    let owner: AccountLink.Owner =
      switch row["owner"] as String {
      case "person": .person(IdentityKey(rawValue: identity ?? ""))
      case "nobody": .nobodyElse
      default: .attributes
      }
    return LinkProposal(
      account: AccountReference(
        server: row["server"], id: row["resource"], userName: row["user_name"]),
      owner: owner,
      by: PersonReference(key: IdentityKey(rawValue: row["actor_key"]), name: row["actor_name"]),
      reason: row["reason"], since: Date(timeIntervalSince1970: row["since"]))
  }

  static func insert(_ database: Database, _ proposal: LinkProposal) throws {
    let (owner, identity): (String, String?) =
      switch proposal.owner {
      case .person(let key): ("person", key.rawValue)
      case .nobodyElse: ("nobody", nil)
      case .attributes: ("attributes", nil)
      }
    try database.execute(
      sql: "INSERT OR REPLACE INTO ledger_link_proposal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        proposal.account.server, proposal.account.id, proposal.account.userName, owner, identity,
        proposal.by.key.rawValue, proposal.by.name, proposal.reason,
        proposal.since.timeIntervalSince1970,
      ])
  }

  static func remove(_ database: Database, _ account: AccountReference) throws {
    try database.execute(
      sql: "DELETE FROM ledger_link_proposal WHERE server = ? AND resource = ?",
      arguments: [account.server, account.id])
  }
}
