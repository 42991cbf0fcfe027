import HTTP
import Sandbox
import Synchronization

/// Takes requests to a sandbox in this process, without a socket.
final class SandboxTransport: HTTPTransport {
  static let base = "http://sandbox.example.com"

  let sandbox: Sandbox
  private let log = Mutex<[String]>([])
  private let interruptions = Mutex<[(method: String, work: @Sendable () async -> Void)]>([])

  init(_ sandbox: Sandbox) { self.sandbox = sandbox }

  /// Shape: `PATCH /idp/scim/v2/Groups/9f2c → 200`; reads are left out.
  var writes: [String] { log.withLock { $0 } }

  /// Does something before the next request with this method reaches the sandbox.
  func interrupt(_ method: String, _ work: @escaping @Sendable () async -> Void) {
    interruptions.withLock { $0.append((method, work)) }
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let work = interruptions.withLock { list in
      list.firstIndex { $0.method == request.method }.map { list.remove(at: $0).work }
    }
    await work?()
    let target = String(request.url.dropFirst(Self.base.count))
    let response = sandbox.handle(
      SandboxRequest(request.method, target, headers: request.headers, body: request.body ?? []))
    if request.method != "GET" {
      log.withLock { $0.append("\(request.method) \(target) → \(response.status)") }
    }
    if let bytes = response.disturbance.cutAfterBytes {
      throw .cut(host: "sandbox.example.com", receivedBytes: bytes)
    }
    return HTTPResponse(status: response.status, headers: response.headers, body: response.body)
  }
}
