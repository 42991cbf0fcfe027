import Foundation

/// All that a request was judged by at one moment, kept with what was decided then, so that it can be
/// judged again years later and come out the same.
public struct Judgement: Hashable, Sendable, Codable {
  /// See ``Risk/ruleVersion``.
  public var rule: Int
  public var weights: Risk.Weights
  public var facts: RiskFacts
  /// The request as the filter language saw it: what conditions were asked of. Shape: JSON.
  public var document: String

  public init(
    rule: Int = Risk.ruleVersion, weights: Risk.Weights, facts: RiskFacts, document: String
  ) {
    self.rule = rule
    self.weights = weights
    self.facts = facts
    self.document = document
  }

  /// nil where it was judged by rules that this program does not know.
  public var risk: Risk? { Risk.assess(facts, weights: weights, rule: rule) }

  /// The text that is kept; the same judgement always has the same one.
  public func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .millisecondsSince1970
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  public init(text: String) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .millisecondsSince1970
    self = try decoder.decode(Judgement.self, from: Data(text.utf8))
  }
}

/// A judgement as the ledger has it.
public struct KeptJudgement: Hashable, Sendable {
  /// As it was written: its digest is of these very bytes.
  public var input: String
  /// SHA-256 of ``input`` as it was recorded, in lowercase hexadecimal.
  public var digest: String
  public var score: Int
  public var rule: Int
  /// Who decided by it.
  public var authority: PersonReference
  public var outcome: DecisionOutcome
  /// The step that it was about; nil for a rule's own decision.
  public var step: String?
  public var decided: Date

  public init(
    input: String, digest: String, score: Int, rule: Int, authority: PersonReference,
    outcome: DecisionOutcome, step: String?, decided: Date
  ) {
    self.input = input
    self.digest = digest
    self.score = score
    self.rule = rule
    self.authority = authority
    self.outcome = outcome
    self.step = step
    self.decided = decided
  }
}

extension KeptJudgement {
  /// What judging it again comes to.
  public enum Replay: Hashable, Sendable {
    /// As recorded.
    case same(Risk)
    /// What was kept is not what was recorded: its digest is another one.
    case altered
    /// The same facts come to another sum.
    case differs(Risk)
    /// By rules that this program does not know, or in a form that it cannot read.
    case unknown(rule: Int)
  }

  /// Judges it again from what was kept.
  ///
  /// - Parameter recorded: the digest that the audit log has; nil where it has none.
  public func replay(recorded: String?) -> Replay {
    guard Digest.sha256(Array(input.utf8)) == digest, recorded ?? digest == digest else {
      return .altered
    }
    let judgement: Judgement
    do { judgement = try Judgement(text: input) } catch { return .unknown(rule: rule) }
    guard let risk = judgement.risk else { return .unknown(rule: judgement.rule) }
    return risk.score == score ? .same(risk) : .differs(risk)
  }
}
