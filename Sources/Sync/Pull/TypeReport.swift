import Foundation
import Governance

/// What a sync did with one resource type.
public struct TypeReport: Hashable, Sendable {
  /// `User`, `Group` …
  public var type: String
  /// Whether only what changed was read.
  public var isIncremental: Bool
  /// How many resources the server sent, each counted once.
  public var read = 0
  public var added = 0
  public var changed = 0
  public var removed = 0
  /// Not seen this time, and still in the mirror.
  public var missing = 0
  /// Not readable as resources, and passed over.
  public var rejected = 0
  /// What its list left out at once, which waits for the operator's word; nil when that is nothing.
  public var held: HeldRemoval?
  /// What to know about it, one sentence each; empty when all is well.
  public var remarks: [String] = []
  /// The latest `meta.lastModified`, for the next incremental sync.
  var latest: Date?
  /// The server's clock when the reading began.
  var serverStart: Date?
  /// One of the resources that were seen last.
  var seenID: String?
  /// Whether all was read without a disturbance.
  var isWhole = false
  /// Since when all that was not named is known to be unchanged; nil where that is not so, or is
  /// noted already.
  var confirmedAt: Date?

  /// The way that the next walk should begin with; nil for the same again.
  var way: WalkWay?

  /// Whether the mirror is as it was.
  var isQuiet: Bool {
    isIncremental && added == 0 && changed == 0 && removed == 0 && missing == 0
      && remarks.isEmpty
  }

  init(type: String, isIncremental: Bool) {
    self.type = type
    self.isIncremental = isIncremental
  }
}
