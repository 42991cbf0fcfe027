import Foundation
import Governance
import Terminal

/// Everything that the screens know. Only `update` changes it, only `render` draws it.
public struct AppState: Hashable, Sendable {
  /// What a screen needs to show what is to be decided.
  public static let smallestSize = Size(columns: 60, rows: 20)

  public internal(set) var now: Date
  public internal(set) var size: Size
  /// Times are shown in it.
  public let timeZone: TimeZone
  public internal(set) var `operator`: Operator

  /// The keys of every command.
  public let keys: KeyBindings

  var place = Place.queue
  /// Where `back` leads, the latest last.
  var trail: [Visit] = []
  /// Where `forward` leads, the next last.
  var ahead: [Visit] = []
  /// The digits typed before a command.
  var count: Int?
  var message: Message?
  /// What was typed for a question that was refused; nil when nothing is.
  var typedAhead: TypedAhead?
  var prompt: Prompt?
  var confirmation: Confirmation?
  /// Of the newest merged plan.
  var planGeneration = 0
  /// The batch that was sent last, to ask again when a plan changed under it.
  var lastBatch: DecisionBatch?
  var palette = PaletteHistory()
  /// The form that adds a server; nil while it is not open.
  var serverForm: ServerForm?
  /// As it was left.
  var leftServerForm: ServerForm?
  /// Where the text goes that is being written in an editor; nil while none is.
  var editedField: EditedField?
  /// The line that a selection was piped to last.
  var lastProgram = ""
  /// How the lists are shown.
  var views: ViewSettings
  /// The saved folders of the configuration.
  let configuredFolders: [SavedFolder]
  /// For doing it again; nil until something was done.
  var lastCommand: LastCommand?
  var macros = MacroState()

  var servers: [ServerState] = []
  var areServersRead = false
  var queue = QueueState()
  var details = DetailCache()
  var people = PeopleState()
  var profiles = ProfileCache()
  var activity = RowList<Action>()
  var audit = AuditState()
  var findings = RowList<Finding>()
  var calls = RowList<CallRecord>()
  var themes = ThemePreview()
  var serverCursor = 0
  /// The first line of the details that is shown; 0 again once the cursor moves.
  var paneTop = 0
  /// The cursor of the page that is open; lists keep their own.
  var document = DocumentCursor()
  var help = HelpState()
  var form = RequestForm()

  public init(
    operator: Operator, now: Date, timeZone: TimeZone, size: Size,
    keys: KeyBindings = KeyBindings(), macros: [String: [Key]] = [:],
    views: ViewSettings = ViewSettings(), folders: [SavedFolder] = []
  ) {
    self.views = views
    configuredFolders = folders
    queue.query.order = views.sort
    self.macros.kept = macros
    self.operator = `operator`
    self.keys = keys
    self.now = now
    self.timeZone = timeZone
    self.size = size
  }

  /// Opens on the form that adds a server: there is no configuration yet.
  public mutating func beginWithServerForm() {
    serverForm = ServerForm(asksOperator: self.operator.name.isEmpty)
  }

  /// Opens on the servers, one of which was just added.
  public mutating func beginWithServers(added name: String) {
    place = .servers
    message = .done("Added \(name). It is read now; its people and requests follow.")
  }

  /// What somebody who looks elsewhere is told when it grows; nil while it is being read.
  public var attention: Attention? {
    guard let count = queue.counts[.forMe], areServersRead else { return nil }
    return Attention(
      requestCount: count, failureCount: servers.reduce(0) { $0 + $1.failedActionCount })
  }

  /// How a command is reached where the operator is: its key, or its name in the palette.
  public func keyLabel(_ command: String) -> String { keys.label(command, place) }

  /// For the terminal's title: what waits for the operator.
  public var title: String {
    guard let count = queue.counts[.forMe] else { return "countersign" }
    return "countersign · \(count) for you"
  }
}

/// What the message line says until the next key.
struct Message: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case done, refusal, problem }

  var kind: Kind
  var text: String

  static func done(_ text: String) -> Self { Self(kind: .done, text: text) }
  static func refusal(_ text: String) -> Self { Self(kind: .refusal, text: text) }
  static func problem(_ problem: Problem) -> Self {
    let advice = problem.advice.isEmpty ? "" : " \(problem.advice)"
    return Self(kind: .problem, text: "\(problem.sentence)\(advice) [\(problem.code)]")
  }
}
