import Foundation

/// What an approver wants to know from who asked; the request's clock stands still until it is
/// answered.
public struct Question: Hashable, Sendable, Codable {
  public var by: PersonReference
  public var text: String
  public var asked: Date
  /// nil while nobody has answered.
  public var answer: Answer?
  /// When its request's clock went on although nobody had answered; nil where it did not.
  public var lapsed: Date?

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

  public init(
    by: PersonReference, text: String, asked: Date, answer: Answer? = nil, lapsed: Date? = nil
  ) {
    self.by = by
    self.text = text
    self.asked = asked
    self.answer = answer
    self.lapsed = lapsed
  }

  /// Whether the clock of its request stands still for it.
  public var isOpen: Bool { answer == nil && lapsed == nil }

  /// How long the clock stood still for it. Units: seconds; a clock that ran back counts as none.
  public var pauseSeconds: TimeInterval {
    (lapsed ?? answer?.answered).map { max(0, $0.timeIntervalSince(asked)) } ?? 0
  }

  /// Until when the clock stands still at most: a question must not keep a request for ever.
  public func latestAnswer(by rules: TimeRules?, hours: WorkingTime?) -> Date {
    let seconds = rules?.answerSeconds ?? TimeRules.usualAnswerSeconds
    return rules?.moment(after: seconds, from: asked, hours: hours)
      ?? asked.addingTimeInterval(Double(seconds))
  }
}
