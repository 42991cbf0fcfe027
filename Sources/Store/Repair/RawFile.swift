import Foundation

/// A file read by its bytes, past SQLite.
///
/// Closing it would give up the locks that SQLite has on the same file in this process: open none
/// whose database this process has open.
final class RawFile {
  let path: String
  private let descriptor: Int32

  /// nil when there is none. Throws: `unreachable`.
  init?(reading path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.failure(path, errno)
    }
  }

  deinit { close(descriptor) }

  /// Units: bytes.
  func size() throws(StoreError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, errno) }
    return Int(status.st_size)
  }

  /// At most `count` bytes: fewer at the end of the file.
  func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
          off_t(offset + filled))
      }
      guard got >= 0 else { throw Self.failure(path, errno) }
      if got == 0 { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }

  static func failure(_ path: String, _ code: Int32) -> StoreError {
    let reason = String(cString: strerror(code))
    if code == ENOSPC {
      return StoreError(
        .diskFull, "The disk is full: nothing was changed.", advice: "Free some space.")
    }
    return StoreError(
      .unreachable, "\(path) cannot be used: \(reason).",
      advice: "Check that the file and its folder belong to you and are not read-only.")
  }
}
