import Terminal

/// Keys that nobody would press in this order, and windows that nobody would make.
public enum FuzzKeys {
  private static let special: [Key] = [
    .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right,
    .home, .end, .pageUp, .pageDown, .function(1), .function(12), .unknown, .shiftUp, .controlLeft,
    .paste("y\n"), .paste("a\u{1b}[31m\u{202e}x\n\n"), .paste(String(repeating: "é", count: 500)),
  ]
  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@.0123456789 /:?[]{}.,'\"%é王😀\u{301}")
  /// Pressed more often than the rest, or hardly any decision would be reached.
  private static let likely = Array("aaaddyyyyrx  ")
  private static let controls = Array("abdefghknpruwxy")
  private static let alts = Array("12345bfd")

  public static func key(_ dice: inout FuzzDice) -> Key {
    switch Int.random(in: 0..<10, using: &dice) {
    case 0: .character(likely.randomElement(using: &dice) ?? "a")
    case 1...5: .character(letters.randomElement(using: &dice) ?? "j")
    case 6...8: special.randomElement(using: &dice) ?? .enter
    default:
      Bool.random(using: &dice)
        ? .control(controls.randomElement(using: &dice) ?? "a")
        : .alt(alts.randomElement(using: &dice) ?? "1")
    }
  }

  /// Anywhere on a usual screen.
  public static func mouse(_ dice: inout FuzzDice) -> MouseAction {
    let kinds: [MouseAction.Kind] = [.press, .press, .wheelUp, .wheelDown]
    let position = Position(
      column: Int.random(in: 0..<130, using: &dice), row: Int.random(in: 0..<42, using: &dice))
    return MouseAction(kinds.randomElement(using: &dice) ?? .press, position)
  }

  private static let sizes = [
    Size(columns: 60, rows: 20), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 200, rows: 50), Size(columns: 3, rows: 2), Size(columns: 151, rows: 21),
  ]

  /// One of those that matter, or any.
  public static func size(_ dice: inout FuzzDice) -> Size {
    if Bool.random(using: &dice) { return sizes.randomElement(using: &dice) ?? sizes[1] }
    return Size(
      columns: Int.random(in: 1...260, using: &dice), rows: Int.random(in: 1...70, using: &dice))
  }
}
