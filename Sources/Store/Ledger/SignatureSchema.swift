/// Who signed the records of the audit log. Records from before the first key have no signature.
enum SignatureSchema {
  static let step = """
    CREATE TABLE ledger_audit_key (
      number INTEGER PRIMARY KEY,
      -- The public key in hexadecimal.
      key TEXT NOT NULL UNIQUE,
      owner TEXT NOT NULL,
      -- The record that brought it, and the one by which another took its place.
      since INTEGER NOT NULL,
      retired INTEGER
    );
    CREATE TABLE ledger_audit_signature (
      sequence INTEGER PRIMARY KEY,
      signer INTEGER NOT NULL REFERENCES ledger_audit_key(number),
      signature BLOB NOT NULL
    );
    CREATE TRIGGER ledger_audit_signature_stays BEFORE UPDATE ON ledger_audit_signature
      BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
    CREATE TRIGGER ledger_audit_signature_kept BEFORE DELETE ON ledger_audit_signature
      BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;

    """
}
