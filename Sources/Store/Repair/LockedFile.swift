import Foundation

/// A database file that no other process can open through SQLite for as long as this lives.
///
/// The lock goes when anything in this process closes the same file: read it through this alone.
final class LockedFile {
  private let descriptor: Int32
  private let path: String

  /// Throws: `locked` while another process has the database open; `unreachable`.
  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
    var lock = Self.wholeRange
    guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
      var holder = Self.wholeRange
      let isKnown = fcntl(descriptor, F_GETLK, &holder) == 0 && holder.l_type != Int16(F_UNLCK)
      throw StoreError(
        .locked,
        isKnown
          ? "Process \(holder.l_pid) has the database open." : "Another process has it open.",
        advice: "End the other Countersign first, then try again. Nothing was changed.")
    }
  }

  deinit { close(descriptor) }

  /// What SQLite locks: in WAL mode, a part of it for as long as the database is open.
  ///
  /// Source: <https://sqlite.org/fileformat2.html>, "The Lock-Byte Page".
  private static var wholeRange: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    return lock
  }

  /// Copies all of it into a new file of its owner's alone.
  func copy(to other: String) throws(StoreError) {
    let copy = try WorkFile(creating: other)
    var offset = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
      }
      guard count >= 0 else { throw RawFile.failure(path, errno) }
      if count == 0 { return }
      try copy.write(Array(buffer.prefix(count)), at: offset)
      offset += count
    }
  }
}

/// A file of ours that is written by its bytes.
final class WorkFile {
  private let path: String
  private let descriptor: Int32

  /// Throws: `unreachable`; `diskFull`.
  init(creating path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
  }

  /// Makes an empty one where there is none.
  convenience init(creatingUnlessThere path: String) throws(StoreError) {
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
    close(descriptor)
    try self.init(path)
  }

  /// One that is there already.
  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done,
          off_t(offset + done))
      }
      guard count > 0 else { throw RawFile.failure(path, errno) }
      done += count
    }
  }

  /// Puts it on the disk.
  func sync() throws(StoreError) {
    guard fsync(descriptor) == 0 else { throw RawFile.failure(path, errno) }
  }

  func setSize(_ size: Int) throws(StoreError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw RawFile.failure(path, errno) }
  }
}
