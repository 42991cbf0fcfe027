import Foundation
import Testing

@testable import Governance

@Suite("What a decision was judged by")
struct JudgementTests {
  private func judgement(at now: Date = morning) -> Judgement {
    Judgement(
      weights: Risk.Weights(),
      facts: RiskFacts(
        beneficiary: "Ada Okafor",
        items: [.init(operation: .grant, display: "admins", isPrivileged: true)],
        justification: "INC-1", beneficiarySince: now.addingTimeInterval(-13.9999 * 86_400),
        now: now), document: #"{"risk":55}"#)
  }

  private func kept(_ judgement: Judgement, score: Int? = nil) throws -> KeptJudgement {
    let text = try judgement.text()
    return KeptJudgement(
      input: text, digest: Digest.sha256(Array(text.utf8)),
      score: score ?? judgement.risk?.score ?? -1, rule: judgement.rule, authority: bruno,
      outcome: .approved, step: nil, decided: morning)
  }

  @Test("It is the same text every time, and comes back whole")
  func text() throws {
    let text = try judgement().text()
    #expect(try judgement().text() == text)
    #expect(try Judgement(text: text).text() == text)
    #expect(try Judgement(text: text).facts.items == judgement().facts.items)
  }

  @Test("It is replayed to the point")
  func same() throws {
    let kept = try kept(judgement())
    guard case .same(let risk) = kept.replay(recorded: kept.digest) else {
      Issue.record("It differs.")
      return
    }
    #expect(risk.score == 55)
    #expect(risk == judgement().risk)
  }

  @Test("What was changed since is found")
  func altered() throws {
    var kept = try kept(judgement())
    #expect(kept.replay(recorded: String(repeating: "0", count: 64)) == .altered)
    kept.input = kept.input.replacing("admins", with: "guests")
    #expect(kept.replay(recorded: nil) == .altered)
    guard case .differs = try self.kept(judgement(), score: 3).replay(recorded: nil) else {
      Issue.record("The sum is another one.")
      return
    }
  }

  @Test("Rules that are not known are not guessed")
  func unknown() throws {
    var newer = judgement()
    newer.rule = 99
    #expect(try kept(newer, score: 1).replay(recorded: nil) == .unknown(rule: 99))
    #expect(newer.risk == nil)
  }

  @Test("A moment between two milliseconds changes nothing")
  func moments() throws {
    for step in 0..<200 {
      let judgement = judgement(at: morning.addingTimeInterval(Double(step) * 0.000_37))
      let text = try judgement.text()
      #expect(try Judgement(text: text).risk == judgement.risk)
    }
  }
}
