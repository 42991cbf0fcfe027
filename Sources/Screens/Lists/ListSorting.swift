import Governance
import Terminal

/// How the list of a place is sorted: by any of its columns, several deep.
struct ListSorting: Sendable {
  var columns: [String]
  /// The order as it is. Shape: `title,-name`.
  var text: @Sendable (AppState) -> String
  /// Takes another order. Returns: why it cannot; nil once it has.
  var sort: @Sendable (inout AppState, String) -> String?

  /// - Parameter again: has the list read in its new order.
  private init<Column: SortColumn>(
    _ path: any WritableKeyPath<ListOrders, ListOrder<Column>> & Sendable,
    again: @escaping @Sendable (inout AppState) -> Void
  ) {
    columns = Column.names
    text = { $0.views.orders[keyPath: path].text }
    sort = { state, text in
      do throws(UnknownSortColumn<Column>) {
        state.views.orders[keyPath: path] = try ListOrder(parsing: text)
        again(&state)
        return nil
      } catch {
        return "\(error.sentence) \(error.advice)"
      }
    }
  }

  /// nil for a place without a list, and for the queue, which has its groups besides.
  static func of(_ place: Place) -> ListSorting? {
    switch place {
    case .people: ListSorting(\.people) { $0.people.list.startOver(isForgotten: false) }
    case .activity: ListSorting(\.activity) { $0.activity.startOver(isForgotten: false) }
    case .audit: ListSorting(\.audit) { $0.audit.list.startOver(isForgotten: false) }
    case .findings: ListSorting(\.findings) { $0.findings.startOver(isForgotten: false) }
    case .servers: ListSorting(\.servers) { _ in }
    default: nil
    }
  }
}

/// Sorting the lists beside the queue, by the keys that sort the queue.
enum OrderCommands {
  static let table: [Command] = [
    Command(
      "order", [.character("o")], extra: "order",
      help: "Sort by the next column, or by several: name,-title.", argument: "COLUMNS",
      choices: columns
    ) { state, call in
      guard let sorting = ListSorting.of(state.place) else { return [] }
      return sort(&state, call.argument ?? next(sorting, state))
    },
    Command(
      "order-by", [.character("O")],
      help: "Type the columns to sort by; a minus turns one round, none is as usual."
    ) { state, _ in
      state.prompt = Prompt(.order, text: ListSorting.of(state.place)?.text(state) ?? "")
      return []
    },
  ]

  private static let columns: @Sendable (AppState) -> [String] = { state in
    ListSorting.of(state.place)?.columns ?? []
  }

  /// After the last column comes the list's own order.
  private static func next(_ sorting: ListSorting, _ state: AppState) -> String {
    guard let index = sorting.columns.firstIndex(of: sorting.text(state)) else {
      return sorting.text(state).isEmpty ? sorting.columns[0] : ""
    }
    return index + 1 < sorting.columns.count ? sorting.columns[index + 1] : ""
  }

  static func sort(_ state: inout AppState, _ text: String) -> [Effect] {
    guard let sorting = ListSorting.of(state.place) else { return [] }
    let selected = state.selectedServer?.name
    if let refusal = sorting.sort(&state, text) {
      state.message = .refusal(refusal)
      return []
    }
    state.prompt = nil
    state.keepServerCursor(on: selected)
    let order = sorting.text(state)
    state.message = .done(
      order.isEmpty ? "In the usual order." : "Ordered by \(words(order)).")
    return [.keepViews(state.views)]
  }

  /// Shape: `title, then name, turned round`.
  private static func words(_ order: String) -> String {
    order.split(separator: ",").map { key in
      key.hasPrefix("-") ? "\(key.dropFirst()), turned round" : String(key)
    }.joined(separator: ", then ")
  }
}

/// The heads of the columns that the list is sorted by have a mark.
func marked<Row, Column: SortColumn>(
  _ columns: [Screens.Column<Row>], by order: ListOrder<Column>
) -> [Screens.Column<Row>] {
  columns.map { column in
    let name = column.title.replacing(" ", with: "-")
    guard let key = order.keys.first(where: { $0.column.rawValue == name }) else { return column }
    var column = column
    let mark = key.isReversed ? "↑" : "↓"
    column.title += DisplayText.columns(of: column.title) + 2 > column.least ? mark : " \(mark)"
    return column
  }
}

extension AppState {
  /// Order: as the Servers screen shows them.
  var listedServers: [ServerState] { views.orders.servers.sorted(servers) }

  /// The cursor stays with its server, wherever that stands now.
  mutating func keepServerCursor(on name: String?) {
    guard let name, let index = listedServers.firstIndex(where: { $0.name == name }) else { return }
    serverCursor = index
  }
}
