import ArgumentParser
import Foundation
import Sync

/// The options of `server add` that say who we are and how the server is reached. Each has the name
/// of a key of the configuration file.
struct CredentialOptions: ParsableArguments {
  @Option(
    help: .init("The environment variable that holds the bearer token.", valueName: "variable"))
  var tokenEnv: String?
  @Option(help: .init("The file that holds the token.", valueName: "file"), completion: .file())
  var tokenFile: String?
  @Option(
    help: .init("The program that prints the token, with its arguments.", valueName: "command"))
  var tokenCommand: String?

  @Option(help: .init("Log in with a user and a password.", valueName: "name")) var user: String?
  @Option(help: .init("The variable that holds the password.", valueName: "variable"))
  var passwordEnv: String?
  @Option(help: .init("The file that holds the password.", valueName: "file"), completion: .file())
  var passwordFile: String?
  @Option(help: .init("The program that prints the password.", valueName: "command"))
  var passwordCommand: String?

  @Option(help: .init("Get tokens here (OAuth 2 client credentials).", valueName: "url"))
  var tokenUrl: String?
  @Option(help: .init("The OAuth client.", valueName: "id")) var clientId: String?
  @Option(
    help: .init(
      "How the client shows who it is: \(CredentialSettings.proofs.joined(separator: ", ")).",
      valueName: "way"), completion: .list(CredentialSettings.proofs))
  var clientAuth: String?
  @Option(help: .init("The variable that holds the client's secret.", valueName: "variable"))
  var clientSecretEnv: String?
  @Option(
    help: .init("The file that holds the client's secret.", valueName: "file"),
    completion: .file())
  var clientSecretFile: String?
  @Option(help: .init("The program that prints the client's secret.", valueName: "command"))
  var clientSecretCommand: String?
  @Option(help: .init("The variable that holds the client's key.", valueName: "variable"))
  var clientKeyEnv: String?
  @Option(
    help: .init("The file (PEM) that holds the client's private key.", valueName: "file"),
    completion: .file())
  var clientKeyFile: String?
  @Option(help: .init("The program that prints the client's private key.", valueName: "command"))
  var clientKeyCommand: String?
  @Option(help: .init("Which of the client's keys it is.", valueName: "kid"))
  var clientKeyId: String?
  @Option(help: .init("Whom the client's assertions are for.", valueName: "uri"))
  var clientAssertionAudience: String?
  @Option(help: .init("What the token may do.", valueName: "names")) var scope: String?
  @Option(help: .init("What the token is for.", valueName: "name")) var audience: String?
  @Option(help: .init("What the token is for (RFC 8707).", valueName: "uri")) var resource: String?

  @Option(
    help: .init("Certificate authorities to trust (PEM).", valueName: "file"), completion: .file())
  var caFile: String?
  @Option(help: .init("Our certificate (PEM) for TLS.", valueName: "file"), completion: .file())
  var tlsCertificateFile: String?
  @Option(help: .init("Its key (PEM).", valueName: "file"), completion: .file())
  var tlsKeyFile: String?
  @Option(help: .init("The variable that holds the key's password.", valueName: "variable"))
  var tlsKeyPasswordEnv: String?
  @Option(
    help: .init("The file that holds the key's password.", valueName: "file"),
    completion: .file())
  var tlsKeyPasswordFile: String?
  @Option(help: .init("The program that prints the key's password.", valueName: "command"))
  var tlsKeyPasswordCommand: String?

  @Option(help: .init("A proxy to go through.", valueName: "url")) var proxy: String?
  @Option(help: .init("Who we are to the proxy.", valueName: "name")) var proxyUser: String?
  @Option(help: .init("The variable that holds the proxy's password.", valueName: "variable"))
  var proxyPasswordEnv: String?
  @Option(
    help: .init("The file that holds the proxy's password.", valueName: "file"),
    completion: .file())
  var proxyPasswordFile: String?
  @Option(help: .init("The program that prints the proxy's password.", valueName: "command"))
  var proxyPasswordCommand: String?
}

extension CredentialOptions {
  /// What was given, under the keys of the configuration file. Paths are absolute: the file is read
  /// from other directories later.
  var members: [String: TOMLNode] {
    var members: [String: TOMLNode] = [:]
    for (key, text) in texts {
      guard let text else { continue }
      members[key] = .text(key.hasSuffix("_file") ? Self.absolute(text) : text)
    }
    return members
  }

  private var texts: [(String, String?)] {
    [
      ("token_env", tokenEnv), ("token_file", tokenFile), ("token_command", tokenCommand),
      ("user", user), ("password_env", passwordEnv), ("password_file", passwordFile),
      ("password_command", passwordCommand), ("token_url", tokenUrl), ("client_id", clientId),
      ("client_auth", clientAuth), ("client_secret_env", clientSecretEnv),
      ("client_secret_file", clientSecretFile), ("client_secret_command", clientSecretCommand),
      ("client_key_env", clientKeyEnv), ("client_key_file", clientKeyFile),
      ("client_key_command", clientKeyCommand), ("client_key_id", clientKeyId),
      ("client_assertion_audience", clientAssertionAudience), ("scope", scope),
      ("audience", audience), ("resource", resource), ("ca_file", caFile),
      ("tls_certificate_file", tlsCertificateFile), ("tls_key_file", tlsKeyFile),
      ("tls_key_password_env", tlsKeyPasswordEnv), ("tls_key_password_file", tlsKeyPasswordFile),
      ("tls_key_password_command", tlsKeyPasswordCommand), ("proxy", proxy),
      ("proxy_user", proxyUser), ("proxy_password_env", proxyPasswordEnv),
      ("proxy_password_file", proxyPasswordFile),
      ("proxy_password_command", proxyPasswordCommand),
    ]
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL.path
  }

  /// A sentence about keys, as one about options. Shape: `“token_env”` becomes `--token-env`.
  static func spelled(_ text: String) -> String {
    // Longest first: one key may begin another.
    let keys = (ServerSettings.keys + ["token_…", "password_…", "client_…"])
      .sorted { $0.count > $1.count }
    return keys.reduce(text) { text, key in
      let option = "--" + key.replacing("_", with: "-")
      let quoted = text.replacing("“\(key)”", with: option)
      // A key of one word may be a word of the sentence.
      return key.contains("_") ? quoted.replacing(" \(key)", with: " \(option)") : quoted
    }
  }
}
