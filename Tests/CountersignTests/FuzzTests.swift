import Foundation
import Fuzzing
import Screens
import Terminal
import Testing

@testable import countersign

/// Random keys, pastes and windows on the sample organisation: no crash, no action without a
/// confirmation, no line that overflows. `make fuzz` presses a million.
@Suite("Random keys on the sample organisation")
struct FuzzTests {
  private static let plan = FuzzPlan(seeds: [1, 2], keysOfEach: 1_500)
  /// After so many keys the organisation starts over: in the end nothing would be left to decide.
  private static let keysOfRound = 2_500

  @Test(arguments: plan.seeds)
  func nothingIsDoneUnasked(seed: UInt64) async throws {
    // Printed before: a crash prints nothing.
    print("fuzz: \(FuzzPlan.replay(seed, keys: Self.plan.keysOfEach))")
    var run = FuzzRun(office: try await FuzzedOffice(), dice: FuzzDice(seed: seed))
    for step in 0..<Self.plan.keysOfEach {
      if step > 0, step % Self.keysOfRound == 0 { try run.startOver() }
      for wrong in run.pressOne() { Issue.record("seed \(seed), key \(step): \(wrong)") }
      try await run.disturb()
      if step > 0, step % 50_000 == 0 { print("fuzz: seed \(seed), \(step) keys") }
    }
    print("fuzz: seed \(seed) is done; it decided \(run.decisionCount) times")
    // So few keys as in the usual run may decide nothing.
    if Self.plan.keysOfEach >= 20_000 { #expect(run.decisionCount > 0) }
  }
}

/// One seed's keys, and where they led.
private struct FuzzRun {
  let office: FuzzedOffice
  var dice: FuzzDice
  private(set) var decisionCount = 0
  private var state: AppState
  /// Answers that are held back.
  private var held: [Event] = []
  private var isLate = false

  init(office: FuzzedOffice, dice: FuzzDice) {
    self.office = office
    self.dice = dice
    state = office.firstState(Size(columns: 80, rows: 24))
    _ = send(.started)
  }

  mutating func startOver() throws {
    try office.startOver()
    reopen()
  }

  private mutating func reopen() {
    held = []
    state = office.firstState(state.size)
    _ = send(.started)
  }

  /// Returns: what is wrong.
  mutating func pressOne() -> [String] {
    var wrong = useMouse()
    let before = state
    let key = FuzzKeys.key(&dice)
    let effects = send(.key(key))
    wrong += effects.compactMap { FuzzRules.violation($0, key: key, before: before) }
    if FuzzRules.isNewSight(state, before) || Int.random(in: 0..<25, using: &dice) == 0 {
      let frame = render(state, size: state.size)
      if let violation = FuzzRules.violation(of: frame, size: state.size) {
        wrong.append(violation)
      }
    }
    // Whoever quits comes again.
    if effects.contains(.quit) { reopen() }
    return wrong.map { "\(key.label): \($0)" }
  }

  /// Clicks and rolls now and then. No click decides.
  private mutating func useMouse() -> [String] {
    guard Int.random(in: 0..<20, using: &dice) == 0 else { return [] }
    let before = state
    let effects = send(.mouse(FuzzKeys.mouse(&dice)))
    if effects.contains(.quit) { reopen() }
    return effects.compactMap { FuzzRules.violation($0, key: .unknown, before: before) }
  }

  /// The windows are dragged about, time passes, answers are late, others change the data.
  mutating func disturb() async throws {
    switch Int.random(in: 0..<1000, using: &dice) {
    case 0...4: _ = send(.resized(FuzzKeys.size(&dice)))
    case 5...9: isLate = true
    case 10...30: release()
    case 31...35: _ = send(.dataChanged)
    case 36...37:
      office.pass(seconds: .random(in: 1...40_000, using: &dice))
      _ = send(.timePassed(to: office.session.now))
    case 38:
      try await office.exchange()
      _ = send(.dataChanged)
    default: break
    }
  }

  private mutating func release() {
    isLate = false
    let events = held
    held = []
    for event in events { _ = send(event) }
  }

  /// Returns: the effects of the event alone, not of the answers to them.
  private mutating func send(_ event: Event) -> [Effect] {
    let first = update(&state, event)
    var effects = first
    while !effects.isEmpty {
      let effect = effects.removeFirst()
      if case .decide = effect { decisionCount += 1 }
      let answers = office.answers(to: effect)
      if isLate {
        held += answers
      } else {
        for answer in answers { effects += update(&state, answer) }
      }
    }
    return first
  }
}
