import Foundation

/// How fast long work comes on, and how long it goes on for.
public struct Pace: Hashable, Sendable {
  public let perSecond: Double
  /// Units: seconds; nil where nobody knows how much there is.
  public let secondsLeft: Double?

  /// nil before there is something to tell.
  ///
  /// - Parameter total: nil where nobody knows.
  public init?(done: Int, total: Int?, perSecond: Double?) {
    guard let perSecond, perSecond > 0, perSecond.isFinite else { return nil }
    self.perSecond = perSecond
    secondsLeft = total.map { Double(max(0, $0 - done)) / perSecond }
  }

  /// Shape: `240 a second, 40 s left`.
  public var words: String {
    "\(number) a second" + (left.map { ", \($0.count) \($0.unit) left" } ?? "")
  }

  /// Shape: `240/s 40s`.
  public var short: String {
    "\(number)/s" + (left.map { " \($0.count)\($0.unit.prefix(1))" } ?? "")
  }

  private var number: String {
    guard perSecond < 9.95 else { return "\(Int(min(perSecond, 1e9).rounded()))" }
    let tenths = Int((perSecond * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Rounded up: nobody minds when it is done sooner.
  private var left: (count: Int, unit: String)? {
    guard let secondsLeft else { return nil }
    let seconds = Int(min(secondsLeft, 1e9).rounded(.up))
    if seconds < 120 { return (seconds, "s") }
    return seconds < 7200 ? ((seconds + 59) / 60, "min") : ((seconds + 3599) / 3600, "h")
  }
}
