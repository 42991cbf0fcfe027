import FlyingSocks
import Glibc

/// Sends small packets at once.
///
/// The server writes a response's header and body one after the other; with Nagle's algorithm the body
/// would wait some 40 ms for the client's acknowledgement of the header. Accepted sockets take the
/// option over from the one that listens, and this is the first place where that one is at hand.
struct EagerPool<Pool: AsyncSocketPool>: AsyncSocketPool {
  private let pool: Pool

  init(_ pool: Pool) { self.pool = pool }

  func prepare() async throws { try await pool.prepare() }

  func run() async throws { try await pool.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    if events == .connection {
      var isOn: Int32 = 1
      // Without it the answers are the same, only later.
      _ = setsockopt(
        socket.file.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
        socklen_t(MemoryLayout<Int32>.size))
    }
    try await pool.suspendSocket(socket, untilReadyFor: events)
  }
}
