import Foundation
import Governance
import SCIM

/// One reading of all resources of a type on a server, from its first page to its last.
///
/// It stands in the database, so that a sync that was killed goes on at the next page.
public struct Walk: Hashable, Sendable {
  public var id: Int64
  public var server: String
  /// The resource type's name: `User`, `Group`, `AccessRequest` …
  public var type: String
  /// Where the next page starts.
  public var position: WalkPosition
  public var started: Date
  /// How many resources were read so far.
  public var done: Int

  public init(
    id: Int64, server: String, type: String, position: WalkPosition, started: Date, done: Int = 0
  ) {
    self.id = id
    self.server = server
    self.type = type
    self.position = position
    self.started = started
    self.done = done
  }
}

/// Where a walk goes on.
public enum WalkPosition: Hashable, Sendable {
  /// Index paging (RFC 7644 §3.4.2.4): the next `startIndex`, 1 for the first.
  case index(Int)
  /// Cursor paging (RFC 9865): the next cursor, empty for the first page.
  case cursor(String)
  /// Paging by id, for servers with a bound on `startIndex`: the last id that came, empty for the
  /// first page.
  case after(String)
}

/// A page as the server sent it, and where in it each resource stands.
public struct MirrorPage: Sendable {
  public var bytes: [UInt8]
  /// One JSON object each (`PageScanner.Page.resources`).
  public var resources: [Range<Int>]
  /// The list's `totalResults`, only to show progress; nil where it cannot be believed.
  public var total: Int?
  /// Whether members that the list left out were put in: no proof that lists show them.
  public var isCompleted: Bool
  /// The members that the bytes leave out (``SCIM/MemberSieve``). By hash, as the bytes name them.
  public var rests: [String: MemberRest] = [:]
  /// Order: as `resources`; nil until the page is prepared.
  var elements: [ScannedPage.Element?]?

  public init(
    bytes: [UInt8], resources: [Range<Int>], total: Int? = nil, isCompleted: Bool = false
  ) {
    self.bytes = bytes
    self.resources = resources
    self.total = total
    self.isCompleted = isCompleted
  }

  /// The id of each resource, nil for what is no readable one; nil until the page is prepared.
  public var ids: [String?]? { elements.map { $0.map { $0?.resource.id } } }
}

/// What saving a page did.
public struct PageOutcome: Hashable, Sendable {
  /// Resources that the mirror did not have.
  public var added = 0
  /// Resources whose bytes differ from those in the mirror.
  public var changed = 0
  /// Resources that were there already, byte for byte: nothing was written.
  public var unchanged = 0
  /// Resources that were no readable object or had no `id`: passed over.
  public var rejected = 0
  /// Ids that no earlier page of the same walk had. 0 means that the walk is over (rule 1).
  public var newInWalk = 0

  public init() {}
}

/// What a finished walk said about resources that it did not see.
public struct WalkOutcome: Hashable, Sendable {
  /// Resources that this complete walk did not see, for the first time: still in the mirror.
  public var missingOnce = 0
  /// Resources that two complete walks in a row did not see: gone from the mirror.
  public var removed = 0
  /// The list was empty or much smaller than the mirror: nothing was marked or removed.
  public var isGuarded: Bool { held != nil }
  /// What would vanish, and waits for the operator's word; nil when that is nothing.
  public var held: HeldRemoval?

  public init(missingOnce: Int = 0, removed: Int = 0, held: HeldRemoval? = nil) {
    self.missingOnce = missingOnce
    self.removed = removed
    self.held = held
  }
}

/// A resource as it was read last.
public struct MirroredResource: Hashable, Sendable {
  public var server: String
  public var type: String
  public var id: String
  /// The resource's JSON text as the server sent it.
  public var bytes: [UInt8]
  /// `meta.version`, or the `ETag`; nil where the server gave none.
  public var version: String?
  public var lastModified: Date?
  /// When it was last known to be so: read, or seen unchanged by a complete walk or a delta.
  public var readAt: Date
  public var firstSeen: Date

  public init(
    server: String, type: String, id: String, bytes: [UInt8], version: String?,
    lastModified: Date?, readAt: Date, firstSeen: Date
  ) {
    self.server = server
    self.type = type
    self.id = id
    self.bytes = bytes
    self.version = version
    self.lastModified = lastModified
    self.readAt = readAt
    self.firstSeen = firstSeen
  }
}
