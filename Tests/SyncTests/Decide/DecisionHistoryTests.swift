import Foundation
import Governance
import Store
import Testing

@testable import Sync

/// Whatever people ask, say, lend, take and take back under whatever policy: nothing is applied that
/// was not decided as its policy wants, and the servers show just what was applied.
@Suite("Random histories of deciding")
struct DecisionHistoryTests {
  @Test(arguments: Seeds.of(1...24)) func nothingIsAppliedThatWasNotDecided(seed: Int) async {
    await Seeds.play(seed, Self.self) {
      let world = try await DecisionWorld(seed: UInt64(seed))
      for _ in 0..<70 { try await world.step() }
      try await world.settle()
      for id in world.ids { try check(id, world, seed) }
      let (shown, expected) = (try world.memberships(), try world.expected())
      #expect(
        shown == expected,
        Seeds.replay(
          seed, Self.self,
          "\(shown.symmetricDifference(expected)); \(world.story.joined(separator: "; "))"))
      guard case .intact = try world.store.auditVerdict() else {
        Issue.record(Seeds.replay(seed, Self.self, "The audit log is broken."))
        return
      }
    }
  }

  private func check(_ id: RequestID, _ world: DecisionWorld, _ seed: Int) throws {
    let story = Seeds.replay(seed, Self.self, world.story.joined(separator: "; "))
    let request = try #require(try world.store.request(id))
    let actions = try world.store.actions(for: id)
    let decisions = try world.store.decisions(for: id)
    #expect(decisions.count <= 1, story)
    guard let decision = decisions.first, decision.outcome == .approved else {
      #expect(actions.isEmpty && request.status != .approved, story)
      return
    }
    #expect(request.status == .approved, story)
    // What is sent is what was decided on, call for call.
    #expect(try world.decidedCalls(of: id) == actions.map(\.operation.call?.path), story)
    #expect(actions.allSatisfy { $0.planDigest == decision.planDigest }, story)
    let policy = try #require(try world.store.policy(for: id))
    if decision.authority == .program {
      #expect(policy.verdict?.effect == PolicyRule.Effect.approve.word, story)
      if policy.breakGlass != nil {
        #expect(request.requester.key == request.beneficiary.key, story)
        #expect(try world.store.review(of: id) != nil, story)
      }
      return
    }
    let votes = try world.store.votes(on: id).filter {
      $0.planDigest == decision.planDigest && $0.outcome == .approved
    }
    var hands: [IdentityKey] = []
    for step in policy.steps {
      let own = votes.filter { $0.step == step.name }
      #expect(own.count == step.quorum, story)
      hands += own.flatMap { Array(Set([$0.authority.key, $0.hand.key])) }
    }
    #expect(Set(hands).count == hands.count, "Nobody counts twice. \(story.rawValue)")
    #expect(
      request.concerned.isDisjoint(with: hands), "Nobody decides for themselves. \(story.rawValue)")
  }
}
