import Sync

/// Reads how we say to a server who we are: one of three ways, each with keys of its own.
enum CredentialSettings {
  /// What marks a way, and what goes with it. Order: as they are documented.
  private static let ways = ConfigurationTables.ways.map { $0.map(\.key) }
  static let proofs = ["basic", "post", "private_key_jwt"]

  static func read(_ table: SettingsReader) throws(ConfigurationError) -> Credentials {
    let given = ways.map { way in way.filter { table.members[$0] != nil } }
    let used = given.indices.filter { !given[$0].isEmpty }
    guard used.count < 2 else {
      throw table.document.error(
        .contradiction, at: table.path(given[used[1]][0]),
        "“\(given[used[0]][0])” and “\(given[used[1]][0])” belong to different ways to log in.",
        advice: "Keep one way: token_…, or user and password_…, or token_url and client_….")
    }
    switch used.first {
    case 0: return .bearer(try SecretSettings.read(.token, table))
    case 1: return try basic(table, because: given[1][0])
    case 2: return .clientCredentials(try client(table, because: given[2][0]))
    default: return .none
    }
  }

  private static func basic(
    _ table: SettingsReader, because key: String
  ) throws(ConfigurationError) -> Credentials {
    let user = try required("user", table, because: key, example: "user = \"countersign\"")
    // > RFC 7617 §2: a user name cannot have a colon.
    guard !user.contains(":") else {
      throw table.document.error(
        .badValue, at: table.path("user"), "“user” has a colon.",
        advice: "Write the name alone; the password comes from password_file and its like.")
    }
    return .basic(
      user: user, password: try SecretSettings.required(.password, table, because: "user"))
  }

  // MARK: - OAuth 2

  private static func client(
    _ table: SettingsReader, because key: String
  ) throws(ConfigurationError) -> OAuthClient {
    let url = try required(
      "token_url", table, because: key, example: "token_url = \"https://login.example/token\"")
    guard ServerSettings.isURL(url, withQuery: true) else {
      throw table.document.error(
        .badValue, at: table.path("token_url"), "“token_url” is not a plain http or https URL.",
        advice: "Write the token endpoint, such as \"https://login.example/oauth2/token\".")
    }
    let id = try required(
      "client_id", table, because: key, example: "client_id = \"countersign\"")
    return OAuthClient(
      tokenURL: url, clientID: id, proof: try proof(table), scope: try table.text("scope"),
      audience: try table.text("audience"), resource: try table.text("resource"),
      assertionAudience: try table.text("client_assertion_audience"))
  }

  private static func proof(_ table: SettingsReader) throws(ConfigurationError) -> OAuthClient.Proof
  {
    let secretKeys = SecretSettings.keys(.clientSecret).filter { table.members[$0] != nil }
    let keyKeys =
      (SecretSettings.keys(.clientKey) + ["client_key_id", "client_assertion_audience"])
      .filter { table.members[$0] != nil }
    let isSigned = !keyKeys.isEmpty
    let way =
      try table.choice("client_auth", among: proofs)
      ?? (isSigned && secretKeys.isEmpty ? "private_key_jwt" : "basic")
    let wrong = way == "private_key_jwt" ? secretKeys.first : keyKeys.first
    if let wrong {
      throw table.document.error(
        .contradiction, at: table.path(wrong),
        "“\(wrong)” does not go with client_auth “\(way)”.",
        advice: way == "private_key_jwt"
          ? "Remove it, or set client_auth to \"basic\" or \"post\"."
          : "Remove it, or set client_auth to \"private_key_jwt\" and name no client_secret.")
    }
    switch way {
    case "private_key_jwt":
      return .privateKey(
        try SecretSettings.required(.clientKey, table, because: "client_id"),
        keyID: try table.text("client_key_id"))
    case "post":
      return .secretPost(try SecretSettings.required(.clientSecret, table, because: "client_id"))
    default:
      return .secretBasic(try SecretSettings.required(.clientSecret, table, because: "client_id"))
    }
  }

  private static func required(
    _ key: String, _ table: SettingsReader, because other: String, example: String
  ) throws(ConfigurationError) -> String {
    if let text = try table.text(key) { return text }
    throw table.document.error(
      .missingKey, at: table.path(other), "This server has “\(other)”, but no “\(key)”.",
      advice: "Add it: \(example).")
  }
}
