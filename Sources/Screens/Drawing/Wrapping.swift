import Terminal

/// Breaks a text into pieces of a width and leaves no character out, for what must be shown exactly.
///
/// Units: columns. Shape: at least one piece.
func exactLines(_ text: String, width: Int) -> [String] {
  var pieces: [String] = []
  var piece = ""
  var used = 0
  for character in text {
    let size = DisplayText.columns(of: String(character))
    if used + size > max(1, width) && !piece.isEmpty {
      pieces.append(piece)
      (piece, used) = ("", 0)
    }
    piece.append(character)
    used += size
  }
  return pieces + [piece]
}

/// Shortens from the middle, for what differs at its end: ids and paths.
func shortenedInside(_ text: String, to width: Int) -> String {
  guard DisplayText.columns(of: text) > width, width >= 5 else {
    return DisplayText.truncated(text, to: width)
  }
  let tail = String(text.suffix((width - 1) / 3))
  return DisplayText.truncated(text, to: width - DisplayText.columns(of: tail)) + tail
}
