import Terminal

/// Rows in columns, for people. Text from servers is made harmless on its way out.
struct Table: Sendable {
  struct Column: Sendable {
    var title: String
    var isRightAligned = false
    /// Gives up columns first when the screen is too narrow.
    var isElastic = false

    init(_ title: String, isRightAligned: Bool = false, isElastic: Bool = false) {
      self.title = title
      self.isRightAligned = isRightAligned
      self.isElastic = isElastic
    }
  }

  private static let gap = "  "
  private static let narrowest = 8

  let columns: [Column]
  var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// - Parameter width: What a row may take; nil for as much as it wants.
  func lines(width: Int?) -> [String] {
    let widths = widths(within: width)
    return ([columns.map(\.title)] + rows).map { row in
      let cells = zip(row, zip(columns, widths)).map { cell, place in
        Self.cell(cell, place.1, isRightAligned: place.0.isRightAligned)
      }
      let line = cells.joined(separator: Self.gap)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func widths(within width: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      ([columns[index].title] + rows.map { $0[index] }).map(DisplayText.columns(of:)).max() ?? 0
    }
    guard let width else { return widths }
    var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
    while excess > 0 {
      let elastic = columns.indices.filter { columns[$0].isElastic && widths[$0] > Self.narrowest }
      guard let widest = elastic.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private static func cell(_ text: String, _ width: Int, isRightAligned: Bool) -> String {
    let shown = DisplayText.truncated(text, to: width)
    let space = String(repeating: " ", count: max(0, width - DisplayText.columns(of: shown)))
    return isRightAligned ? space + shown : shown + space
  }
}
