import CCurl
import Glibc
import Synchronization

/// The thread that owns libcurl's multi handle and every transfer while it runs.
///
/// It sleeps in `curl_multi_poll` until a socket, a timer of libcurl's or a command wakes it.
/// `@unchecked Sendable`: `inbox` is a mutex; `transfers` and the transfers' insides are touched by
/// the loop's thread alone, once the mutex has handed them over.
final class CurlLoop: @unchecked Sendable {
  private enum Command {
    case add(CurlTransfer)
    case cancel(UInt64)
    case stop
  }

  private struct Inbox: @unchecked Sendable {
    var commands: [Command] = []
    /// nil until the first command; `curl_multi_wakeup` may be called on it from any thread.
    var multi: UnsafeMutableRawPointer?
  }

  private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private let inbox = Mutex(Inbox())
  private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]

  func add(_ transfer: CurlTransfer) {
    if !post(.add(transfer)) {
      transfer.finish(.failure(.failed(host: transfer.hostName, detail: "libcurl did not start")))
    }
  }

  func cancel(_ id: UInt64) { post(.cancel(id)) }

  func stop() { post(.stop) }

  /// Hands a command to the thread, which the first transfer starts. False when it cannot start.
  @discardableResult
  private func post(_ command: Command) -> Bool {
    inbox.withLock { inbox in
      if inbox.multi == nil {
        guard case .add = command else { return false }
        inbox.multi = start()
      }
      guard let multi = inbox.multi else { return false }
      inbox.commands.append(command)
      curl_multi_wakeup(multi)
      return true
    }
  }

  private func start() -> UnsafeMutableRawPointer? {
    guard Self.library == CURLE_OK, let multi = curl_multi_init() else { return nil }
    countersign_set_multi_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 6)
    let box = Unmanaged.passRetained(Thread(loop: self, multi: multi))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, runLoop, box.toOpaque())
    guard status == 0 else {
      box.release()
      curl_multi_cleanup(multi)
      return nil
    }
    pthread_detach(thread)
    return multi
  }

  fileprivate final class Thread {
    let loop: CurlLoop
    let multi: UnsafeMutableRawPointer

    init(loop: CurlLoop, multi: UnsafeMutableRawPointer) {
      self.loop = loop
      self.multi = multi
    }
  }

  fileprivate func run(_ multi: UnsafeMutableRawPointer) {
    while obey(multi) {
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      collect(multi)
      // libcurl shortens the wait to its own timers: with nothing to do, nothing wakes.
      curl_multi_poll(multi, nil, 0, Int32.max, nil)
    }
    for transfer in transfers.values { end(transfer, .failure(.cancelled), multi) }
    inbox.withLock { inbox in
      inbox.multi = nil
      for case .add(let transfer) in inbox.commands { transfer.finish(.failure(.cancelled)) }
      inbox.commands = []
    }
    curl_multi_cleanup(multi)
  }

  /// Carries out the commands that came in. False once one of them says stop.
  private func obey(_ multi: UnsafeMutableRawPointer) -> Bool {
    let commands = inbox.withLock { inbox in
      defer { inbox.commands = [] }
      return inbox.commands
    }
    var goesOn = true
    for command in commands {
      switch command {
      case .add(let transfer): begin(transfer, multi)
      case .cancel(let id):
        if let transfer = transfers.values.first(where: { $0.id == id }) {
          end(transfer, .failure(.cancelled), multi)
        }
      case .stop: goesOn = false
      }
    }
    return goesOn
  }

  private func begin(_ transfer: CurlTransfer, _ multi: UnsafeMutableRawPointer) {
    transfers[transfer.easy] = transfer
    if curl_multi_add_handle(multi, transfer.easy) != CURLM_OK {
      let error = HTTPError.failed(host: transfer.hostName, detail: "libcurl took no more work")
      end(transfer, .failure(error), multi)
    }
  }

  private func end(
    _ transfer: CurlTransfer, _ result: Result<HTTPResponse, HTTPError>,
    _ multi: UnsafeMutableRawPointer
  ) {
    curl_multi_remove_handle(multi, transfer.easy)
    transfers[transfer.easy] = nil
    transfer.finish(result)
  }

  /// Ends every transfer that libcurl is done with, or sends it to where the server redirects.
  private func collect(_ multi: UnsafeMutableRawPointer) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let transfer = transfers[easy]
      else { continue }
      switch transfer.outcome(of: message.pointee.data.result) {
      case .done(let result): end(transfer, result, multi)
      case .again:
        curl_multi_remove_handle(multi, easy)
        begin(transfer, multi)
      }
    }
  }
}

private func runLoop(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let box else { return nil }
  let thread = Unmanaged<CurlLoop.Thread>.fromOpaque(box).takeRetainedValue()
  thread.loop.run(thread.multi)
  return nil
}
