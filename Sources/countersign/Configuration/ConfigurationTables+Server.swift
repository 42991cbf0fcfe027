import Sync

extension ConfigurationTables {
  static let server = SettingTable(
    name: "[[server]]",
    help:
      "One SCIM service provider; `countersign server add NAME URL` writes one for you. It takes"
      + " one of three ways to log in: a bearer token, a user and a password, or an OAuth 2 client."
      + " Each secret comes from ONE of three places, and is never in this file, the database or a"
      + " log.",
    settings: identity + ways.flatMap { $0 } + way + habits)

  private static let identity = [
    Setting(
      "name", "text", .required,
      "Short: it stands in columns and in names such as `idp:group:engineers`. 1 to 20 of a-z, A-Z,"
        + " 0-9, - and _."),
    Setting(
      "url", "text", .required,
      "The SCIM base, such as `https://host/scim/v2`: /Users follows it."),
  ]

  /// How we log in. What marks a way goes with nothing of another.
  static let ways: [[Setting]] = [
    secret(.token, "the bearer token"),
    [Setting("user", "text", .words("no user and password"), "Who we are, beside a password.")]
      + secret(.password, "the user's password"),
    client,
  ]

  private static let client =
    [
      Setting(
        "token_url", "text", .words("no OAuth 2 client"),
        "Where a client gets its tokens: it renews them before they run out, and once more when the"
          + " server refuses one."),
      Setting("client_id", "text", .words("must be there beside `token_url`"), "Its name there."),
      Setting(
        "client_auth", "text", .words("`basic`; where there is a key, `private_key_jwt`"),
        "How it shows who it is: "
          + CredentialSettings.proofs.map { "`\($0)`" }.joined(separator: ", ") + "."),
    ] + secret(.clientSecret, "its secret")
    + secret(
      .clientKey,
      "its private key instead of a secret (PEM: RSA signs RS256, P-256 ES256, Ed25519 EdDSA)")
    + [
      Setting("client_key_id", "text", .words("no kid"), "The key's name there (kid)."),
      Setting(
        "client_assertion_audience", "text", .words("`token_url`"), "Whom its assertions are for."),
      Setting(
        "scope", "text", .words("as the authorization server likes it"), "What the token may do."),
      Setting(
        "audience", "text", .words("as the authorization server likes it"),
        "What the token is for."),
      Setting(
        "resource", "text", .words("as the authorization server likes it"),
        "What the token is for (RFC 8707)."),
    ]

  /// How the server is reached.
  static let way =
    [
      Setting(
        "ca_file", "text", .words("the system's authorities"),
        "Certificate authorities (PEM) to trust instead."),
      Setting(
        "tls_certificate_file", "text", .words("no certificate of our own"),
        "A certificate of our own for TLS (PEM)."),
      Setting(
        "tls_key_file", "text", .words("the key is in the certificate's file"),
        "Its key (PEM), open to you alone."),
    ] + secret(.tlsKeyPassword, "the password of a locked key")
    + [
      Setting(
        "proxy", "text", .words("`https_proxy` and `no_proxy` of the environment"),
        "A proxy, such as `http://proxy.example.com:3128`; its user stands below."),
      Setting("proxy_user", "text", .words("none"), "Who we are to the proxy."),
    ] + secret(.proxyPassword, "the proxy's password")

  private static let habits = [
    Setting(
      "page_size", "number", .words("as the server likes it"),
      "How many resources to ask for at once, 1 to 10000."),
    Setting(
      "timeout", "span of time", .value("\"60s\""), "How long one answer may take, an hour at most."
    ),
    Setting(
      "never_fetch", "list of texts", .value("[]"),
      "Attributes that are never fetched: left out of every request, and dropped from every answer."
        + " Run `countersign sync --full` once after adding one."),
  ]

  private static func secret(_ purpose: SecretPurpose, _ what: String) -> [Setting] {
    let keys = SecretSettings.keys(purpose)
    return [
      Setting(
        keys[0], "text", .words("another of the three"),
        "The environment variable that holds \(what)."),
      Setting(
        keys[1], "text", .words("another of the three"),
        "A file that only you can read with \(what)."),
      Setting(
        keys[2], "list of texts", .words("another of the three"),
        "A program that prints \(what), run without a shell."),
    ]
  }
}
