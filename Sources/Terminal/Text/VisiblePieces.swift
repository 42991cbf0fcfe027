/// Cuts text into pieces that may be sent to a terminal, with marks for what may not.
enum VisiblePieces {
  /// Hands out the pieces in order until `body` returns false.
  static func scan(_ text: String, _ body: (VisiblePiece) -> Bool) {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      if isSimple(scalar), next == scalars.endIndex || isSimple(scalars[next]) {
        let columns = scalar.value < 0x1100 ? 1 : CharacterWidth.columns(of: scalar)
        if !body(.scalar(scalar, columns: columns)) { return }
        index = next
      } else {
        let end = text.index(after: index)
        if !scan(cluster: text[index..<end].unicodeScalars, body) { return }
        index = end
      }
    }
  }

  /// Whether every character is printable ASCII: as many columns as bytes, and nothing to hide.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
  }

  /// Between two such scalars there is always a cluster boundary, and each is harmless alone.
  static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x370...0x377, 0x384...0x38A, 0x391...0x3A1,
      0x3A3...0x482, 0x48A...0x52F, 0x5D0...0x5EA, 0x620...0x64A, 0x904...0x939, 0xE01...0xE30,
      0x2010...0x2027, 0x2030...0x205E, 0x2190...0x2426, 0x2500...0x25FC, 0x3041...0x3096,
      0x30A1...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F600...0x1F64F:
      true
    default: false
    }
  }

  private static func scan(
    cluster: Substring.UnicodeScalarView, _ body: (VisiblePiece) -> Bool
  ) -> Bool {
    if let scalar = cluster.first, cluster.dropFirst().isEmpty,
      !CharacterWidth.isZeroWidth(scalar),
      !HiddenScalar.isHidden(scalar, after: .init(), before: cluster.dropFirst())
    {
      return body(.scalar(scalar, columns: CharacterWidth.columns(of: scalar)))
    }
    var kept = String.UnicodeScalarView()
    var hidden: [Unicode.Scalar] = []
    var rest = cluster
    while let scalar = rest.popFirst() {
      if HiddenScalar.isHidden(scalar, after: kept, before: rest) {
        hidden.append(scalar)
      } else {
        kept.append(scalar)
      }
    }
    if let first = kept.first {
      if CharacterWidth.isZeroWidth(first) { kept.insert("\u{25CC}", at: kept.startIndex) }
      let columns = CharacterWidth.columns(of: kept)
      if !body(.cluster(String(kept), columns: columns)) { return false }
    }
    for scalar in hidden where !body(.mark(HiddenScalar.mark(for: scalar))) { return false }
    return true
  }
}
