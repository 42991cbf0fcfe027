/// One cell of a frame: eight bytes, so that frames are quick to fill and to compare.
struct Cell: Hashable, Sendable {
  /// A scalar, or with the high bit set an index into the frame's clusters.
  var code: UInt32
  /// Columns of the character that starts here; 0 for a cell that the one to the left reaches into.
  var width: UInt8
  var role: StyleRole
  /// What lies under the text (the bar of a selected row); equal to `role` when nothing does.
  var ground: StyleRole

  static let clusterFlag: UInt32 = 0x8000_0000

  var clusterIndex: Int? {
    code & Cell.clusterFlag == 0 ? nil : Int(code & ~Cell.clusterFlag)
  }

  static func blank(_ role: StyleRole) -> Cell {
    Cell(code: 0x20, width: 1, role: role, ground: role)
  }
}
