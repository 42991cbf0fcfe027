import Foundation

/// One configured server as the Servers screen shows it.
public struct ServerState: Hashable, Sendable, Codable {
  public enum Phase: Hashable, Sendable, Codable {
    case neverSynced
    case idle
    /// `done` resources of `total`, where the server gave a total that can be believed.
    /// `perSecond` is nil where nothing was measured yet.
    case syncing(type: String, done: Int, total: Int?, perSecond: Double? = nil)
    /// The reading was cut off or stopped; the next one goes on there.
    case stopped(type: String, done: Int, total: Int?)
    /// In the server's or the transport's own words, and what to do.
    case failed(reason: String, advice: String)
  }

  public var name: String
  public var baseURL: String
  public var login = ServerLogin()
  public var phase: Phase
  /// When the last complete sync ended; nil before the first.
  public var lastSync: Date?
  public var userCount: Int
  public var groupCount: Int
  /// What the server can do, as found: "cursor pagination", "ETag", "incremental" …
  public var capabilities: [String]
  /// What is therefore done on it, one sentence each.
  public var methods: [String]
  /// What will not work, one sentence each.
  public var limits: [String]
  /// What its lists left out at once, and what is therefore not removed before the operator says so.
  public var heldRemovals: [HeldRemoval]
  /// Actions that wait or failed.
  public var pendingActionCount: Int
  public var failedActionCount: Int

  public init(
    name: String, baseURL: String, phase: Phase, lastSync: Date?, userCount: Int, groupCount: Int,
    capabilities: [String] = [], methods: [String] = [], limits: [String] = [],
    heldRemovals: [HeldRemoval] = [], pendingActionCount: Int = 0, failedActionCount: Int = 0
  ) {
    self.name = name
    self.baseURL = baseURL
    self.phase = phase
    self.lastSync = lastSync
    self.userCount = userCount
    self.groupCount = groupCount
    self.capabilities = capabilities
    self.methods = methods
    self.limits = limits
    self.heldRemovals = heldRemovals
    self.pendingActionCount = pendingActionCount
    self.failedActionCount = failedActionCount
  }
}

/// Resources of one type that a server lists no more: too many at once to believe it.
public struct HeldRemoval: Hashable, Sendable, Codable {
  /// `User`, `Group` …
  public var type: String
  /// How many would vanish.
  public var count: Int
  /// How many are known altogether.
  public var known: Int
  /// The first of them, by name.
  public var names: [String]

  public init(type: String, count: Int, known: Int, names: [String]) {
    self.type = type
    self.count = count
    self.known = known
    self.names = names
  }

  /// What would vanish, and how to let it.
  public func sentences(_ server: String) -> [String] {
    let more = count > names.count ? " and \(count - names.count) more" : ""
    return [
      "\(server) lists \(count) of \(known) \(type) resources no more "
        + "(\(names.joined(separator: ", "))\(more)): nothing was removed.",
      "If they are really gone: countersign sync \(server) --accept-removals",
    ]
  }
}

/// A stretch of a longer list: what the screen shows and a little around it.
public struct Window<Row: Hashable & Sendable>: Hashable, Sendable {
  /// The position of the first row within the whole list, 0 for the first.
  public var offset: Int
  public var rows: [Row]
  /// How long the whole list is.
  public var total: Int

  public init(offset: Int, rows: [Row], total: Int) {
    self.offset = offset
    self.rows = rows
    self.total = total
  }
}
