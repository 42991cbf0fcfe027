import CCurl

/// The scheme, host and port of a URL: what a token may be sent to.
struct Origin: Hashable, Sendable {
  var scheme: String
  var host: String
  var port: String

  /// Shape: `host`, or `host:port` where the port is not the scheme's own.
  var name: String {
    let usual = scheme == "https" ? "443" : "80"
    return port == usual ? host : "\(host):\(port)"
  }

  /// nil when the text is not an absolute http or https URL, or carries a user name.
  init?(of url: String) {
    guard let handle = curl_url() else { return nil }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
    guard curl_url_set(handle, CURLUPART_URL, url, flags) == CURLUE_OK,
      Self.part(CURLUPART_USER, of: handle) == nil,
      let scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased(),
      scheme == "http" || scheme == "https",
      let host = Self.part(CURLUPART_HOST, of: handle)?.lowercased(),
      let port = Self.part(CURLUPART_PORT, of: handle)
    else { return nil }
    self.scheme = scheme
    self.host = host
    self.port = port
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text
    else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  /// A URL as an error may show it: without user, password, query and fragment.
  static func shown(_ url: String) -> String {
    let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
    let shown = url[..<end]
    guard let scheme = shown.firstRange(of: "://") else { return String(shown) }
    let authority = shown[scheme.upperBound...].prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return String(shown) }
    return shown[..<scheme.upperBound] + "…" + shown[at...]
  }
}
