/// Whose account is whose by an operator's word, and which keys have been, or may be, one person.
enum IdentitySchema {
  static let step = """
    -- `identity` is `account:SERVER/ID` for an account that is nobody else's.
    CREATE TABLE ledger_link (
      server TEXT NOT NULL,
      resource TEXT NOT NULL,
      identity TEXT NOT NULL,
      actor_key TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      reason TEXT NOT NULL,
      since REAL NOT NULL,
      PRIMARY KEY (server, resource)
    ) WITHOUT ROWID;
    CREATE INDEX ledger_link_identity ON ledger_link(identity);
    -- An account of `one` became one of `other`: neither decides for the other.
    CREATE TABLE ledger_kinship (
      one TEXT NOT NULL,
      other TEXT NOT NULL,
      since REAL NOT NULL,
      -- Whether nobody was known as `other` before.
      is_new INTEGER NOT NULL,
      PRIMARY KEY (one, other)
    ) WITHOUT ROWID;
    CREATE INDEX ledger_kinship_other ON ledger_kinship(other);
    CREATE INDEX ledger_request_submitter ON ledger_request(submitter_key)
      WHERE submitter_key IS NOT NULL;
    CREATE INDEX ledger_vote_authority ON ledger_vote(authority_key);
    CREATE INDEX ledger_vote_hand ON ledger_vote(hand_key);
    -- The keys that an account has beside the one that makes it a person's, so that two people with
    -- one of them are seen. `kind` is the attribute; `apart` for a key that it was kept out of.
    CREATE TABLE mirror_claim (
      rid INTEGER NOT NULL,
      kind TEXT NOT NULL,
      key_hash INTEGER NOT NULL,
      key TEXT NOT NULL,
      PRIMARY KEY (rid, kind)
    ) WITHOUT ROWID;
    CREATE INDEX mirror_claim_key ON mirror_claim(key_hash);

    """
}
