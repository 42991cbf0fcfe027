import Synchronization

/// libcurl's multi interface on one thread of its own: connections are kept and shared, HTTP/2 is
/// spoken where TLS agrees on it, answers are decompressed, and TLS is always verified.
///
/// Redirects are followed to the same scheme, host and port only.
public final class CurlTransport: HTTPTransport {
  private let loop: CurlLoop
  private let userAgent: String
  private let lastID = Atomic<UInt64>(0)

  /// Costs nothing: libcurl and the thread start with the first request.
  ///
  /// - Parameter userAgent: Shape: `countersign/VERSION`. Some servers refuse a request without.
  public init(userAgent: String) {
    self.userAgent = userAgent
    loop = CurlLoop()
  }

  deinit { loop.stop() }

  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled }
    let id = lastID.add(1, ordering: .relaxed).newValue
    let result: Result<HTTPResponse, HTTPError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        switch CurlTransfer.prepare(request, id: id, userAgent: userAgent, answer: continuation) {
        case .success(let transfer): loop.add(transfer)
        case .failure(let error): continuation.resume(returning: .failure(error))
        }
        // A cancellation before `add` found nothing to cancel.
        if Task.isCancelled { loop.cancel(id) }
      }
    } onCancel: {
      loop.cancel(id)
    }
    return try result.get()
  }
}
