import GRDB
import Governance

extension Store {
  /// The pending request of an import that asks for the same in the same words; nil for none. When
  /// each was asked, and until when, is not compared.
  public func pendingTwin(of request: AccessRequest) throws(StoreError) -> AccessRequest? {
    try read { database in
      let ids = try String.fetchAll(
        database,
        sql: """
          SELECT id FROM ledger_request WHERE status = 'pending' AND origin = ?
            AND beneficiary_key = ? AND justification = ? ORDER BY submitted, id
          """,
        arguments: [
          request.origin.name, request.beneficiary.key.rawValue, request.justification,
        ])
      return try RequestRows.fetch(database, ids: ids).first { $0.asksTheSame(as: request) }
    }
  }
}

extension AccessRequest {
  /// Whether it is the same wish, whenever it was asked and whatever it is called.
  public func asksTheSame(as other: AccessRequest) -> Bool {
    beneficiary.key == other.beneficiary.key && requester.key == other.requester.key
      && justification == other.justification && externalReference == other.externalReference
      && items.map(\.canonical) == other.items.map(\.canonical)
  }
}
