import Glibc

/// Tells when a process, this one or another, writes to a file.
///
/// Watches the directory, because the file may come and go: the write-ahead log does, and so does
/// what an editor puts in another's place.
final class FileWatch: Sendable {
  let descriptor: Descriptor
  private let name: String

  /// nil where the system has no watches left: the screens then show others' changes later.
  init?(directory: String, name: String) {
    self.name = name
    let number = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard number >= 0 else { return nil }
    descriptor = Descriptor(number)
    guard inotify_add_watch(number, directory, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO)) >= 0
    else {
      return nil
    }
  }

  /// Reads the events that wait.
  ///
  /// Returns: true when one of them is about the file.
  func hasChanged() -> Bool {
    var changed = false
    withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
      while true {
        let count = read(descriptor.number, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        changed =
          Self.names(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])).contains(name)
          || changed
      }
    }
    return changed
  }

  /// Source: inotify(7): a fixed head, then `len` bytes with a zero-padded name.
  private static func names(in bytes: UnsafeRawBufferPointer) -> [String] {
    let head = MemoryLayout<inotify_event>.size
    var names: [String] = []
    var offset = 0
    while offset + head <= bytes.count {
      let length = Int(
        bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
      let end = min(bytes.count, offset + head + length)
      names.append(String(decoding: bytes[(offset + head)..<end].prefix { $0 != 0 }, as: UTF8.self))
      offset = end
    }
    return names
  }
}
