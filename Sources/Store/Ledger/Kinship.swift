import GRDB
import Governance

/// Which keys may be one person's: because an account went from one to the other, or because both
/// have an account with the same value. Nobody decides for those that may be themselves.
struct Kinship {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The key's own is not in it.
  func keys(of key: IdentityKey) throws -> Set<IdentityKey> {
    let known = try String.fetchAll(
      database.cachedStatement(sql: Self.closure), arguments: [key.rawValue])
    var kin = Set(known.map(IdentityKey.init(rawValue:)))
    for one in kin { kin.formUnion(try claimants(like: one)) }
    kin.remove(key)
    return kin
  }

  func expanded(_ keys: Set<IdentityKey>) throws -> Set<IdentityKey> {
    try keys.reduce(into: keys) { $0.formUnion(try self.keys(of: $1)) }
  }

  private static let closure = """
    WITH RECURSIVE kin(key) AS (
      SELECT ?
      UNION SELECT k.other FROM kin JOIN ledger_kinship k ON k.one = kin.key
      UNION SELECT k.one FROM kin JOIN ledger_kinship k ON k.other = kin.key)
    SELECT key FROM kin
    """

  /// People with an account that has a value of one of theirs.
  private func claimants(like key: IdentityKey) throws -> [IdentityKey] {
    try String.fetchAll(
      database.cachedStatement(sql: Self.shared),
      arguments: ["key": key.rawValue, "hash": ContentHash.of(key.rawValue)]
    ).map(IdentityKey.init(rawValue:))
  }

  private static let shared = """
    WITH me(pid) AS (
      SELECT pid FROM mirror_person
      WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = :hash) AND key = :key),
    mine(key_hash, key) AS (
      SELECT c.key_hash, c.key FROM me JOIN mirror_account a ON a.pid = me.pid
        JOIN mirror_claim c ON c.rid = a.rid
      UNION SELECT :hash, :key)
    SELECT p.key FROM mine JOIN mirror_person_key k ON k.key_hash = mine.key_hash
      JOIN mirror_person p ON p.pid = k.pid AND p.key = mine.key
    UNION
    SELECT p.key FROM mine JOIN mirror_claim c ON c.key_hash = mine.key_hash AND c.key = mine.key
      JOIN mirror_account a ON a.rid = c.rid JOIN mirror_person p ON p.pid = a.pid
    """
}

extension Store {
  /// The keys of people who were, or may be, the same person: nobody decides for those.
  public func kin(of key: IdentityKey) throws(StoreError) -> Set<IdentityKey> {
    try read { try Kinship($0).keys(of: key) }
  }
}
