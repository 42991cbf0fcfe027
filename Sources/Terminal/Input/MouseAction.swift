/// What was done with the mouse, and where.
public struct MouseAction: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case press, wheelUp, wheelDown }

  public var kind: Kind
  public var position: Position

  public init(_ kind: Kind, _ position: Position) {
    self.kind = kind
    self.position = position
  }

  /// A report in SGR form: `ESC [ < 0 ; 12 ; 5 M`. nil for what stands for nothing here: a release,
  /// a drag, another button. Source: xterm control sequences, mode 1006.
  init?(parameters: [UInt8], final: UInt8) {
    guard parameters.first == UInt8(ascii: "<"), final == UInt8(ascii: "M") else { return nil }
    let numbers = parameters.dropFirst().split(separator: 0x3B, omittingEmptySubsequences: false)
      .map(KeySequences.number)
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], column > 0, row > 0
    else { return nil }
    // Shift, Meta and Ctrl are 4, 8 and 16; with any of them it is the terminal's own affair.
    switch button {
    case 0: kind = .press
    case 64: kind = .wheelUp
    case 65: kind = .wheelDown
    default: return nil
    }
    position = Position(column: column - 1, row: row - 1)
  }
}
