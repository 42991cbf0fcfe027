/// What servers say of attributes that no RFC names, and whose devices are whose.
enum ExtensionSchema {
  static let step = """
    -- The schemas that a server describes beside those of the RFCs. `json` is the Schema resource.
    CREATE TABLE mirror_schema (
      server INTEGER NOT NULL,
      urn TEXT NOT NULL,
      json TEXT NOT NULL,
      PRIMARY KEY (server, urn)
    ) WITHOUT ROWID;
    -- `owner_ref` is the User's; nil where the device names nobody.
    CREATE TABLE mirror_device (
      rid INTEGER PRIMARY KEY,
      server INTEGER NOT NULL,
      owner_ref INTEGER
    );
    CREATE INDEX mirror_device_owner ON mirror_device(owner_ref) WHERE owner_ref IS NOT NULL;

    """
}
