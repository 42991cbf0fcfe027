/// A column that a list can be sorted by. The raw value is what sort orders call it.
public protocol SortColumn: RawRepresentable<String>, Hashable, Sendable, CaseIterable {
  /// By its name, or by what people call it too.
  init?(named name: String)
}

extension SortColumn {
  public init?(named name: String) { self.init(rawValue: name.lowercased()) }

  /// Order: as the list shows them.
  public static var names: [String] { allCases.map(\.rawValue) }
}

/// One column with its direction.
public struct SortKey<Column: SortColumn>: Hashable, Sendable {
  public var column: Column
  /// Against the column's own direction: the riskiest, soonest, newest, most, or A comes first by
  /// itself.
  public var isReversed: Bool

  public init(_ column: Column, isReversed: Bool = false) {
    self.column = column
    self.isReversed = isReversed
  }

  /// What a text of column names means, such as `risk,-due`; a minus turns a column round.
  ///
  /// Throws: the first name that is no column.
  public static func keys(
    parsing text: String
  ) throws(UnknownSortColumn<Column>) -> [SortKey] {
    var keys: [SortKey] = []
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      let isReversed = word.hasPrefix("-")
      let name = isReversed ? word.dropFirst() : word
      guard let column = Column(named: String(name)) else {
        throw UnknownSortColumn(name: String(name))
      }
      keys.append(SortKey(column, isReversed: isReversed))
    }
    return keys
  }

  /// Each column once: the first time that it is named counts.
  static func withoutRepeats(_ keys: [SortKey]) -> [SortKey] {
    var seen: Set<Column> = []
    return keys.filter { seen.insert($0.column).inserted }
  }

  /// Shape: `risk,-due`.
  static func text(_ keys: [SortKey]) -> String {
    keys.map { ($0.isReversed ? "-" : "") + $0.column.rawValue }.joined(separator: ",")
  }
}

/// A name in a sort order or a column list that no column has.
public struct UnknownSortColumn<Column: SortColumn>: Error, Hashable, Sendable {
  public var name: String

  public init(name: String) { self.name = name }

  public var sentence: String { "There is no column \(name)." }
  public var advice: String { "There are: \(Column.names.joined(separator: ", "))." }
}
