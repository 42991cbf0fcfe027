import Governance

/// How the operator likes the lists: kept over the end of the program.
public struct ViewSettings: Hashable, Sendable {
  public var sort = QueueSort.due
  /// Order: as shown. Empty for the columns that the queue has by itself.
  public var columns: [QueueColumn] = []
  /// How moments stand everywhere.
  public var times = TimeStyle.clock
  /// The orders of the other lists.
  public var orders = ListOrders()
  /// The limits that were typed, the latest last.
  public private(set) var limits: [String] = []
  /// The folders that were saved from the screen. Order: as saved.
  public var folders: [SavedFolder] = []

  private static let mostLimits = 100

  public init(
    sort: QueueSort = .due, columns: [QueueColumn] = [], limits: [String] = [],
    folders: [SavedFolder] = [], orders: ListOrders = ListOrders()
  ) {
    self.sort = sort
    self.columns = columns
    self.limits = Array(limits.suffix(Self.mostLimits))
    self.folders = folders
    self.orders = orders
  }

  /// Returns: false when it is the latest already.
  mutating func remember(_ limit: String) -> Bool {
    guard limit.contains(where: { !$0.isWhitespace }), limits.last != limit else { return false }
    limits.removeAll { $0 == limit }
    limits.append(limit)
    if limits.count > Self.mostLimits { limits.removeFirst() }
    return true
  }
}

/// A limit with a name, which the queue shows beside its own folders.
public struct SavedFolder: Hashable, Sendable {
  public var name: String
  /// What it limits.
  public var folder: QueueFolder
  /// A filter, or words.
  public var limit: String

  public init(name: String, folder: QueueFolder, limit: String) {
    self.name = name
    self.folder = folder
    self.limit = limit
  }
}

/// A tab of the queue: a folder of its own, or a saved one.
enum QueueTab: Hashable, Sendable {
  case own(QueueFolder)
  case saved(SavedFolder)

  var folder: QueueFolder {
    switch self {
    case .own(let folder): folder
    case .saved(let saved): saved.folder
    }
  }

  /// What holds besides the folder itself.
  var base: String { if case .saved(let saved) = self { saved.limit } else { "" } }
}

extension AppState {
  /// Those of the configuration first, then those saved from the screen.
  var savedFolders: [SavedFolder] {
    configuredFolders
      + views.folders.filter { saved in !configuredFolders.contains { $0.name == saved.name } }
  }

  var queueTabs: [QueueTab] {
    QueueFolder.allCases.map(QueueTab.own) + savedFolders.map(QueueTab.saved)
  }

  var queueTab: QueueTab {
    savedFolders.first { $0.name == queue.savedName }.map(QueueTab.saved)
      ?? .own(queue.query.folder)
  }
}
