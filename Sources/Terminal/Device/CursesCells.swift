import CNcurses

/// How a character goes into the cells of ncurses, which hold one spacing scalar each and what
/// combines with it.
enum CursesCells {
  private static let mostScalars = Int(CCHARW_MAX) - 1

  /// The scalars of each cell, or nil when ncurses cannot hold the character in as many columns as
  /// a frame gives it: emoji sequences, and whatever the C library's width table has otherwise.
  static func split(_ cluster: String.UnicodeScalarView, columns: Int) -> [[wchar_t]]? {
    guard let first = cluster.first, !CharacterWidth.isEmojiSequence(cluster, first) else {
      return nil
    }
    var cells: [[wchar_t]] = []
    var used = 0
    for scalar in cluster {
      let width = width(of: scalar)
      if width > 0 {
        cells.append([wchar_t(bitPattern: scalar.value)])
        used += width
      } else if width == 0, let last = cells.indices.last, cells[last].count < mostScalars {
        cells[last].append(wchar_t(bitPattern: scalar.value))
      } else {
        return nil
      }
    }
    return used == columns ? cells : nil
  }

  /// How far a terminal draws that takes every scalar for a character of its own.
  static func columnsUnjoined(_ cluster: String.UnicodeScalarView) -> Int {
    cluster.reduce(0) { $0 + max(0, width(of: $1)) }
  }

  static func width(of scalar: Unicode.Scalar) -> Int {
    scalar.value < 0x7F ? 1 : Int(curses_width(scalar.value))
  }
}
