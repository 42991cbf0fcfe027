import Governance
import Terminal

typealias Run = StyledText.Run

/// What Enter on a line does.
enum LineTarget: Hashable, Sendable {
  case person(IdentityKey)
  case request(RequestID)
  /// Opens nothing: commands are about it.
  case account(AccountReference)
  /// Folds or unfolds the section.
  case section(String)
  /// Runs the command in the place that it belongs to.
  case command(name: String, place: Place)
}

/// One line of a page that scrolls.
struct Line: Hashable, Sendable {
  var text: StyledText
  /// Finds the line again after the page changed; nil for a line that the cursor may lose.
  var id: String?
  var target: LineTarget?

  init(_ runs: [Run], id: String? = nil, target: LineTarget? = nil) {
    text = StyledText(runs)
    self.id = id
    self.target = target
  }

  init(_ text: String, _ role: StyleRole = .text) { self.init([Run(text, role)]) }

  static let empty = Line([])
}

/// Where a page that scrolls stands. The cursor belongs to its line's id: it stays with its line when
/// the page changes.
struct DocumentCursor: Hashable, Sendable {
  /// Beyond the page's end until it is settled.
  private(set) var line = 0
  private(set) var top = 0
  /// What the line under the cursor leads to, as it was when the page was settled last.
  private(set) var target: LineTarget?
  private var id: String?
  private var hasMoved = false

  mutating func move(to line: Int) {
    self.line = max(0, line)
    hasMoved = true
  }

  /// Goes to a line that may stand elsewhere once the page has changed.
  mutating func move(to line: Int, id: String?) {
    (self.line, self.id) = (line, id)
  }

  mutating func move(by distance: Int) {
    let (sum, overflow) = line.addingReportingOverflow(distance)
    move(to: overflow ? (distance < 0 ? 0 : Int.max) : sum)
  }

  /// Goes to a line and puts it on top of the screen, as far as the page reaches.
  mutating func show(_ line: Int) {
    move(to: line)
    top = self.line
  }

  /// Finds the cursor's line again and keeps it on a screen that shows `height` lines.
  mutating func settle(in lines: [Line], height: Int) {
    if !hasMoved, let id, let found = lines.firstIndex(where: { $0.id == id }) {
      top += found - line
      line = found
    }
    line = max(0, min(line, lines.count - 1))
    let height = max(1, height)
    top = min(top, max(0, lines.count - height))
    top = max(min(top, line), line - height + 1, 0)
    (id, target) = lines.isEmpty ? (nil, nil) : (lines[line].id, lines[line].target)
    hasMoved = false
  }
}

/// Builds the lines of a page within a width.
struct LineBuilder {
  let width: Int
  private(set) var lines: [Line] = []

  init(width: Int) { self.width = max(8, width) }

  mutating func add(_ runs: [Run], id: String? = nil, target: LineTarget? = nil) {
    lines.append(Line(runs, id: id, target: target))
  }

  mutating func add(_ text: String, _ role: StyleRole = .text) { lines.append(Line(text, role)) }

  mutating func add(_ line: Line) { lines.append(line) }

  mutating func gap() {
    if let last = lines.last, !last.text.runs.isEmpty { lines.append(.empty) }
  }

  /// Puts parts side by side and breaks only between them; lines after the first stand below the
  /// first one's text.
  mutating func flow(_ parts: [StyledText], separator: StyledText, lead: [Run] = []) {
    let indent = lead.reduce(0) { $0 + DisplayText.columns(of: $1.text) }
    var line = StyledText(lead)
    var used = indent
    for (index, part) in parts.enumerated() {
      let size = part.columns + (index == 0 ? 0 : separator.columns)
      if index > 0 && used + size > width {
        lines.append(Line(line.runs))
        line = StyledText(String(repeating: " ", count: indent)) + part
        used = indent + part.columns
      } else {
        line += index == 0 ? part : separator + part
        used += size
      }
    }
    lines.append(Line(line.runs))
  }

  /// Wraps at spaces; lines after the first stand below the first one's text.
  mutating func wrap(
    _ text: String, _ role: StyleRole = .text, lead: [Run] = [], id: String? = nil,
    target: LineTarget? = nil
  ) {
    let indent = lead.reduce(0) { $0 + DisplayText.columns(of: $1.text) }
    let pieces = DisplayText.wrapped(text, to: max(8, width - indent))
    for (index, piece) in pieces.enumerated() {
      let start = index == 0 ? lead : [Run(String(repeating: " ", count: indent))]
      lines.append(Line(start + [Run(piece, role)], id: index == 0 ? id : nil, target: target))
    }
  }
}
