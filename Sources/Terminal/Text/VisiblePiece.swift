/// A piece of text that may be sent to a terminal and must not be split. Units: cells, at least 1.
enum VisiblePiece: Hashable {
  case scalar(Unicode.Scalar, columns: Int)
  case cluster(String, columns: Int)
  /// Stands for something that must not be sent: `␛`, `‹U+202E›`. Every scalar takes a cell.
  case mark(String)

  var columns: Int {
    switch self {
    case .scalar(_, let columns), .cluster(_, let columns): columns
    case .mark(let text): text.unicodeScalars.count
    }
  }

  var text: String {
    switch self {
    case .scalar(let scalar, _): String(scalar)
    case .cluster(let text, _), .mark(let text): text
    }
  }
}
