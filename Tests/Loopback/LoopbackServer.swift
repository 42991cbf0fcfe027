import Glibc
import Synchronization

/// A listener on loopback whose answers a test writes byte by byte.
///
/// Each connection runs the script on a thread of its own, so that a script may block.
public final class LoopbackServer: Sendable {
  public typealias Script = @Sendable (Connection) -> Void

  public struct Failure: Error { public var call: String }

  /// One accepted connection, closed when its script returns.
  public struct Connection: Sendable {
    let descriptor: Int32

    /// Waits for a request's head and, where announced, its body; nil once the client is gone.
    public func request() -> String? {
      var bytes: [UInt8] = []
      while true {
        let text = String(decoding: bytes, as: UTF8.self)
        if let end = text.firstRange(of: "\r\n\r\n") {
          let body = text[end.upperBound...].utf8.count
          if body >= Self.announcedLength(text) { return text }
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        bytes += buffer[..<count]
      }
    }

    private static func announcedLength(_ text: String) -> Int {
      let name = "content-length:"
      let line = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name) }
      return line.flatMap { Int($0.dropFirst(name.count).drop { $0 == " " }) } ?? 0
    }

    /// False once the client is gone.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes { raw in
          Glibc.send(
            descriptor, raw.baseAddress?.advanced(by: sent), bytes.count - sent,
            Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }

    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    public func answer(_ status: String, _ headers: [String] = [], body: String = "") {
      let head = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)", "", ""]
      send(head.joined(separator: "\r\n") + body)
    }

    /// Waits until the client closes its end, but no longer. True once it has.
    public func hasClosed(withinMilliseconds limit: Int32) -> Bool {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, limit) > 0 else { return false }
      var byte: UInt8 = 0
      return recv(descriptor, &byte, 1, Int32(MSG_PEEK)) <= 0
    }

    /// Blocks until the client closes its end.
    public func waitForClose() {
      var byte: UInt8 = 0
      while recv(descriptor, &byte, 1, 0) > 0 {}
    }
  }

  public let port: UInt16
  private let listener: Int32
  private let count = Atomic<Int>(0)

  public var url: String { "http://127.0.0.1:\(port)" }
  /// How many connections were accepted so far.
  public var connectionCount: Int { count.load(ordering: .sequentiallyConsistent) }

  public init(_ script: @escaping Script) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(call: "socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard bound else { throw Failure(call: "bind") }
    listener = descriptor
    port = UInt16(bigEndian: address.sin_port)
    startThread { [weak self] in
      while true {
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0 else { return }
        self?.count.add(1, ordering: .sequentiallyConsistent)
        startThread {
          script(Connection(descriptor: accepted))
          close(accepted)
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A port on loopback that nobody listens on.
  public static func unusedPort() throws -> UInt16 { try LoopbackServer { _ in }.port }
}

private final class ThreadBody {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func startThread(_ body: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  let box = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
  pthread_create(
    &thread, nil,
    { box in
      if let box { Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().run() }
      return nil
    }, box)
  pthread_detach(thread)
}
