import Governance
import Terminal
import Testing

@testable import Screens

/// A hundred thousand keys that nobody would press in this order, from fixed seeds.
@Suite struct RandomKeysTests {
  /// SplitMix64: the same keys on every machine.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let special: [Key] = [
    .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right,
    .home, .end, .pageUp, .pageDown, .function(1), .function(12), .unknown, .shiftUp, .controlLeft,
    .paste("y\n"), .paste("a\u{1b}[31m\u{202e}x\n\n"), .paste(String(repeating: "é", count: 500)),
  ]
  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzADGMNPSTUWYZ@.0123456789 /:?[]{}.,'\"%é王😀\u{301}")

  private static func key(_ dice: inout Dice) -> Key {
    switch Int.random(in: 0..<10, using: &dice) {
    case 0...5: .character(letters.randomElement(using: &dice) ?? "j")
    case 6...8: special.randomElement(using: &dice) ?? .enter
    default:
      Bool.random(using: &dice)
        ? .control(Array("abdefghknpruwxy").randomElement(using: &dice) ?? "a")
        : .alt(Array("12345bfd").randomElement(using: &dice) ?? "1")
    }
  }

  private static let sizes = [
    Size(columns: 60, rows: 20), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 200, rows: 50), Size(columns: 3, rows: 2), Size(columns: 151, rows: 21),
  ]

  @Test(arguments: 1...10)
  func nothingIsDecidedWithoutAConfirmation(seed: Int) {
    var dice = Dice(state: UInt64(seed))
    var driver = Driver.started()
    driver.state.macros.mostKeys = 20
    for step in 0..<10_000 {
      let before = driver.state
      driver.forgetEffects()
      let key = Self.key(&dice)
      driver.press(key)
      for effect in driver.effects { check(effect, key, before) }
      disturb(&driver, step, &dice)
      if step % 40 == 0 { checkScreen(driver.state) }
    }
  }

  /// Only a Yes to a plan that was on the screen decides, and with its digests.
  private func check(_ effect: Effect, _ key: Key, _ before: AppState) {
    switch effect {
    case .decide(let batch):
      guard let confirmation = before.confirmation, before.prompt == nil else {
        Issue.record("decided without a confirmation")
        return
      }
      #expect(key == .character("y") || key == .character("Y") || key == .enter)
      #expect(key != .enter || confirmation.focus == .yes)
      #expect(confirmation.focus != .reason && !confirmation.isUnread)
      #expect(confirmation.subject == .decision(batch.outcome))
      let shown = Dictionary(
        uniqueKeysWithValues: (confirmation.details ?? []).map { ($0.request.id, $0.planDigest) })
      #expect(!batch.items.isEmpty)
      #expect(batch.items.allSatisfy { shown[$0.request] == $0.planDigest })
      #expect(batch.outcome == .approved || batch.comment.contains { !$0.isWhitespace })
    case .recordManual(_, let note):
      #expect(note.contains { !$0.isWhitespace })
      if case .manual = before.prompt?.kind {} else { Issue.record("recorded without a prompt") }
    case .withdraw: #expect(before.confirmation?.subject == .withdrawal)
    default: break
    }
  }

  /// What the world does meanwhile: it changes, answers late, and the window is dragged about.
  private func disturb(_ driver: inout Driver, _ step: Int, _ dice: inout Dice) {
    switch Int.random(in: 0..<200, using: &dice) {
    case 0: driver.send(.dataChanged)
    case 1: driver.send(.resized(Self.sizes.randomElement(using: &dice) ?? Self.sizes[1]))
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

  private func checkScreen(_ state: AppState) {
    let frame = render(state, size: state.size)
    #expect(frame.text.count == state.size.rows)
    #expect(frame.text.allSatisfy { DisplayText.columns(of: $0) <= state.size.columns })
    let hostile = frame.text.first { line in
      line.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E }
    }
    #expect(hostile == nil)
    if let cursor = frame.cursor {
      #expect(cursor.row >= 0 && cursor.row < state.size.rows)
      #expect(cursor.column >= 0 && cursor.column < state.size.columns)
    }
  }
}
