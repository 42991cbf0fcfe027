import Foundation
import Testing

@testable import Governance

@Suite("What a policy says about time")
struct TimeRulesTests {
  private static let day = 86_400

  private func draft(_ durations: [String?]) -> RequestDraft {
    RequestDraft(
      requester: bruno, beneficiary: ada,
      items: durations.enumerated().map { index, duration in
        RequestItem(
          id: "\(index)", operation: .grant,
          entitlement: EntitlementReference(server: "idp", type: .group, value: "g\(index)"),
          display: "g\(index)", duration: duration)
      }, justification: "INC-1")
  }

  @Test("A draft gets what it does not say")
  func completion() {
    let policy = Policy(
      steps: [],
      time: TimeRules(
        dueSeconds: 2 * Self.day, expireSeconds: 30 * Self.day, defaultDuration: "P7D"))
    let completed = draft([nil, "P1D"]).completed(by: policy, now: morning)
    #expect(completed.items.map(\.duration) == ["P7D", "P1D"])
    #expect(completed.neededBy == morning.addingTimeInterval(Double(2 * Self.day)))
    #expect(completed.expires == morning.addingTimeInterval(Double(30 * Self.day)))
    var own = draft([nil])
    own.expires = morning.addingTimeInterval(3600)
    own = own.completed(by: policy, now: morning)
    #expect(own.neededBy == own.expires, "Nothing is due after it has lapsed.")
    #expect(own.problems(now: morning).isEmpty)
    #expect(draft([nil]).completed(by: .standard, now: morning) == draft([nil]))
  }

  struct Length: Sendable {
    var duration: String?
    var most: String
    var isTooLong: Bool
  }

  static let lengths = [
    Length(duration: "P7D", most: "P7D", isTooLong: false),
    Length(duration: "P1W", most: "P7D", isTooLong: false),
    Length(duration: "P7DT1S", most: "P7D", isTooLong: true),
    Length(duration: "P1M", most: "P31D", isTooLong: false),
    Length(duration: "P2M", most: "P31D", isTooLong: true),
    Length(duration: nil, most: "P9Y", isTooLong: true),
    Length(duration: "nonsense", most: "P9Y", isTooLong: true),
  ]

  @Test("A grant may be too long", arguments: lengths)
  func excess(_ length: Length) {
    let policy = Policy(steps: [], time: TimeRules(maximumDuration: length.most))
    let problems = draft([length.duration]).problems(with: policy, now: morning)
    #expect(problems.isEmpty != length.isTooLong)
    var revoke = draft([length.duration])
    revoke.items[0].operation = .revoke
    #expect(revoke.problems(with: policy, now: morning).isEmpty, "What is taken has no length.")
  }

  @Test("Deadlines by the clock, and by working time")
  func deadlines() {
    var rules = TimeRules(
      dueSeconds: 4 * 3600, remindSeconds: 3600, escalateSeconds: 8 * 3600,
      escalateTo: [.managersManager])
    let request = sampleRequest()
    let plain = Deadlines(of: request, rules, hours: nil)
    #expect(plain.due == morning.addingTimeInterval(4 * 3600))
    #expect(plain.remind == morning.addingTimeInterval(3 * 3600))
    #expect(plain.escalations == [morning.addingTimeInterval(12 * 3600)])
    rules.countsWorkingTime = true
    let hours = WorkingTime(days: Array(1...7), start: 0, end: 12 * 60)
    let working = Deadlines(of: request, rules, hours: hours)
    #expect(hours.moment(after: 4 * 3600, from: morning) == working.due)
    #expect(working.escalations.count == 1)
    rules.isChain = true
    let chain = Deadlines(of: request, rules, hours: nil).escalations
    #expect(chain.count == 20)
    #expect(zip(chain, chain.dropFirst()).allSatisfy { $1.timeIntervalSince($0) == 8 * 3600 })
    #expect(Deadlines(of: request, TimeRules(), hours: nil).due == nil)
  }

  @Test("It is said in words, and every part of it is another policy")
  func words() {
    let rules = TimeRules(
      dueSeconds: 2 * Self.day, remindSeconds: 4 * 3600, expireSeconds: 30 * Self.day,
      escalateSeconds: Self.day, escalateTo: [.managersManager], maximumDuration: "P90D",
      defaultDuration: "P7D")
    #expect(
      rules.words == [
        "A request is due 2d after it came in.", "Who is asked is reminded 4h before.",
        "1d after it was due, the manager's manager may decide too.",
        "A request that nobody decides lapses 30d after it came in.",
        "A question to who asked stops the clock for 7d at most.",
        "A grant that names no length lasts 7d.", "No grant lasts longer than 90d.",
      ])
    #expect(Policy(steps: [], time: rules).digest != Policy(steps: []).digest)
  }
}
