/// Scalars that must not reach a terminal: they steer it, reorder what stands around them, cannot
/// be seen, or have a width that nobody knows.
enum HiddenScalar {
  /// The most marks that a character may carry; more would paint over the lines above and below.
  private static let mostMarks = 4

  /// - Parameters:
  ///   - scalar: one of a grapheme cluster.
  ///   - kept: what has been kept of the cluster before it.
  ///   - rest: what follows it in the cluster.
  static func isHidden(
    _ scalar: Unicode.Scalar, after kept: String.UnicodeScalarView,
    before rest: Substring.UnicodeScalarView
  ) -> Bool {
    let value = scalar.value
    if (0x20...0x7E).contains(value) || (0xA0...0xAC).contains(value) { return false }
    switch value {
    case 0x200C, 0x200D: return !isJoinerAllowed(after: kept, before: rest.first)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return !isSelectorAllowed(after: kept)
    case 0xE0020...0xE007F:
      return kept.first?.value != 0x1F3F4 || (rest.last ?? scalar).value != 0xE007F
    // Blank letters: the fillers of Hangul, the blank Braille pattern.
    case 0x3164, 0xFFA0, 0x2800: return true
    case 0x115F, 0x1160: return kept.isEmpty && rest.isEmpty
    default: return isHiddenByCategory(scalar, after: kept)
    }
  }

  private static func isHiddenByCategory(
    _ scalar: Unicode.Scalar, after kept: String.UnicodeScalarView
  ) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return true
    case .format:
      // Signs of Arabic and Syriac that can be seen, though they count as format characters.
      return !(0x600...0x605).contains(scalar.value)
        && ![0x6DD, 0x70F, 0x8E2].contains(scalar.value)
    case .nonspacingMark, .enclosingMark:
      return scalar.properties.isDefaultIgnorableCodePoint
        || kept.filter { CharacterWidth.isZeroWidth($0) }.count >= mostMarks
    default:
      return false
    }
  }

  /// A joiner belongs between emoji and inside words of Arabic and Indic scripts, nowhere else.
  private static func isJoinerAllowed(
    after kept: String.UnicodeScalarView, before next: Unicode.Scalar?
  ) -> Bool {
    guard let first = kept.first, let last = kept.last,
      last.value != 0x200C, last.value != 0x200D
    else { return false }
    switch first.value {
    case 0x600...0xDFF, 0x1000...0x109F, 0x1780...0x18AF:
      return first.properties.generalCategory == .otherLetter
    default: return isPicture(first) && next.map(isPicture) == true
    }
  }

  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji
  }

  private static func isSelectorAllowed(after kept: String.UnicodeScalarView) -> Bool {
    guard let last = kept.last else { return false }
    return !last.properties.isVariationSelector && !CharacterWidth.isZeroWidth(last)
  }

  /// A picture for what ASCII names, the number for the rest. Shape: `␛`, `‹U+202E›`.
  static func mark(for scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "␀"
    case 0x7F: return "␡"
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
    }
  }
}
