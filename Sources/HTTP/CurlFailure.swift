import CCurl
import Glibc

/// What libcurl knows of a failed transfer, and what it means.
struct CurlFailure {
  var code: CURLcode
  /// libcurl's own sentence; may be empty.
  var detail: String
  /// The `errno` of a failed connect; 0 for none.
  var systemError: Int32
  /// What the proxy answered to `CONNECT`; 0 when none was asked.
  var proxyStatus: Int
  /// Whether the request could be sent at all.
  var isConnected: Bool
  /// The limit in bytes that the body or the headers went beyond; nil for none.
  var exceededLimit: Int?
  var receivedBytes: Int

  private var text: String {
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    return text.last == "." ? String(text.dropLast()) : text
  }

  func error(_ request: HTTPRequest, host: String) -> HTTPError {
    if let exceededLimit { return .tooLarge(host: host, limitBytes: exceededLimit) }
    if proxyStatus == 407 { return .proxyLogin(isSent: request.proxyLogin != nil) }
    if proxyStatus >= 300 { return .proxy(detail: "it answered \(proxyStatus) to CONNECT") }
    switch code {
    case CURLE_UNSUPPORTED_PROTOCOL where isConnected: return .notHTTP(host: host)
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return .failed(host: host, detail: text)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      return .invalidURL(Origin.shown(request.url))
    case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved(host: host)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxy(detail: text)
    case CURLE_COULDNT_CONNECT: return connectError(request, host: host)
    case CURLE_OPERATION_TIMEDOUT:
      return isConnected
        ? .timedOut(host: host, seconds: request.timeoutSeconds)
        : .unreachable(host: host, detail: text)
    case CURLE_SSL_CACERT_BADFILE:
      return .caFileUnreadable(path: request.caFile ?? "of the system")
    case CURLE_SSL_CERTPROBLEM:
      return .clientCertificate(
        path: request.clientCertificate?.certificateFile ?? "", detail: text)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      return .tls(host: host, detail: text)
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM:
      return .cut(host: host, receivedBytes: receivedBytes)
    default: return .failed(host: host, detail: text)
    }
  }

  private func connectError(_ request: HTTPRequest, host: String) -> HTTPError {
    let name = host.prefix { $0 != ":" && $0 != "[" }
    // libcurl names whom it tried: another name than the server's is the proxy's.
    if !name.isEmpty, detail.contains("connect to"), !detail.contains(name) {
      return .proxy(detail: text)
    }
    return systemError == ECONNREFUSED
      ? .refused(host: host) : .unreachable(host: host, detail: text)
  }
}
