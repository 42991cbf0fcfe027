import CCurl

// What libcurl is told before it starts.
extension CurlTransfer {
  func configure(userAgent: String) {
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
