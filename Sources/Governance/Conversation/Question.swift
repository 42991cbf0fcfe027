import Foundation

/// What an approver wants to know from who asked; the request's clock stands still until it is
/// answered.
public struct Question: Hashable, Sendable, Codable {
  public var by: PersonReference
  public var text: String
  public var asked: Date
  /// nil while it is open.
  public var answer: Answer?

  public struct Answer: Hashable, Sendable, Codable {
    public var by: PersonReference
    public var text: String
    public var answered: Date

    public init(by: PersonReference, text: String, answered: Date) {
      self.by = by
      self.text = text
      self.answered = answered
    }
  }

  public init(by: PersonReference, text: String, asked: Date, answer: Answer? = nil) {
    self.by = by
    self.text = text
    self.asked = asked
    self.answer = answer
  }

  /// How long the clock stood still for it. Units: seconds; a clock that ran back counts as none.
  public var pauseSeconds: TimeInterval {
    answer.map { max(0, $0.answered.timeIntervalSince(asked)) } ?? 0
  }
}
