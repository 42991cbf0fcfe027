/// How far a sync has come.
public struct SyncProgress: Hashable, Sendable {
  public enum Stage: Hashable, Sendable {
    /// Finding out what the server can do.
    case discovering
    /// Reading resources of a type.
    case reading(type: String)
    /// Asking one by one for what a type's list did not show.
    case checking(type: String)
  }

  public var server: String
  public var stage: Stage
  /// Resources read so far in this stage.
  public var done: Int
  /// Of how many; nil where the server gives no believable number.
  public var total: Int?
  /// nil until there is something to measure. Units: resources a second.
  public var ratePerSecond: Double?

  public init(
    server: String, stage: Stage, done: Int = 0, total: Int? = nil, ratePerSecond: Double? = nil
  ) {
    self.server = server
    self.stage = stage
    self.done = done
    self.total = total
    self.ratePerSecond = ratePerSecond
  }
}
