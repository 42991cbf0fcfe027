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
  private var sieve: (any BodySieve)?
  /// The limit in bytes that the answer went beyond; nil while it has not.
  private(set) var exceededLimit: Int?
  private var headerBytes = 0
  private var redirects = 0
  /// What earlier addresses took of the time. Units: microseconds.
  private var spentTime: curl_off_t = 0
  let errorText: UnsafeMutablePointer<CChar>
  var headerList: UnsafeMutablePointer<curl_slist>?
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
    sieve = request.sieve
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

  // MARK: - During

  func take(body bytes: UnsafeRawBufferPointer) -> Int {
    if sieve != nil { return sift(bytes) }
    guard body.count + bytes.count <= request.maximumBodyBytes else {
      exceededLimit = request.maximumBodyBytes
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

  private func sift(_ bytes: UnsafeRawBufferPointer) -> Int {
    let isWanted = bytes.withMemoryRebound(to: UInt8.self) { bytes in
      sieve?.take(bytes.span, into: &body) ?? true
    }
    guard isWanted, body.count <= request.maximumBodyBytes else {
      exceededLimit = request.maximumBodyBytes
      return 0
    }
    return bytes.count
  }

  func take(header bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      exceededLimit = Self.maximumHeaderBytes
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
    microseconds += spentTime
    var response = HTTPResponse(
      status: status, headers: headers, body: body,
      elapsedSeconds: Double(microseconds) / 1_000_000)
    response.sieve = sieve
    return .done(.success(response))
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
      proxyStatus: proxyStatus, isConnected: connected > 0, exceededLimit: exceededLimit,
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
    var microseconds: curl_off_t = 0
    countersign_get_size(easy, CURLINFO_TOTAL_TIME_T, &microseconds)
    spentTime += microseconds
    let left = Int(request.timeoutSeconds * 1000) - Int(spentTime / 1000)
    // 0 would mean no limit.
    countersign_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, left))
    headers = []
    headerBytes = 0
    body = []
    sieve = request.sieve
    countersign_set_string(easy, CURLOPT_URL, target)
    return .again
  }
}
