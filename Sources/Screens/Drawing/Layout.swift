import Terminal

/// Where things stand on a screen of a size. All heights are at least 1, so that no size divides by
/// zero or asks for nothing.
struct Layout: Hashable, Sendable {
  let size: Size

  init(_ size: Size) { self.size = size }

  /// Below it a screen says so and takes no commands: nobody decides what they cannot see.
  static var smallest: Size { AppState.smallestSize }
  /// From here on a list and its details stand side by side.
  private static let splitColumns = 150

  var isUsable: Bool {
    size.columns >= Self.smallest.columns && size.rows >= Self.smallest.rows
  }
  var isSplit: Bool { size.columns >= Self.splitColumns }

  /// Two header lines above, message and footer below.
  var bodyTop: Int { 2 }
  var bodyRows: Int { max(1, size.rows - 4) }
  var messageRow: Int { size.rows - 2 }
  var footerRow: Int { size.rows - 1 }

  /// A list under its column heads that has the body to itself.
  var listRows: Int { max(1, bodyRows - 1) }

  /// A list that shares the body with the details of its selected row.
  var masterRows: Int { isSplit ? listRows : max(1, bodyRows - 2 - detailRows) }
  var masterColumns: Int { isSplit ? size.columns * 11 / 20 : size.columns }

  /// The details of the selected row.
  var detailRows: Int {
    isSplit ? max(1, bodyRows - 1) : max(8, min(20, (bodyRows - 2) * 5 / 9))
  }
  var detailColumns: Int { isSplit ? size.columns - masterColumns - 3 : size.columns - 2 }
  var detailOrigin: Position {
    isSplit
      ? Position(column: masterColumns + 2, row: bodyTop + 1)
      : Position(column: 1, row: bodyTop + 2 + masterRows)
  }

  /// A page that scrolls.
  var pageColumns: Int { max(8, size.columns - 3) }

  /// The merged plan above reason and buttons.
  var confirmationRows: Int { max(1, bodyRows - 3) }
}
