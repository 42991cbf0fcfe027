import HTTP
import Synchronization
import Testing

/// Answers exactly the requests that a test wrote down, in their order; anything else is an issue.
final class ScriptedTransport: HTTPTransport {
  struct Exchange: Sendable {
    /// Shape: `GET /Users?count=1`; the base URL is left out.
    var line: String
    var answer: Result<HTTPResponse, HTTPError>

    static func answers(
      _ line: String, _ status: Int = 200, headers: [(String, String)] = [], _ body: String = ""
    ) -> Exchange {
      Exchange(
        line: line,
        answer: .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8))))
    }

    static func fails(_ line: String, _ error: HTTPError) -> Exchange {
      Exchange(line: line, answer: .failure(error))
    }
  }

  static let base = "https://scim.example/v2"

  private let script: Mutex<[Exchange]>
  private let sent = Mutex<[HTTPRequest]>([])

  init(_ script: [Exchange]) { self.script = Mutex(script) }

  var requests: [HTTPRequest] { sent.withLock { $0 } }
  /// What the script still waits for: to be empty at the end of a test.
  var unsent: [String] { script.withLock { $0.map(\.line) } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    sent.withLock { $0.append(request) }
    let url =
      request.url.hasPrefix(Self.base) ? request.url.dropFirst(Self.base.count) : "\(request.url)"
    let line = "\(request.method) \(url)"
    let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let next, next.line == line else {
      Issue.record("unexpected request: \(line), the script has \(next?.line ?? "nothing more")")
      throw .failed(host: "script", detail: "unexpected request")
    }
    return try next.answer.get()
  }
}
