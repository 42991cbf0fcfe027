import Foundation
import Governance
import Screens

/// How the lists are shown, between two runs: their orders, the queue's columns and saved folders,
/// and the limits that were typed.
struct ViewFile: Sendable {
  let path: String

  private static let keys = ["order", "group", "columns", "limits", "folder", "sort", "times"]

  /// Throws: ``ConfigurationError`` with the line, for a file that was edited into nonsense.
  func read() throws -> ViewSettings {
    guard FileManager.default.fileExists(atPath: path) else { return ViewSettings() }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let document = try TOMLDocument(text: text, file: path)
    let top = SettingsReader(document: document, prefix: "", members: document.members)
    try top.refuseUnknown(known: Self.keys)
    var sort = try Self.columns(try top.text("order") ?? "due", "order", top)
    if let name = try top.text("group") {
      guard let group = QueueColumn(named: name), QueueSort.groups.contains(group) else {
        throw top.notAChoice("group", name, QueueSort.groups.map(\.rawValue))
      }
      sort.group = group
    }
    let shown = try top.texts("columns") ?? []
    let columns =
      shown.isEmpty
      ? []
      : try Self.columns(shown.joined(separator: ","), "columns", top).keys.map(\.column)
    var settings = ViewSettings(
      sort: sort, columns: columns, limits: try top.texts("limits") ?? [],
      folders: try FolderSettings.read(top), orders: try Self.orders(top))
    let styles = TimeStyle.allCases.map(\.rawValue)
    if let style = try top.choice("times", among: styles).flatMap(TimeStyle.init) {
      settings.times = style
    }
    return settings
  }

  private static func orders(_ top: SettingsReader) throws -> ListOrders {
    var orders = ListOrders()
    guard case .table(let members) = top.members["sort"] else { return orders }
    let table = SettingsReader(document: top.document, prefix: "sort", members: members)
    try table.refuseUnknown(known: ["people", "activity", "audit", "findings", "servers"])
    orders.people = try order("people", table)
    orders.activity = try order("activity", table)
    orders.audit = try order("audit", table)
    orders.findings = try order("findings", table)
    orders.servers = try order("servers", table)
    return orders
  }

  private static func order<Column: SortColumn>(
    _ key: String, _ table: SettingsReader
  ) throws -> ListOrder<Column> {
    let text = try table.text(key) ?? ""
    do throws(UnknownSortColumn<Column>) { return try ListOrder(parsing: text) } catch {
      throw table.notAChoice(key, error.name, Column.names)
    }
  }

  private static func columns(
    _ text: String, _ key: String, _ top: SettingsReader
  ) throws -> QueueSort {
    do throws(QueueSort.UnknownColumn) { return try QueueSort(parsing: text) } catch {
      throw top.notAChoice(key, error.name, QueueColumn.allCases.map(\.rawValue))
    }
  }

  /// Replaces the file as a whole. It is its owner's alone: limits name people.
  func write(_ settings: ViewSettings) throws(Failure) {
    try PrivateText(path: path).write(
      Data(Self.text(settings).utf8),
      advice: "The list stays as you chose until you quit; make room or check the mode.")
  }

  private static func text(_ settings: ViewSettings) -> String {
    var lines = ["order = \(TOMLText.quoted(settings.sort.text))"]
    if settings.times != .clock {
      lines.append("times = \(TOMLText.quoted(settings.times.rawValue))")
    }
    if let group = settings.sort.group {
      lines.append("group = \(TOMLText.quoted(group.rawValue))")
    }
    if !settings.columns.isEmpty {
      lines.append("columns = \(TOMLText.list(settings.columns.map(\.rawValue)))")
    }
    if !settings.limits.isEmpty { lines.append("limits = \(TOMLText.list(settings.limits))") }
    let orders = [
      ("people", settings.orders.people.text), ("activity", settings.orders.activity.text),
      ("audit", settings.orders.audit.text), ("findings", settings.orders.findings.text),
      ("servers", settings.orders.servers.text),
    ].filter { !$0.1.isEmpty }
    if !orders.isEmpty { lines += ["", "[sort]"] }
    lines += orders.map { "\($0.0) = \(TOMLText.quoted($0.1))" }
    for folder in settings.folders {
      lines += [
        "", "[[folder]]", "name = \(TOMLText.quoted(folder.name))",
        "in = \(TOMLText.quoted(folder.folder.rawValue))",
        "limit = \(TOMLText.quoted(folder.limit))",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
