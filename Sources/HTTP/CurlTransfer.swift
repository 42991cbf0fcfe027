import CCurl

/// One exchange with a server, from the request to its whole answer.
///
/// `@unchecked Sendable`: made by the caller, then touched by the loop's thread alone.
final class CurlTransfer: @unchecked Sendable {
  enum Outcome {
    case done(Result<HTTPResponse, HTTPError>)
    /// The transfer points to a new address: to be added again.
    case again
  }

  typealias Answer = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

  static let maximumRedirects = 5
  static let maximumHeaderBytes = 256 << 10

  let id: UInt64
  let request: HTTPRequest
  let origin: Origin
  let easy: UnsafeMutableRawPointer
  var hostName: String { origin.name }

  private(set) var headers: [(String, String)] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private var headerBytes = 0
  private var redirects = 0
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let answer: Answer

  /// Sets everything up, so that the loop's thread has only to run it.
  static func prepare(
    _ request: HTTPRequest, id: UInt64, userAgent: String, answer: Answer
  ) -> Result<CurlTransfer, HTTPError> {
    guard let origin = Origin(of: request.url) else {
      return .failure(.invalidURL(Origin.shown(request.url)))
    }
    for (name, value) in request.headers where !isHeader(name, value) {
      return .failure(.invalidHeader(name: name))
    }
    guard let easy = curl_easy_init() else {
      return .failure(.failed(host: origin.name, detail: "libcurl is out of memory"))
    }
    let transfer = CurlTransfer(request, id: id, origin: origin, easy: easy, answer: answer)
    transfer.configure(userAgent: userAgent)
    return .success(transfer)
  }

  private init(
    _ request: HTTPRequest, id: UInt64, origin: Origin, easy: UnsafeMutableRawPointer,
    answer: Answer
  ) {
    self.id = id
    self.request = request
    self.origin = origin
    self.easy = easy
    self.answer = answer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  /// Answers the caller. To be called exactly once.
  func finish(_ result: Result<HTTPResponse, HTTPError>) { answer.resume(returning: result) }

  private static func isHeader(_ name: String, _ value: String) -> Bool {
    let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    return isToken && !name.isEmpty && value.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 }
  }

  // MARK: - Before

  private func configure(userAgent: String) {
    let total = max(1, Int(request.timeoutSeconds * 1000))
    let quiet = max(1, min(30, Int(request.timeoutSeconds)))
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)), (CURLOPT_PIPEWAIT, 1),
      (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_BUFFERSIZE, 256 << 10),
      (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_TIMEOUT_MS, total),
      (CURLOPT_CONNECTTIMEOUT_MS, min(total, 10_000)), (CURLOPT_LOW_SPEED_LIMIT, 1),
      (CURLOPT_LOW_SPEED_TIME, quiet),
    ]
    for (option, value) in numbers { countersign_set_long(easy, option, value) }
    countersign_allow_http_only(easy)
    countersign_set_string(easy, CURLOPT_USERAGENT, userAgent)
    // Empty: every encoding that this libcurl can undo.
    countersign_set_string(easy, CURLOPT_ACCEPT_ENCODING, "")
    countersign_set_string(easy, CURLOPT_URL, request.url)
    if let caFile = request.caFile { countersign_set_string(easy, CURLOPT_CAINFO, caFile) }
    configureProxy()
    configureCertificate()
    configureMethod()
    configureHeaders()
    configureCallbacks()
  }

  private func configureProxy() {
    if let proxy = request.proxy { countersign_set_string(easy, CURLOPT_PROXY, proxy) }
    // The proxy of a tunnel must not see the server's token.
    countersign_set_long(easy, CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    guard let login = request.proxyLogin else { return }
    countersign_set_string(easy, CURLOPT_PROXYUSERNAME, login.user)
    countersign_set_string(easy, CURLOPT_PROXYPASSWORD, login.password)
  }

  private func configureCertificate() {
    guard let certificate = request.clientCertificate else { return }
    countersign_set_string(easy, CURLOPT_SSLCERT, certificate.certificateFile)
    countersign_set_string(
      easy, CURLOPT_SSLKEY, certificate.keyFile ?? certificate.certificateFile)
    // Without one, OpenSSL would ask for it on the terminal.
    countersign_set_string(easy, CURLOPT_KEYPASSWD, certificate.keyPassword ?? "")
  }

  private func configureMethod() {
    switch request.method {
    case "GET": countersign_set_long(easy, CURLOPT_HTTPGET, 1)
    case "HEAD": countersign_set_long(easy, CURLOPT_NOBODY, 1)
    default: countersign_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
    }
    if request.method == "POST" || request.method == "PATCH" {
      // libcurl sends a request again when a kept connection dies before the answer, and the
      // server may have carried it out: what must not happen twice gets a new connection.
      countersign_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    }
    guard let body = request.body else { return }
    countersign_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    body.withUnsafeBytes { bytes in
      let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      countersign_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, start)
    }
  }

  private func configureHeaders() {
    // libcurl spells a header without a value with a semicolon.
    var lines = request.headers.map { $0.1.isEmpty ? "\($0.0);" : "\($0.0): \($0.1)" }
    lines.append("Expect:")
    if request.header("Content-Type") == nil { lines.append("Content-Type:") }
    for line in lines { headerList = curl_slist_append(headerList, line) }
    countersign_set_list(easy, CURLOPT_HTTPHEADER, headerList)
  }

  private func configureCallbacks() {
    let me = Unmanaged.passUnretained(self).toOpaque()
    countersign_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    countersign_set_pointer(easy, CURLOPT_WRITEDATA, me)
    countersign_set_pointer(easy, CURLOPT_HEADERDATA, me)
    countersign_set_callback(easy, CURLOPT_WRITEFUNCTION, takeBody)
    countersign_set_callback(easy, CURLOPT_HEADERFUNCTION, takeHeader)
  }

  // MARK: - During

  fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= request.maximumBodyBytes else {
      isTooLarge = true
      return 0
    }
    if body.isEmpty {
      var announced: curl_off_t = -1
      countersign_get_size(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced)
      body.reserveCapacity(min(request.maximumBodyBytes, max(bytes.count, Int(announced))))
    }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  fileprivate func take(header bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      isTooLarge = true
      return 0
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = []
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...]
      headers.append((String(line[..<colon]), trimmed(value)))
    }
    return bytes.count
  }

  private func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(text[first...last])
  }

  // MARK: - After

  /// What libcurl's result means for the caller.
  func outcome(of code: CURLcode) -> Outcome {
    guard code == CURLE_OK else { return .done(.failure(failure(code))) }
    var status = 0
    countersign_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    if let target = redirectTarget(status) { return follow(target) }
    var microseconds: curl_off_t = 0
    countersign_get_size(easy, CURLINFO_TOTAL_TIME_T, &microseconds)
    return .done(
      .success(
        HTTPResponse(
          status: status, headers: headers, body: body,
          elapsedSeconds: Double(microseconds) / 1_000_000)))
  }

  private func failure(_ code: CURLcode) -> HTTPError {
    var connected: curl_off_t = 0
    countersign_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &connected)
    var proxyStatus = 0
    countersign_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &proxyStatus)
    var systemError = 0
    countersign_get_long(easy, CURLINFO_OS_ERRNO, &systemError)
    return CurlFailure(
      code: code, detail: String(cString: errorText), systemError: Int32(systemError),
      proxyStatus: proxyStatus, isConnected: connected > 0, isTooLarge: isTooLarge,
      receivedBytes: body.count
    ).error(request, host: hostName)
  }

  /// Where the answer redirects to, if it is one that may be followed without another method.
  private func redirectTarget(_ status: Int) -> String? {
    let keepsMethod = status == 307 || status == 308
    let isRead = request.method == "GET" || request.method == "HEAD"
    guard keepsMethod || (isRead && [301, 302, 303].contains(status)) else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    countersign_get_string(easy, CURLINFO_REDIRECT_URL, &text)
    return text.map { String(cString: $0) }
  }

  private func follow(_ target: String) -> Outcome {
    guard Origin(of: target) == origin else {
      return .done(
        .failure(.redirectRefused(host: hostName, target: Origin.shown(target))))
    }
    redirects += 1
    guard redirects <= Self.maximumRedirects else {
      return .done(.failure(.tooManyRedirects(host: hostName)))
    }
    headers = []
    headerBytes = 0
    body = []
    countersign_set_string(easy, CURLOPT_URL, target)
    return .again
  }
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ me: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let me else { return 0 }
  return Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
    .take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func takeHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ me: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let me else { return 0 }
  return Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
    .take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
}
