import Governance
import Store

/// Whether the ledger in the database is ours.
enum LedgerTrust {
  /// Throws: ``Failure`` for a ledger that a key signed which nobody trusts here, and for a private
  /// key that others can read: `StoreError`.
  static func require(_ store: Store, _ folder: KeyFolder) throws {
    _ = try folder.privateKeys()
    let keys = try store.auditKeyNames()
    if keys.isEmpty { return }
    let book = try folder.book(of: nil)
    let strangers = keys.filter { book.owners[$0] == nil }
    guard let stranger = strangers.first else { return }
    let owner = try store.auditKeys().first { $0.key == stranger }?.owner ?? ""
    let id = AuditSignature.short(stranger)
    throw Failure(
      .integrity, code: "ledger.stranger",
      "This ledger is from a stranger: \(owner.isEmpty ? "somebody" : "“\(owner)”") signed it with"
        + " the key \(id), which is not trusted here.",
      advice: "Nothing of it is used. Put your keys back into \(folder.path), or, once the owner"
        + " has read you that number by another way: countersign audit keys trust \(id)")
  }
}
