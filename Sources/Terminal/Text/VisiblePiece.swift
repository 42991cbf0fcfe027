/// A piece of text that may be sent to a terminal and must not be split.
struct VisiblePiece: Hashable {
  var text: String
  /// Units: cells. At least 1.
  var columns: Int
  /// It stands for something that must not be sent: `␛`, `‹U+202E›`.
  var isMark: Bool
}
