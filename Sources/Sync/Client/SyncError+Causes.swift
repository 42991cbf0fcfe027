import HTTP
import SCIM
import Store

extension SyncError {
  /// What a transport's error means for a call to this server.
  init(_ error: HTTPError, server: String) {
    let (code, disposition) = Self.meaning(error)
    self.init(
      code: code, server: server, sentence: "\(server): \(error.sentence)", advice: error.advice,
      disposition: disposition)
  }

  private static func meaning(_ error: HTTPError) -> (Code, Disposition) {
    switch error {
    case .invalidURL: (.invalidURL, .needsOperator)
    case .invalidHeader: (.tokenUnreadable, .needsOperator)
    case .nameNotResolved: (.nameNotResolved, .retryLater(afterSeconds: 1))
    case .refused: (.refused, .retryLater(afterSeconds: 1))
    case .unreachable: (.unreachable, .retryLater(afterSeconds: 1))
    case .proxy, .proxyLogin: (.proxy, .needsOperator)
    case .timedOut: (.timedOut, .retryLater(afterSeconds: 1))
    case .tls: (.tls, .needsOperator)
    case .caFileUnreadable: (.caFileUnreadable, .needsOperator)
    case .clientCertificate: (.clientCertificate, .needsOperator)
    case .tooLarge: (.tooLarge, .needsOperator)
    case .redirectRefused, .tooManyRedirects: (.redirected, .needsOperator)
    case .cut: (.cut, .retryNow)
    case .notHTTP: (.transport, .needsOperator)
    case .cancelled: (.cancelled, .needsOperator)
    case .failed: (.transport, .retryLater(afterSeconds: 1))
    }
  }

  /// An accepted answer that is no JSON: a login page, a proxy's page, another service.
  static func notSCIM(server: String, status: Int, bytes: [UInt8]) -> SyncError {
    let text = Refusal.oneLine(String(decoding: bytes.prefix(Refusal.readBytes), as: UTF8.self))
    let what =
      bytes.isEmpty ? "an empty answer" : text.hasPrefix("<") ? "a web page" : "something else"
    return SyncError(
      code: .notSCIM, server: server,
      sentence: "\(server) sent \(what) where SCIM was expected (\(status)).",
      advice: "Check the server's URL: it must be the SCIM base, such as https://host/scim/v2.",
      status: status, serverText: text)
  }

  /// An accepted answer whose JSON cannot be read. What it holds may be about people: not kept.
  static func malformed(
    server: String, status: Int, error: JSONError, byteCount: Int
  ) -> SyncError {
    let isCut = error.problem == .unexpectedEnd || error.problem == .empty
    let what =
      switch error.problem {
      case .tooMany: "holds more values than are read at once"
      case .tooDeep: "is nested too deeply at byte \(error.offset)"
      case _ where isCut: "ends in the middle"
      default: "is broken at byte \(error.offset)"
      }
    return SyncError(
      code: .malformed, server: server,
      sentence: "The JSON that \(server) sent \(what), of \(byteCount) bytes (\(status)).",
      advice: "Try again; if it happens every time, lower `page_size` or ask who runs the server.",
      status: status, disposition: .retryNow)
  }

  /// The database could not take what the server sent.
  init(_ error: StoreError, server: String) {
    self.init(code: .store, server: server, sentence: error.sentence, advice: error.advice)
  }
}
