import FlyingFox
import FlyingSocks
import Foundation

/// Puts a sandbox behind a socket on loopback.
public final class SandboxListener: Sendable {
  private let server: HTTPServer

  /// Shape: port 0 lets the system choose a free one.
  /// Throws: when the address cannot be made.
  public init(_ sandbox: Sandbox, port: UInt16 = 0) throws {
    let configuration = HTTPServer.Configuration(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: 120,
      pool: EagerPool(HTTPServer.defaultPool()), logger: .disabled)
    server = HTTPServer(
      config: configuration,
      handler: ClosureHTTPHandler { request in
        await Self.answer(
          sandbox.handle(SandboxRequest(request, body: try await request.bodyData)))
      })
  }

  /// Serves until it is stopped or its task is cancelled.
  ///
  /// Throws: when the port is taken, or the task is cancelled.
  public func run() async throws { try await server.run() }

  /// Waits until it listens. Returns the port.
  ///
  /// Throws: when it does not come to that.
  public func port() async throws -> UInt16 {
    // A busy machine may need more than the library's five seconds.
    try await server.waitUntilListening(timeout: 120)
    guard case .ip4(_, let port)? = await server.listeningAddress else {
      throw SocketError.disconnected
    }
    return port
  }

  /// Ends all connections and frees the port.
  public func stop() async { await server.stop(timeout: 0) }

  private static func answer(_ response: SandboxResponse) async -> HTTPResponse {
    let delay = response.disturbance.delaySeconds
    if delay > 0 {
      // A cancelled wait only means that nobody waits for the answer any more.
      do { try await Task.sleep(for: .seconds(delay)) } catch {}
    }
    var headers = HTTPHeaders()
    for (name, value) in response.headers { headers.addValue(value, for: HTTPHeader(name)) }
    return HTTPResponse(
      statusCode: HTTPStatusCode(response.status, phrase: Self.phrase(response.status)),
      headers: headers, body: body(of: response))
  }

  private static func body(of response: SandboxResponse) -> HTTPBodySequence {
    guard let length = response.disturbance.cutAfterBytes else {
      // Its length is not known before its end: it goes out in chunks (RFC 9112 §7.1).
      if case .resources(let writer) = response.content {
        return HTTPBodySequence(from: PiecewiseBody(writer: writer))
      }
      return HTTPBodySequence(data: Data(response.body), suggestedBufferSize: 1 << 20)
    }
    // What is announced is the whole body, so that the client sees that it is not whole.
    return HTTPBodySequence(
      from: CutBody(bytes: Array(response.body.prefix(length))),
      count: max(response.body.count, 1))
  }

  private static func phrase(_ status: Int) -> String {
    HTTPStatusPhrase.table[status] ?? "Status"
  }
}

/// The words that go with a status (RFC 9110 §15), for those that the sandbox sends.
private enum HTTPStatusPhrase {
  static let table = [
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    409: "Conflict", 412: "Precondition Failed", 429: "Too Many Requests",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}

extension SandboxRequest {
  fileprivate init(_ request: HTTPRequest, body: Data) {
    self.init(
      request.method.rawValue, request.target.rawValue,
      headers: request.headers.map { ($0.key.rawValue, $0.value) }, body: Array(body))
  }
}
