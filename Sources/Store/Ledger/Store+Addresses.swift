import Foundation
import GRDB
import Governance

/// What is still to be sent to where its server was when it was decided.
public struct MisplacedActions: Hashable, Sendable {
  public var server: String
  /// Where it was decided for.
  public var address: ServerAddress
  /// Actions that wait or failed, endings that are not due yet included.
  public var actionCount: Int
}

extension Store {
  /// What was decided for another address than the configured one. Order: by server.
  public func misplacedActions(
    _ configured: [ConfiguredServer]
  ) throws(StoreError) -> [MisplacedActions] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT server, address, count(*) AS count FROM ledger_action
          WHERE status IN ('queued', 'sending', 'waiting', 'failed') AND address IS NOT NULL
            AND NOT is_manual
          GROUP BY server, address ORDER BY server, address
          """)
      return rows.compactMap { row in
        let address = ServerAddress(row["address"])
        let server = configured.first { $0.name == row["server"] }
        guard let server, ServerAddress(server.baseURL) != address else { return nil }
        return MisplacedActions(server: server.name, address: address, actionCount: row["count"])
      }
    }
  }
}
