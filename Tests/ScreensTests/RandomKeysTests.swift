import Fuzzing
import Governance
import Terminal
import Testing

@testable import Screens

/// Keys that nobody would press in this order, before a world that is late, changes its mind and
/// lies.
@Suite struct RandomKeysTests {
  private static let plan = FuzzPlan(seeds: Array(1...10), keysOfEach: 5_000, environment: [:])

  @Test(arguments: plan.seeds)
  func nothingIsDecidedWithoutAConfirmation(seed: UInt64) {
    var dice = FuzzDice(seed: seed)
    var driver = Driver.started()
    FuzzRules.shortenMacros(&driver.state)
    for step in 0..<Self.plan.keysOfEach {
      let before = driver.state
      driver.forgetEffects()
      let key = FuzzKeys.key(&dice)
      driver.press(key)
      for effect in driver.effects {
        if let wrong = FuzzRules.violation(effect, key: key, before: before) {
          Issue.record("seed \(seed), key \(step): \(wrong)")
        }
      }
      disturb(&driver, step, &dice)
      if step % 40 == 0, let wrong = violation(driver.state) {
        Issue.record("seed \(seed), key \(step): \(wrong)")
      }
    }
  }

  private func violation(_ state: AppState) -> String? {
    FuzzRules.violation(of: render(state, size: state.size), size: state.size)
  }

  /// What the world does meanwhile: it changes, answers late, and the window is dragged about.
  private func disturb(_ driver: inout Driver, _ step: Int, _ dice: inout FuzzDice) {
    switch Int.random(in: 0..<200, using: &dice) {
    case 0: driver.send(.dataChanged)
    case 1: driver.send(.resized(FuzzKeys.size(&dice)))
    case 2: driver.isAnswering = false
    case 3...6:
      driver.isAnswering = true
      driver.send(.dataChanged)
    case 7: driver.entries.shuffle(using: &dice)
    case 8:
      driver.refusals[RequestID(rawValue: "r-1003")] =
        Bool.random(using: &dice) ? .planChanged(shown: "", current: "") : nil
    case 9: driver.digests[RequestID(rawValue: "r-1002")] = "digest \(step)"
    case 10: driver.send(.failed(Problem(code: "store.busy", sentence: "Busy.")))
    case 11: driver.send(.plansRead([], generation: driver.state.planGeneration - 1))
    default: break
    }
    // A quitted program reads no keys.
    if driver.effects.contains(.quit) { driver.press(.escape) }
  }
}
