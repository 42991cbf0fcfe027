/// How a sync goes about it.
public struct SyncOptions: Hashable, Sendable {
  public var retry: RetryPolicy
  /// Asked for where neither the configuration nor the server names a page size.
  public var usualPageSize: Int
  /// Groups may be long: fewer fit a page.
  public var groupPageSize: Int
  /// After this, what the server can do is found out again. Units: seconds.
  public var discoveryLastsSeconds: Double
  /// After this, an incremental sync reads all once more: deletions show in no other way.
  /// Units: seconds.
  public var wholeLastsSeconds: Double
  /// How far an incremental sync looks back before the last: clocks are coarse and transactions
  /// late. Units: seconds.
  public var overlapSeconds: Double
  /// Up to this many resources, all are read each time where the server's totals cannot be trusted:
  /// a deletion shows in no other way.
  public var smallCollection: Int
  /// A sync that found nothing new notes the time only when the last note is older, and otherwise
  /// writes nothing at all. Units: seconds.
  public var stampSeconds: Double

  public init(
    retry: RetryPolicy = RetryPolicy(), usualPageSize: Int = 1000, groupPageSize: Int = 100,
    discoveryLastsSeconds: Double = 86_400, wholeLastsSeconds: Double = 86_400,
    overlapSeconds: Double = 300, smallCollection: Int = 5000, stampSeconds: Double = 60
  ) {
    self.retry = retry
    self.usualPageSize = usualPageSize
    self.groupPageSize = groupPageSize
    self.discoveryLastsSeconds = discoveryLastsSeconds
    self.wholeLastsSeconds = wholeLastsSeconds
    self.overlapSeconds = overlapSeconds
    self.smallCollection = smallCollection
    self.stampSeconds = stampSeconds
  }
}
