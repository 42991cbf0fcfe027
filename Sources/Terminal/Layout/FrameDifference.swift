extension Frame {
  /// The columns of a row that differ from another frame of the same size; nil when none do.
  ///
  /// Whole characters: a range never starts or ends inside a wide one of either frame.
  func changedColumns(from other: Frame, row: Int) -> Range<Int>? {
    let start = row * size.columns
    let end = start + size.columns
    guard var first = (start..<end).first(where: { isDifferent(from: other, at: $0) }),
      var last = (start..<end).last(where: { isDifferent(from: other, at: $0) })
    else { return nil }
    while first > start, cells[first].width == 0 || other.cells[first].width == 0 { first -= 1 }
    while last + 1 < end, cells[last + 1].width == 0 || other.cells[last + 1].width == 0 {
      last += 1
    }
    return first - start..<last + 1 - start
  }

  private func isDifferent(from other: Frame, at index: Int) -> Bool {
    let cell = cells[index]
    let before = other.cells[index]
    if let cluster = cell.clusterIndex, let old = before.clusterIndex {
      return cell.width != before.width || cell.role != before.role
        || cell.ground != before.ground || clusters[cluster] != other.clusters[old]
    }
    return cell != before
  }
}
