import Glibc

/// A file descriptor that closes itself.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Reads away what waits, on a descriptor that does not block.
  ///
  /// Returns: true when there was something.
  @discardableResult func drain() -> Bool {
    var any = false
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while read(number, buffer.baseAddress, buffer.count) > 0 { any = true }
    }
    return any
  }
}

/// Wakes a `poll` from any thread.
final class Waker: Sendable {
  let reading: Descriptor
  private let writing: Descriptor

  /// Throws: a ``Failure`` when the process has no descriptors left.
  init() throws(Failure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw Failure(
        .terminal, code: "loop.pipe", "A pipe cannot be made: \(reason(errno)).",
        advice: "Raise the limit on open files (ulimit -n).")
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    reading = Descriptor(ends[0])
    writing = Descriptor(ends[1])
  }

  /// A full pipe wakes as well: nothing is lost.
  func wake() {
    var byte: UInt8 = 1
    _ = write(writing.number, &byte, 1)
  }
}
