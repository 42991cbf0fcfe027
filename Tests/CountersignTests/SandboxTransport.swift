import Foundation
import HTTP
import Sandbox

/// Brings requests to a sandbox in this process: no socket, no waiting.
struct SandboxTransport: HTTPTransport {
  static let host = "sandbox.test"

  let sandbox: Sandbox

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    guard let parts = URLComponents(string: request.url), parts.host == Self.host else {
      throw .nameNotResolved(host: request.url)
    }
    let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
    let answer = sandbox.handle(
      SandboxRequest(
        request.method, parts.percentEncodedPath + query,
        headers: request.headers + [("Host", Self.host)], body: request.body ?? []))
    if let length = answer.disturbance.cutAfterBytes {
      throw .cut(host: Self.host, receivedBytes: length)
    }
    return HTTPResponse(status: answer.status, headers: answer.headers, body: answer.body)
  }
}
