/// Sends HTTP requests. The one door to the network: everything above is tested with another one.
public protocol HTTPTransport: Sendable {
  /// Sends one request and waits for the whole answer, whatever its status.
  ///
  /// Cancelling the task cancels the transfer.
  /// Throws: when there is no whole answer.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
