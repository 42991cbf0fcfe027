/// How risky it is to say yes, and why: the sum of reasons that a reader can check.
public struct Risk: Hashable, Sendable, Codable {
  public struct Reason: Hashable, Sendable, Codable {
    public var points: Int
    /// Shows its arithmetic: "only 1 of 11 peers in Data Platform holds it".
    public var sentence: String

    public init(points: Int, sentence: String) {
      self.points = points
      self.sentence = sentence
    }
  }

  /// Order: most points first.
  public var reasons: [Reason]
  /// 0 to 100.
  public var score: Int { min(100, reasons.reduce(0) { $0 + $1.points }) }

  public init(reasons: [Reason]) { self.reasons = reasons }
}
