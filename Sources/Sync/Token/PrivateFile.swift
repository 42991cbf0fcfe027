import Foundation

/// A file with a secret in it, which its owner alone may open.
public struct PrivateFile: Sendable {
  /// What is wrong with it.
  public enum Fault: Hashable, Sendable {
    case unreadable
    /// The permissions, of which some are others'.
    case exposed(mode: Int)

    public var code: SyncError.Code {
      switch self {
      case .unreadable: .tokenUnreadable
      case .exposed: .tokenExposed
      }
    }

    /// Follows the file's name.
    public var words: String {
      switch self {
      case .unreadable: "cannot be read"
      case .exposed(let mode): "is open to others (mode \(String(mode, radix: 8)))"
      }
    }

    /// Shape of the path: as the operator wrote it.
    public func advice(for path: String) -> String {
      let command = "chmod 600 \(PrivateFile.shellWord(path))"
      return switch self {
      case .unreadable: "Create it with the secret in it and nothing else, then: \(command)"
      case .exposed: "Close it (\(command)), and think of what is in it as known to them."
      }
    }
  }

  public var path: String

  public init(path: String) { self.path = path }

  /// nil when nothing is. Whoever may read the file has the secret; whoever may write it chooses who
  /// we are.
  public var fault: Fault? {
    do {
      // `attributesOfItem` describes a link itself; what counts is what it points to.
      let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
      guard mode & 0o077 == 0 else { return .exposed(mode: mode & 0o777) }
      return access(target, R_OK) == 0 ? nil : .unreadable
    } catch {
      return .unreadable
    }
  }

  /// A text as a shell takes it for one word. `~/` at the start stays what it is.
  public static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte > 0x7F || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber || "/._-~@+,:%".utf8.contains(byte)
    }
    guard !isPlain || text.isEmpty else { return text }
    let home = text.hasPrefix("~/") ? "~/" : ""
    // By scalars: to Swift a quote with an accent is another character, to a shell it is a quote.
    let parts = text.unicodeScalars.dropFirst(home.count)
      .split(separator: "'", omittingEmptySubsequences: false)
    return home + "'" + parts.map { String($0) }.joined(separator: "'\\''") + "'"
  }
}
