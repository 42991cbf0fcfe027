/// Finds what somebody meant who mistyped a name.
enum NearestSpelling {
  /// The nearest candidate, if it is near enough to be meant. Order of equals: as given.
  static func of(_ word: String, in candidates: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let word = Array(word.lowercased())
    let distances = candidates.map { ($0, distance(word, Array($0.lowercased()))) }
    guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
    return best.0
  }

  /// Insertions, removals, replacements and swapped neighbours between two words.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
