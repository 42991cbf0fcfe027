import Governance
import Terminal

/// A question on the message line that has the keys until Enter or Escape.
struct Prompt: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Limits the queue, at Enter.
    case limit
    /// Limits the people, at Enter.
    case limitPeople
    /// Limits the queue at every key; Escape brings the limit back that stood before.
    case find(before: String)
    /// Tags what the pattern keeps.
    case tag
    /// Sorts by the columns that are typed.
    case order
    /// Shows the columns that are typed.
    case columns
    /// Keeps the limit as a folder under a name.
    case folderName
    /// Says how something was done by hand, which records it.
    case manual(action: Int64)
    /// Asks for what is missing of it, one after the other; the last answer records it.
    case link(LinkWish)
    /// Says why something should be taken back, which asks for it.
    case undo(RequestDraft)
    /// Keeps recorded keys under a name.
    case macroName([Key])
    /// Plays a macro by its name.
    case play(times: Int)
    /// Gives the selection to a program.
    case pipe
    /// Says what would be approved instead, which offers it.
    case offer(RequestID)
    /// Asks whoever asked for it.
    case question(RequestID)
    case answer(RequestID)
    /// Takes an offer, at yes.
    case accept(CounterOffer)
    /// Lets somebody stand in.
    case delegate
    /// Asks once more before decisions are lent, at yes.
    case lend(DelegationWish)
    /// Says why something may stay as the server shows it.
    case acceptDrift(Drift)
    /// Asks who may know about it, or answers.
    case askAboutDrift(Drift)
    case answerAboutDrift(Drift)
    /// Goes to a moment of the past.
    case moment
    /// Runs a command by its name.
    case command
  }

  var kind: Kind
  var field: LineEditor
  /// What is wrong with the text as it was last sent.
  var mistake: LimitMistake?
  /// The chosen completion; nil for what is typed.
  var choice: Int?
  /// Where in the history the field's text comes from.
  var recalled: Int?
  /// What was typed before a completion took its place; nil while none did.
  var stem: String?
  /// The values that were asked for, and those that came.
  var asked: ValueQuestion?
  var answered: ValueQuestion?
  var values: [String] = []

  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    field = LineEditor(text)
  }

  var title: String {
    switch kind {
    case .limit, .limitPeople: "limit "
    case .find: "/"
    case .tag: "tag "
    case .order: "order by "
    case .columns: "columns "
    case .folderName: "save folder as "
    case .link(let wish): wish.question
    case .manual: "how it was done "
    case .undo(let draft): "ask for \(UndoCommands.words(draft)), because "
    case .macroName: "keep as "
    case .play: "play "
    case .pipe: "pipe to "
    case .offer: "offer (7d, -2 without item 2) "
    case .question: "ask "
    case .answer: "answer "
    case .accept: "take the offer? yes "
    case .delegate: "delegate to (address 7d) "
    case .lend(let wish): "\(wish.question) yes "
    case .acceptDrift: "it may stay, because "
    case .askAboutDrift: "ask the owner or the manager "
    case .answerAboutDrift: "answer "
    case .moment: "as of (2026-03-01, now) "
    case .command: ":"
    }
  }
}

/// The commands that were run by name, the latest last.
struct PaletteHistory: Hashable, Sendable {
  private(set) var lines: [String] = []

  private static let capacity = 100

  mutating func remember(_ line: String) {
    lines.removeAll { $0 == line }
    lines.append(line)
    if lines.count > Self.capacity { lines.removeFirst() }
  }
}
