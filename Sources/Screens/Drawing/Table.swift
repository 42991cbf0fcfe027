import Terminal

/// One column of a list.
struct Column<Row>: Sendable {
  var title: String
  /// Units: columns of the terminal.
  var least: Int
  var most: Int
  /// The share of what is left over; 0 for a column that stays at its least.
  var weight: Int
  /// Narrow screens leave out the column with the highest rank first; 0 is never left out.
  var rank: Int
  var alignment: Frame.Alignment
  /// Whether a row's cell need not say again what the row above says; nil where each says it.
  var repeats: (@Sendable (_ above: Row, _ row: Row) -> Bool)?
  /// What stands in a cell; the width is there for those who shorten better than at the end.
  var cell: @Sendable (Row, AppState, _ width: Int) -> StyledText

  init(
    _ title: String, _ least: Int, most: Int? = nil, weight: Int = 0, rank: Int = 0,
    alignment: Frame.Alignment = .leading,
    cell: @escaping @Sendable (Row, AppState, _ width: Int) -> StyledText
  ) {
    self.title = title
    self.least = least
    self.most = most ?? least
    self.weight = weight
    self.rank = rank
    self.alignment = alignment
    self.cell = cell
  }
}

/// The columns of a list that fit a width, with where each stands.
struct TableLayout<Row>: Sendable {
  struct Place: Sendable {
    var column: Column<Row>
    var start: Int
    var width: Int
  }

  private(set) var places: [Place] = []

  init(_ columns: [Column<Row>], start: Int, width: Int) {
    let shown = Self.fitting(columns, width: width)
    var widths = shown.map(\.least)
    var rest = width - widths.reduce(0, +) - max(0, shown.count - 1)
    // Growing columns reach their most one after the other, so the rest is shared out in rounds.
    while rest > 0 {
      let growing = shown.indices.filter { shown[$0].weight > 0 && widths[$0] < shown[$0].most }
      let weights = growing.reduce(0) { $0 + shown[$1].weight }
      guard weights > 0 else { break }
      let round = rest
      for index in growing where rest > 0 {
        let share = max(1, round * shown[index].weight / weights)
        let grown = min(share, shown[index].most - widths[index], rest)
        widths[index] += grown
        rest -= grown
      }
    }
    var column = start
    for (index, shownColumn) in shown.enumerated() {
      places.append(Place(column: shownColumn, start: column, width: widths[index]))
      column += widths[index] + 1
    }
  }

  private static func fitting(_ columns: [Column<Row>], width: Int) -> [Column<Row>] {
    var shown = columns
    while shown.reduce(-1, { $0 + $1.least + 1 }) > width {
      let worst = shown.indices.filter { shown[$0].rank > 0 }.max {
        shown[$0].rank < shown[$1].rank
      }
      guard let worst else { break }
      shown.remove(at: worst)
    }
    return shown
  }

  func drawHeads(in frame: inout Frame, row: Int) {
    for place in places {
      frame.write(
        place.column.title, at: Position(column: place.start, row: row), role: .heading,
        width: place.width, alignment: place.column.alignment)
    }
  }

  /// - Parameter above: The row above on the screen; nil for the first.
  func draw(
    _ value: Row, below above: Row? = nil, _ state: AppState, in frame: inout Frame, row: Int
  ) {
    for place in places {
      let isAgain = above.flatMap { above in place.column.repeats?(above, value) } ?? false
      frame.write(
        isAgain ? StyledText("″", .dim) : place.column.cell(value, state, place.width),
        at: Position(column: place.start, row: row),
        width: place.width, alignment: place.column.alignment)
    }
  }
}
