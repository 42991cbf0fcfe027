import Foundation
import Glibc

/// A file for its owner alone that goes away with its value.
final class ScratchFile {
  let path: String
  let descriptor: Descriptor

  /// - Parameter directory: must exist; its mode protects the file too.
  ///
  /// Throws: a ``Failure`` with the system's reason.
  init(in directory: String, suffix: String, holding text: String) throws(Failure) {
    path = "\(directory)/scratch-\(UUID().uuidString.lowercased())\(suffix)"
    let number = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw Self.failure(directory) }
    descriptor = Descriptor(number)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        unlink(path)
        throw Self.failure(directory)
      }
      rest = rest.dropFirst(count)
    }
    lseek(number, 0, SEEK_SET)
  }

  deinit { unlink(path) }

  private static func failure(_ directory: String) -> Failure {
    Failure(
      .store, code: "scratch.unwritten", "\(directory) takes no file: \(reason(errno)).",
      advice: "Make room, or check the directory's mode.")
  }

  /// What stands in it now, whoever wrote it.
  ///
  /// Throws: a ``Failure`` for a text that is too long, or is none.
  func text(atMost bytes: Int) throws(Failure) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .refused, code: "scratch.gone", "The editor left no file.", advice: "Write it again.")
    }
    guard data.count <= bytes, let text = String(validating: data, as: UTF8.self) else {
      throw Failure(
        .refused, code: "scratch.unusable",
        data.count > bytes
          ? "That is longer than \(bytes / 1024) KiB." : "The text is not UTF-8.",
        advice: "Nothing was changed.")
    }
    return text
  }
}
