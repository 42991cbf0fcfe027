import Foundation

/// One configured server as the Servers screen shows it.
public struct ServerState: Hashable, Sendable, Codable {
  public enum Phase: Hashable, Sendable, Codable {
    case neverSynced
    case idle
    /// `done` resources of `total`, where the server gave a total that can be believed.
    case syncing(type: String, done: Int, total: Int?)
    /// In the server's or the transport's own words, and what to do.
    case failed(reason: String, advice: String)
  }

  public var name: String
  public var baseURL: String
  public var phase: Phase
  /// When the last complete sync ended; nil before the first.
  public var lastSync: Date?
  public var userCount: Int
  public var groupCount: Int
  /// What the server can do, as found: "cursor pagination", "ETag", "incremental" …
  public var capabilities: [String]
  /// What will not work, one sentence each.
  public var limits: [String]
  /// Actions that wait or failed.
  public var pendingActionCount: Int
  public var failedActionCount: Int

  public init(
    name: String, baseURL: String, phase: Phase, lastSync: Date?, userCount: Int, groupCount: Int,
    capabilities: [String] = [], limits: [String] = [], pendingActionCount: Int = 0,
    failedActionCount: Int = 0
  ) {
    self.name = name
    self.baseURL = baseURL
    self.phase = phase
    self.lastSync = lastSync
    self.userCount = userCount
    self.groupCount = groupCount
    self.capabilities = capabilities
    self.limits = limits
    self.pendingActionCount = pendingActionCount
    self.failedActionCount = failedActionCount
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
