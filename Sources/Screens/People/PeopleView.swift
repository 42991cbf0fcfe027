import Governance
import Terminal

extension Frame {
  mutating func drawPeople(_ state: AppState) {
    let layout = Layout(size)
    drawSearch(
      state.people.search, isSearching: state.people.isSearching,
      placeholder:
        "press \(state.keys.label("find", .people)) and type a name, user name, mail, title or department",
      note: state.people.list.isRead ? count(state.people.list.total, "person", "people") : "")
    let list = state.people.list
    if let mistake = state.people.mistake, !state.people.isSearching {
      write(
        "! \(mistake.sentence)", at: Position(column: 1, row: layout.messageRow), role: .warning,
        width: size.columns - 2)
    }
    if list.isRead && list.total == 0 {
      drawEmpty(emptyPeople(state), state)
      return
    }
    let field = cursor
    draw(
      list, columns: marked(PeopleColumns.all, by: state.views.orders.people), state: state,
      top: layout.bodyTop, width: size.columns,
      height: layout.listRows)
    // While text is typed the hardware cursor belongs to the text.
    if state.people.isSearching { cursor = field }
  }

  /// A search field on the second header line.
  mutating func drawSearch(
    _ field: LineEditor, isSearching: Bool, placeholder: String, note: String
  ) {
    write("/", at: Position(column: 1, row: 1), role: .key)
    let noteWidth = DisplayText.columns(of: note)
    let width = max(1, size.columns - noteWidth - 7)
    let origin = Position(column: 3, row: 1)
    if isSearching {
      field.draw(in: &self, at: origin, width: width)
    } else if field.isEmpty {
      write(placeholder, at: origin, role: .placeholder, width: width)
    } else {
      write(field.value, at: origin, width: width)
    }
    write(note, at: Position(column: size.columns - noteWidth - 1, row: 1), role: .dim)
  }
}

private func emptyPeople(_ state: AppState) -> [String] {
  if !state.people.search.isEmpty {
    return [
      "Nobody matches “\(state.people.search.value)”.",
      "Fewer letters find more; \(state.keys.label("back", .people)) clears.",
    ]
  }
  if state.areServersRead && state.servers.isEmpty {
    return [
      "Nobody is known yet: no server is configured.",
      "Press \(state.keys.label("add-server", .people)) to add one;"
        + " countersign server add NAME URL does the same.",
    ]
  }
  return [
    "Nobody is known yet.", "Press \(state.keys.label("sync", .people)) to read all servers.",
  ]
}

/// `1 person`, `42 people`.
func count(_ number: Int, _ one: String, _ many: String) -> String {
  "\(number) \(number == 1 ? one : many)"
}

/// The people list's columns.
enum PeopleColumns {
  static let all: [Column<PersonRow>] = [
    Column("name", 16, most: 32, weight: 4) { row, _, _ in StyledText(row.person.name) },
    Column("title", 12, most: 36, weight: 3, rank: 2) { row, _, _ in StyledText(row.title, .dim) },
    Column("department", 12, most: 28, weight: 2, rank: 3) { row, _, _ in
      StyledText(row.department, .dim)
    },
    Column("user name", 12, most: 36, weight: 2, rank: 1) { row, _, _ in
      StyledText(row.userName, .dim)
    },
    Column("accounts", 14, most: 30, weight: 1) { row, _, _ in accounts(row) },
  ]

  /// `hr idp −chat`: a minus before those that are off.
  private static func accounts(_ row: PersonRow) -> StyledText {
    var text = StyledText()
    for (index, mark) in row.accounts.enumerated() {
      if index > 0 { text += StyledText(" ") }
      text +=
        mark.isActive == false
        ? StyledText("−\(mark.server)", .warning) : StyledText(mark.server, .ok)
    }
    return row.accounts.isEmpty ? StyledText("none", .warning) : text
  }
}
