import Foundation
import Sync

/// Reads how a server is reached: whom to trust, our own certificate, the proxy.
enum WaySettings {
  static func read(
    _ table: SettingsReader, into server: inout ServerConfiguration
  ) throws(ConfigurationError) {
    server.caFile = try table.text("ca_file").map(SecretSettings.expandingHome)
    server.clientCertificate = try certificate(table)
    server.proxy = try proxy(table)
    server.proxyLogin = try login(table)
  }

  private static func certificate(
    _ table: SettingsReader
  ) throws(ConfigurationError) -> TLSIdentity? {
    let keyFile = try table.text("tls_key_file").map(SecretSettings.expandingHome)
    let password = try SecretSettings.read(.tlsKeyPassword, table)
    if let file = try table.text("tls_certificate_file") {
      return TLSIdentity(
        certificateFile: SecretSettings.expandingHome(file), keyFile: keyFile,
        keyPassword: password)
    }
    let keys = ["tls_key_file"] + SecretSettings.keys(.tlsKeyPassword)
    guard let lonely = keys.first(where: { table.members[$0] != nil }) else { return nil }
    throw table.document.error(
      .missingKey, at: table.path(lonely),
      "This server has “\(lonely)”, but no “tls_certificate_file”.",
      advice: "Name the certificate (PEM) that the key belongs to.")
  }

  /// Throws: without showing the value, when it holds a password.
  private static func proxy(_ table: SettingsReader) throws(ConfigurationError) -> String? {
    guard let text = try table.text("proxy") else { return nil }
    guard !text.contains("@") else {
      throw table.document.error(
        .badValue, at: table.path("proxy"), "“proxy” holds a user or a password.",
        advice: "Write them as proxy_user and proxy_password_file, _env or _command.")
    }
    return text
  }

  private static func login(_ table: SettingsReader) throws(ConfigurationError) -> ProxyUser? {
    let password = try SecretSettings.read(.proxyPassword, table)
    if let user = try table.text("proxy_user") {
      return ProxyUser(
        user: user,
        password: try SecretSettings.required(.proxyPassword, table, because: "proxy_user"))
    }
    guard password != .none else { return nil }
    let lonely = SecretSettings.keys(.proxyPassword).first { table.members[$0] != nil } ?? ""
    throw table.document.error(
      .missingKey, at: table.path(lonely), "This server has “\(lonely)”, but no “proxy_user”.",
      advice: "Add it: proxy_user = \"countersign\".")
  }
}
