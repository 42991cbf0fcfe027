/// Why the database could not do what was asked: a stable code, a sentence, and what to do next.
///
/// Neither text holds an attribute's value: both may be logged.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The file was written by a newer Countersign.
    case newerDatabase = "store.newer-database"
    /// The file is not a database of Countersign's.
    case foreignFile = "store.foreign-file"
    /// The file is damaged.
    case corrupt = "store.corrupt"
    case diskFull = "store.disk-full"
    /// The disk refused for another reason: a quota, a limit, damage.
    case diskFailed = "store.disk-failed"
    /// Another process has held the database for too long.
    case locked = "store.locked"
    /// The file or its folder cannot be opened, created or written.
    case unreachable = "store.unreachable"
    /// The limit of a list is not in the filter language; `offset` says where.
    case invalidLimit = "store.invalid-limit"
    /// A limit asks for what a role hides from whoever asks.
    case hiddenAttribute = "role-limit"
    /// The request, action or decision that was named is not there.
    case notFound = "store.not-found"
    /// A request with this id was taken already, with other contents.
    case duplicate = "store.duplicate"
    /// What a server sent, or what was stored, cannot be read.
    case unreadable = "store.unreadable"
    /// The key that signs the audit log cannot be used.
    case signingKey = "store.signing-key"
    /// Anything else that SQLite said.
    case database = "store.database"
  }

  public var code: Code
  public var sentence: String
  public var advice: String
  /// Where in the text of a limit the error is. Units: characters; nil for other errors.
  public var offset: Int?

  public init(_ code: Code, _ sentence: String, advice: String, offset: Int? = nil) {
    self.code = code
    self.sentence = sentence
    self.advice = advice
    self.offset = offset
  }

  public var description: String { "\(sentence) \(advice)" }
}
