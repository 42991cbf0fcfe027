import Foundation
import Testing

@testable import Governance

@Suite("How a request comes through its steps")
struct PolicyProgressTests {
  private let chen = PersonReference(key: IdentityKey(rawValue: "mail:chen@example.com"), name: "C")
  private let dara = PersonReference(key: IdentityKey(rawValue: "mail:dara@example.com"), name: "D")

  private func policy(
    _ order: Policy.Order, _ steps: [(String, Int)]
  ) -> RequestPolicy {
    RequestPolicy(
      policyDigest: "p", order: order,
      steps: steps.map {
        RequestStep(name: $0.0, approvers: [.manager], quorum: $0.1, because: "")
      })
  }

  private func vote(
    _ person: PersonReference, _ step: String, _ outcome: DecisionOutcome = .approved,
    plan: String = "d"
  ) -> Vote {
    Vote(
      step: step, outcome: outcome, authority: person, hand: person, comment: "",
      decided: morning, planDigest: plan)
  }

  private func progress(
    _ policy: RequestPolicy, _ votes: [Vote] = [], concerned: Set<IdentityKey> = [],
    by people: [String: [PersonReference]]
  ) -> PolicyProgress {
    PolicyProgress(policy, votes: votes, planDigest: "d", concerned: concerned) { step in
      StepAudience(able: (people[step.name] ?? []).map { Candidate(person: $0, why: "as one") })
    }
  }

  @Test("In turn, the next step opens once the one before has passed")
  func inTurn() {
    let both = policy(.inTurn, [("a", 1), ("b", 1)])
    let people = ["a": [chen], "b": [dara]]
    let first = progress(both, by: people)
    #expect(first.steps.map(\.status) == [.open, .waiting])
    #expect(first.admission(of: chen) == .step(0))
    #expect(first.admission(of: dara) == .refused(.stepNotReached(step: "b", before: "a")))
    #expect(
      first.admission(of: priya) == .refused(.notAnApprover(step: "a", who: "the manager")))

    let second = progress(both, [vote(chen, "a")], by: people)
    #expect(second.steps.map(\.status) == [.passed, .open])
    #expect(second.admission(of: dara) == .step(1))
    #expect(!second.isPassed)
    #expect(progress(both, [vote(chen, "a"), vote(dara, "b")], by: people).isPassed)
  }

  @Test("Side by side, all steps are open")
  func sideBySide() {
    let both = policy(.sideBySide, [("a", 1), ("b", 1)])
    let start = progress(both, by: ["a": [chen], "b": [dara]])
    #expect(start.steps.map(\.status) == [.open, .open])
    #expect(start.admission(of: dara) == .step(1))
  }

  @Test("Of two steps, the one that fewer others can pass is taken")
  func scarcity() {
    let both = policy(.sideBySide, [("a", 1), ("b", 1)])
    let start = progress(both, by: ["a": [chen, dara], "b": [chen]])
    #expect(start.admission(of: chen) == .step(1))
    #expect(start.admission(of: dara) == .step(0))
  }

  @Test("A quorum is of different people")
  func quorum() {
    let two = policy(.inTurn, [("a", 2)])
    let people = ["a": [chen, dara]]
    let one = progress(two, [vote(chen, "a")], by: people)
    #expect(one.steps[0].status == .open && one.steps[0].missing == 1)
    #expect(one.admission(of: chen) == .refused(.alreadyVoted(step: "a")))
    let twice = progress(two, [vote(chen, "a"), vote(chen, "a")], by: people)
    #expect(!twice.isPassed && twice.idle.count == 1)
    #expect(progress(two, [vote(chen, "a"), vote(dara, "a")], by: people).isPassed)
  }

  @Test("Nobody passes two steps, by neither hand nor authority")
  func distinct() {
    let both = policy(.inTurn, [("a", 1), ("b", 1)])
    let people = ["a": [chen], "b": [chen, dara]]
    #expect(
      progress(both, [vote(chen, "a")], by: people).admission(of: chen)
        == .refused(.alreadyVoted(step: "a")))
    var lent = vote(dara, "b")
    lent.hand = chen
    let stayed = progress(both, [vote(chen, "a"), lent], by: people)
    #expect(stayed.steps.map(\.status) == [.passed, .open] && stayed.idle == [lent])
  }

  @Test("A vote for another plan, or by somebody concerned, does not count")
  func idleVotes() {
    let one = policy(.inTurn, [("a", 1)])
    let people = ["a": [chen]]
    let other = progress(one, [vote(chen, "a", plan: "e")], by: people)
    #expect(!other.isPassed && other.idle.count == 1)
    #expect(other.admission(of: chen) == .step(0))
    #expect(!progress(one, [vote(chen, "a")], concerned: [chen.key], by: people).isPassed)
    #expect(!progress(one, [vote(chen, "z")], by: people).isPassed)
  }

  @Test("One no is enough, and nothing follows it")
  func denial() {
    let both = policy(.sideBySide, [("a", 1), ("b", 1)])
    let people = ["a": [chen], "b": [dara]]
    let denied = progress(both, [vote(chen, "a", .denied), vote(dara, "b")], by: people)
    #expect(denied.steps.map(\.status) == [.denied, .passed])
    #expect(!denied.isPassed)
    let late = progress(both, [vote(chen, "a", .denied), vote(dara, "a")], by: people)
    #expect(!late.isPassed && late.idle.count == 1)
  }

  @Test("A policy without steps passes nothing")
  func empty() {
    let none = progress(policy(.inTurn, []), by: [:])
    #expect(!none.isPassed)
    #expect(none.admission(of: chen) == .refused(.noStepOpen))
  }

  // MARK: Properties

  /// A small generator of its own: the same numbers on every machine.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// Any policy, any people, any attempts: what has passed has, for each step, enough different
  /// people of its audience who said yes to this very plan, none concerned and none counted twice.
  @Test("No way leads past a step", arguments: 0..<200 as Range<UInt64>)
  func noWayAround(seed: UInt64) {
    var numbers = Numbers(state: seed &* 7919 &+ 1)
    let crowd = (0..<8).map {
      PersonReference(key: IdentityKey(rawValue: "mail:p\($0)@example.com"), name: "P\($0)")
    }
    let steps = (0..<Int.random(in: 1...4, using: &numbers)).map {
      ("s\($0)", Int.random(in: 1...3, using: &numbers))
    }
    let policy = policy(
      Bool.random(using: &numbers) ? .inTurn : .sideBySide, steps)
    var people: [String: [PersonReference]] = [:]
    for (name, _) in steps { people[name] = crowd.filter { _ in Bool.random(using: &numbers) } }
    let concerned = Set(crowd.prefix(2).map(\.key))
    var cast: [Vote] = []
    for _ in 0..<40 {
      let now = progress(policy, cast, concerned: concerned, by: people)
      guard let person = crowd.randomElement(using: &numbers) else { continue }
      let outcome: DecisionOutcome =
        Int.random(in: 0..<12, using: &numbers) == 0 ? .denied : .approved
      let plan = Int.random(in: 0..<6, using: &numbers) == 0 ? "other" : "d"
      // Half of the attempts ask first; the others force a vote in, as a broken caller would.
      if Bool.random(using: &numbers) {
        guard !concerned.contains(person.key), case .step(let index) = now.admission(of: person)
        else { continue }
        #expect(now.steps[index].status == .open)
        cast.append(vote(person, now.steps[index].step.name, outcome, plan: plan))
      } else if let step = steps.randomElement(using: &numbers),
        people[step.0]?.contains(person) == true
      {
        cast.append(vote(person, step.0, outcome, plan: plan))
      }
    }
    let end = progress(policy, cast, concerned: concerned, by: people)
    let counted = end.steps.flatMap(\.votes)
    #expect(Set(counted.map(\.authority.key)).count == counted.count)
    #expect(counted.allSatisfy { $0.planDigest == "d" && !concerned.contains($0.authority.key) })
    #expect(counted.count + end.idle.count == cast.count)
    for step in end.steps where step.status == .passed {
      #expect(step.votes.count == step.step.quorum)
      #expect(step.votes.allSatisfy { $0.outcome == .approved })
    }
    if policy.order == .inTurn {
      let firstOpen = end.steps.firstIndex { $0.status != .passed } ?? end.steps.count
      #expect(end.steps.dropFirst(firstOpen + 1).allSatisfy { $0.votes.isEmpty })
    }
    #expect(end.isPassed == end.steps.allSatisfy { $0.missing == 0 && $0.status == .passed })
  }
}
