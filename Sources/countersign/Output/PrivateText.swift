import Foundation
import Glibc

/// A file that is there whole or not at all, and never open to others.
struct PrivateText {
  var path: String

  /// Throws: a ``Failure`` with what the system said.
  func write(
    _ data: Data, advice: String = "Make room, or name another place."
  ) throws(Failure) {
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(advice) }
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let failure = failure(advice)
        close(descriptor)
        unlink(draft)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    let isKept = fsync(descriptor) == 0
    close(descriptor)
    guard isKept, rename(draft, path) == 0 else {
      let failure = failure(advice)
      unlink(draft)
      throw failure
    }
  }

  private func failure(_ advice: String) -> Failure {
    Failure(
      .store, code: "file.unwritten", "\(path) cannot be written: \(reason(errno)).",
      advice: advice)
  }
}
