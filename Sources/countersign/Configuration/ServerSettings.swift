import Foundation
import Governance
import SCIM
import Sync

/// Reads one `[[server]]` table.
enum ServerSettings {
  static let keys = ConfigurationTables.server.keys

  static func read(_ table: SettingsReader) throws(ConfigurationError) -> ServerConfiguration {
    try table.refuseUnknown(known: keys)
    var server = ServerConfiguration(name: try name(table), baseURL: try url(table))
    server.credentials = try CredentialSettings.read(table)
    try WaySettings.read(table, into: &server)
    server.pageSize = try table.whole("page_size", within: 1...10_000)
    server.neverFetch = try neverFetch(table)
    if let timeout = try timeout(table) { server.timeoutSeconds = timeout }
    return server
  }

  /// Whether a text can name a server: it must stand in `server:type:value` and on one column.
  static func isName(_ text: String) -> Bool {
    (1...20).contains(text.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  /// Whether a text is an absolute http or https URL without a user, a fragment or, as a rule, a query.
  static func isURL(_ text: String, withQuery mayHaveQuery: Bool = false) -> Bool {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else {
      return false
    }
    return ["http", "https"].contains(parts.scheme?.lowercased() ?? "") && parts.user == nil
      && parts.password == nil && (mayHaveQuery || parts.query == nil) && parts.fragment == nil
  }

  private static func name(_ table: SettingsReader) throws(ConfigurationError) -> String {
    let name = try required("name", table, advice: "Give it a short name: name = \"idp\".")
    guard isName(name) else {
      throw table.document.error(
        .badValue, at: table.path("name"), "“name” is “\(name)”.",
        advice: "Use 1 to 20 of a-z, A-Z, 0-9, - and _.")
    }
    return name
  }

  private static func url(_ table: SettingsReader) throws(ConfigurationError) -> String {
    let url = try required(
      "url", table, advice: "Give its SCIM base: url = \"https://host/scim/v2\".")
    guard isURL(url) else {
      throw table.document.error(
        .badValue, at: table.path("url"), "“url” is not a plain http or https URL.",
        advice: "Write the SCIM base, such as \"https://host/scim/v2\"; tokens go elsewhere.")
    }
    return url
  }

  private static func required(
    _ key: String, _ table: SettingsReader, advice: String
  ) throws(ConfigurationError) -> String {
    if let text = try table.text(key) { return text }
    throw table.document.error(
      .missingKey, at: table.prefix, "This server has no “\(key)”.", advice: advice)
  }

  // Without these nobody could be found, planned for or read back.
  private static let needed = ["id", "schemas", "meta", "username", "active", "members", "groups"]

  private static func neverFetch(
    _ table: SettingsReader
  ) throws(ConfigurationError) -> [String] {
    let names = try table.texts("never_fetch") ?? []
    for name in names {
      let path: AttributePath
      do throws(FilterError) { path = try AttributePath(parsing: name) } catch {
        throw table.document.error(
          .badValue, at: table.path("never_fetch"), "“\(name)” is no attribute: \(error.sentence)",
          advice: "Write a name such as \"phoneNumbers\" or \"name.familyName\".")
      }
      guard path.schema != nil || !needed.contains(path.attribute.lowercased()) else {
        throw table.document.error(
          .contradiction, at: table.path("never_fetch"),
          "“\(name)” cannot be left out: plans are made of it.",
          advice: "Hide it by a role in policy.toml instead.")
      }
    }
    return names
  }

  private static func timeout(_ table: SettingsReader) throws(ConfigurationError) -> Double? {
    guard let text = try table.text("timeout") else { return nil }
    guard let seconds = ISODuration(human: text)?.fixedSeconds, seconds <= 3600 else {
      throw table.document.error(
        .badValue, at: table.path("timeout"), "“timeout” is “\(text)”.",
        advice: "Write a span of at most an hour, such as \"60s\".")
    }
    return Double(seconds)
  }
}
