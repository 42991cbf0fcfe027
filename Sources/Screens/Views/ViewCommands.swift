import Governance
import Terminal

/// How the queue is shown: its order, groups, columns and saved folders.
enum ViewCommands {
  static let table: [Command] = [
    Command(
      "order", [.character("o")], extra: "order",
      help: "Sort by the next column, or by several: risk,-due.",
      argument: "COLUMNS", choices: columnNames
    ) { state, call in order(&state, call.argument) },
    Command(
      "order-by", [.character("O")], help: "Type the columns to sort by; a minus turns one round."
    ) { state, _ in
      state.prompt = Prompt(.order, text: state.queue.query.order.text)
      return []
    },
    Command(
      "group", [.character("v")], extra: "group",
      help: "Group by the next of person, access, requester, server and risk.",
      argument: "COLUMN", choices: groupNames
    ) { state, call in group(&state, call.argument) },
    Command(
      "columns", [.character("C")], extra: "columns",
      help: "Choose the columns, in order; none brings back the usual ones.",
      argument: "COLUMNS", choices: columnNames
    ) { state, call in
      if let text = call.argument { return columns(&state, text) }
      let shown = QueueColumns.shown(state).map(\.rawValue).joined(separator: " ")
      state.prompt = Prompt(.columns, text: shown)
      return []
    },
    Command(
      "save-folder", [.character("B")], extra: "save folder",
      help: "Keep the limit as a folder under a name.", argument: "NAME", unless: nothingToSave
    ) { state, call in
      if let name = call.argument { return save(&state, name) }
      state.prompt = Prompt(.folderName)
      return []
    },
    Command(
      "forget-folder", [], help: "Take a folder away that was saved here.", argument: "NAME",
      choices: savedNames, unless: nothingSaved
    ) { state, call in forget(&state, call.argument ?? "") },
    Command(
      "folder", [], help: "Go to a folder by its name.", argument: "NAME", choices: folderNames
    ) { state, call in go(&state, call.argument ?? "") },
  ]

  private static let columnNames: @Sendable (AppState) -> [String] = { _ in
    QueueColumn.allCases.map(\.rawValue)
  }

  private static let groupNames: @Sendable (AppState) -> [String] = { _ in
    QueueSort.groups.map(\.rawValue) + ["none"]
  }

  private static let savedNames: @Sendable (AppState) -> [String] = { state in
    state.views.folders.map(\.name)
  }

  private static let folderNames: @Sendable (AppState) -> [String] = { state in
    QueueFolder.allCases.map(\.rawValue) + state.savedFolders.map(\.name)
  }

  private static let nothingToSave: @Sendable (AppState) -> String? = { state in
    state.queue.query.limit.isEmpty && state.queue.query.base.isEmpty
      ? "There is no limit to keep: \(state.keys.label("limit", .queue)) sets one." : nil
  }

  private static let nothingSaved: @Sendable (AppState) -> String? = { state in
    state.views.folders.isEmpty ? "No folder was saved from the screen." : nil
  }

  // MARK: Order and groups

  /// Without columns, the next of those that people sort by most.
  private static func order(_ state: inout AppState, _ text: String?) -> [Effect] {
    if let text { return sort(&state, text) }
    let cycle: [QueueColumn] = [.due, .risk, .submitted, .person]
    let index = cycle.firstIndex(of: state.queue.query.order.keys[0].column) ?? -1
    return show(
      QueueSort(
        [.init(cycle[(index + 1) % cycle.count])], group: state.queue.query.order.group), &state)
  }

  static func sort(_ state: inout AppState, _ text: String) -> [Effect] {
    do throws(QueueSort.UnknownColumn) {
      var sort = try QueueSort(parsing: text)
      sort.group = state.queue.query.order.group
      state.prompt = nil
      return show(sort, &state)
    } catch {
      state.message = .refusal("\(error.sentence) \(error.advice)")
      return []
    }
  }

  private static func show(_ sort: QueueSort, _ state: inout AppState) -> [Effect] {
    var query = state.queue.query
    query.order = sort
    state.queue.show(query)
    state.views.sort = sort
    state.message = .done("Ordered by \(sort.words).")
    return [.keepViews(state.views)]
  }

  private static func group(_ state: inout AppState, _ name: String?) -> [Effect] {
    let all = QueueSort.groups
    var sort = state.queue.query.order
    if let name {
      guard name == "none" || QueueColumn(named: name).map(all.contains) == true else {
        let names = all.map(\.rawValue).joined(separator: ", ")
        state.message = .refusal("The queue has no groups by \(name). There are: \(names), none.")
        return []
      }
      sort.group = QueueColumn(named: name)
    } else if let group = sort.group, let index = all.firstIndex(of: group) {
      sort.group = index + 1 < all.count ? all[index + 1] : nil
    } else {
      sort.group = all[0]
    }
    let effects = show(sort, &state)
    let key = state.keys.label("tag-group", .queue)
    state.message =
      sort.group == nil
      ? .done("No groups.")
      : .done("Grouped by \(sort.group?.title ?? ""). \(key) tags the group under the cursor.")
    return effects
  }

  // MARK: Columns

  static func columns(_ state: inout AppState, _ text: String) -> [Effect] {
    do throws(QueueSort.UnknownColumn) {
      let isEmpty = text.allSatisfy { $0 == " " || $0 == "," }
      let chosen = isEmpty ? [] : try QueueSort(parsing: text).keys.map(\.column)
      state.prompt = nil
      state.views.columns = chosen
      state.message = .done(
        isEmpty ? "The usual columns." : "Columns: \(chosen.map(\.title).joined(separator: ", ")).")
      return [.keepViews(state.views)]
    } catch {
      state.message = .refusal("\(error.sentence) \(error.advice)")
      return []
    }
  }

  // MARK: Folders

  /// A saved folder may be limited further, but two limits make one only when both are filters.
  static func save(_ state: inout AppState, _ name: String) -> [Effect] {
    let name = name.split(separator: " ").joined(separator: " ")
    let query = state.queue.query
    let isTaken =
      QueueFolder.allCases.contains { $0.rawValue == name || $0.title == name }
      || state.configuredFolders.contains { $0.name == name }
    guard !name.isEmpty, name.count <= 24, !isTaken else {
      state.message = .refusal(
        isTaken
          ? "\(name) is the name of a folder that stays." : "A name has 1 to 24 characters.")
      return []
    }
    guard query.base.isEmpty || query.limit.isEmpty else {
      state.message = .refusal(
        "This folder has a limit of its own: type both as one limit in \(query.folder.title).")
      return []
    }
    state.prompt = nil
    let saved = SavedFolder(
      name: name, folder: query.folder, limit: query.base.isEmpty ? query.limit : query.base)
    state.views.folders.removeAll { $0.name == name }
    state.views.folders.append(saved)
    state.queue.show(.saved(saved))
    QueueCommands.limit(&state, to: "")
    state.queue.areCountsStale = true
    state.message = .done("Kept as the folder \(name).")
    return [.keepViews(state.views)]
  }

  private static func forget(_ state: inout AppState, _ name: String) -> [Effect] {
    guard let saved = state.views.folders.first(where: { $0.name == name }) else {
      let names = state.views.folders.map(\.name).joined(separator: ", ")
      state.message = .refusal("Say which: \(names).")
      return []
    }
    if state.queue.savedName == name { state.queue.show(.own(saved.folder)) }
    state.views.folders.removeAll { $0.name == name }
    state.message = .done("The folder \(name) is gone; its requests are where they were.")
    return [.keepViews(state.views)]
  }

  private static func go(_ state: inout AppState, _ name: String) -> [Effect] {
    let wanted = name.lowercased()
    let tab = state.queueTabs.first { tab in
      switch tab {
      case .own(let folder): folder.rawValue == wanted || folder.title.lowercased() == wanted
      case .saved(let saved): saved.name.lowercased() == wanted
      }
    }
    guard let tab else {
      let names = folderNames(state).joined(separator: ", ")
      state.message = .refusal("There is no folder \(name). There are: \(names).")
      return []
    }
    state.queue.show(tab)
    return []
  }
}

extension QueueSort {
  /// Shape: `risk, then due, last first`.
  var words: String {
    keys.map { $0.column.title + ($0.isReversed ? ", last first" : "") }
      .joined(separator: ", then ")
  }
}

extension QueueColumn {
  /// What stands above the column.
  var title: String {
    switch self {
    case .requester: "asked by"
    case .submitted: "asked"
    default: rawValue
    }
  }
}
