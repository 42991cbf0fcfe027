import CCurl

/// libcurl's multi interface on one thread of its own.
public final class CurlTransport: HTTPTransport {
  /// Costs nothing: libcurl and the thread start with the first request.
  ///
  /// - Parameter userAgent: Shape: `countersign/VERSION`.
  public init(userAgent: String) {}

  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    throw .unreachable(host: request.url, detail: "libcurl is not wired up")
  }
}
