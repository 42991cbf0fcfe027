import Sync

/// One server as the keys and values of its `[[server]]` block: what ``ServerSettings`` reads.
struct ServerMembers {
  /// Order: as they are documented.
  private(set) var members: [(key: String, value: TOMLNode)] = []

  init(_ server: ServerConfiguration) {
    add("name", server.name)
    add("url", server.baseURL)
    add(server.credentials)
    add("ca_file", server.caFile)
    if let certificate = server.clientCertificate {
      add("tls_certificate_file", certificate.certificateFile)
      add("tls_key_file", certificate.keyFile)
      add(.tlsKeyPassword, certificate.keyPassword)
    }
    add("proxy", server.proxy)
    if let login = server.proxyLogin {
      add("proxy_user", login.user)
      add(.proxyPassword, login.password)
    }
    if let pageSize = server.pageSize { members.append(("page_size", .whole(pageSize))) }
    if server.timeoutSeconds != 60 { add("timeout", "\(Int(server.timeoutSeconds))s") }
  }

  private mutating func add(_ key: String, _ text: String?) {
    if let text { members.append((key, .text(text))) }
  }

  private mutating func add(_ purpose: SecretPurpose, _ source: SecretSource) {
    let keys = SecretSettings.keys(purpose)
    switch source {
    case .none: break
    case .environment(let name): add(keys[0], name)
    case .file(let path): add(keys[1], path)
    case .command(let words): members.append((keys[2], .list(words.map { .text($0) })))
    }
  }

  private mutating func add(_ credentials: Credentials) {
    switch credentials {
    case .none: break
    case .bearer(let source): add(.token, source)
    case .basic(let user, let source):
      add("user", user)
      add(.password, source)
    case .clientCredentials(let client): add(client)
    }
  }

  private mutating func add(_ client: OAuthClient) {
    add("token_url", client.tokenURL)
    add("client_id", client.clientID)
    switch client.proof {
    case .secretBasic(let source):
      add(.clientSecret, source)
    case .secretPost(let source):
      add("client_auth", "post")
      add(.clientSecret, source)
    case .privateKey(let source, let keyID):
      add(.clientKey, source)
      add("client_key_id", keyID)
    }
    add("client_assertion_audience", client.assertionAudience)
    add("scope", client.scope)
    add("audience", client.audience)
    add("resource", client.resource)
  }
}
