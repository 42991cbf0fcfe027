import Governance
import Terminal

/// The key tables of all places, as the configuration changed them.
public struct KeyBindings: Hashable, Sendable {
  /// One command on other keys, in one place or in all.
  public struct Change: Hashable, Sendable {
    /// Shape: as ``placeNames`` spells it; nil for every place that has the command.
    public var place: String?
    /// Shape: as the palette spells it.
    public var command: String
    /// Empty takes the command's keys away: the palette still runs it.
    public var keys: [Key]

    public init(place: String?, command: String, keys: [Key]) {
      self.place = place
      self.command = command
      self.keys = keys
    }
  }

  /// Why a change cannot be made.
  public struct Mistake: Error, Hashable, Sendable {
    public var change: Change
    public var sentence: String
    /// What to do about it.
    public var advice: String
  }

  public let changes: [Change]
  private let tables: [String: KeyTable]

  /// The keys that the commands have by themselves.
  public init() {
    changes = []
    tables = [:]
  }

  /// Throws: the first change that names nothing, takes a digit, or takes another command's key.
  public init(_ changes: [Change]) throws(Mistake) {
    self.changes = changes
    var tables: [String: KeyTable] = [:]
    for change in changes { try Self.check(change) }
    for place in Self.places {
      let table = KeyTable(
        place.table.commands.map { command in
          Self.keys(of: command, in: place, changes).map { command.bound(to: $0) } ?? command
        })
      try Self.refuseConflicts(in: place, table, changes)
      tables[place.name] = table
    }
    self.tables = tables
  }

  /// Order: as the help lists them.
  public static let placeNames = places.map(\.name)

  /// The commands of a place, or of all; for telling the nearest right spelling.
  public static func commandNames(in place: String?) -> [String] {
    let known = places.filter { place == nil || $0.name == place }
    return Set(known.flatMap { $0.table.commands.map(\.name) }).sorted()
  }

  func table(_ place: Place) -> KeyTable { tables[place.keyName] ?? keyTable(place) }

  /// The keys of the merged plan that asks before a decision.
  var plan: KeyTable { tables[Self.planName] ?? ConfirmationCommands.keyTable }

  public static func == (left: Self, right: Self) -> Bool { left.changes == right.changes }

  public func hash(into hasher: inout Hasher) { hasher.combine(changes) }

  // MARK: Checks

  /// Something that has the keys: a place, or the merged plan over one.
  private struct Owner {
    var name: String
    var title: String
    var table: KeyTable
  }

  static let planName = "plan"

  private static let places: [Owner] =
    (Place.tabs + [
      .request(RequestID(rawValue: "")), .profile(IdentityKey(rawValue: "")), .findings, .calls,
      .themes,
      .form, .help,
    ]).map { Owner(name: $0.keyName, title: $0.title, table: keyTable($0)) }
    + [Owner(name: planName, title: "the plan", table: ConfirmationCommands.keyTable)]

  /// The last change counts; one for the place wins over one for all. Moving in the plan has keys of
  /// its own: a letter that moves elsewhere may say yes there.
  private static func keys(
    of command: Command, in place: Owner, _ changes: [Change]
  ) -> [Key]? {
    let fitting = changes.filter { $0.command == command.name }
    if let here = fitting.last(where: { $0.place == place.name }) { return here.keys }
    let isMoving = Movement.table.contains { $0.name == command.name }
    if place.name == planName && isMoving { return nil }
    return fitting.last { $0.place == nil }?.keys
  }

  private static func check(_ change: Change) throws(Mistake) {
    if let digit = change.keys.first(where: { digits.contains($0) }) {
      throw Mistake(
        change: change, sentence: "\(digit.label) cannot be a command: digits are counts.",
        advice: "Take another key.")
    }
    if change.place == planName, change.keys.contains(.enter) {
      throw Mistake(
        change: change, sentence: "Enter does what is in focus in the plan.",
        advice: "Take another key: Enter alone never decides.")
    }
    let isForm = change.place == Place.form.keyName
    let typed = change.keys.first { if case .character = $0 { true } else { false } }
    if isForm, let typed {
      throw Mistake(
        change: change, sentence: "\(typed.label) is text in the form.",
        advice: "Take a key that writes nothing, such as ^S or F5.")
    }
  }

  private static let digits = Set("0123456789".map { Key.character($0) })

  private static func refuseConflicts(
    in place: Owner, _ table: KeyTable, _ changes: [Change]
  ) throws(Mistake) {
    var owners: [Key: String] = [:]
    for command in table.commands {
      for key in command.keys {
        guard let owner = owners.updateValue(command.name, forKey: key), owner != command.name
        else { continue }
        let guilty = changes.last {
          ($0.command == command.name || $0.command == owner) && $0.keys.contains(key)
            && ($0.place == nil || $0.place == place.name)
        }
        guard let guilty else { continue }
        let other = guilty.command == owner ? command.name : owner
        throw Mistake(
          change: guilty, sentence: "\(key.label) is \(other) on \(place.title) already.",
          advice: "Give \(other) another key too, or take another one here.")
      }
    }
  }
}

extension Place {
  /// What a configuration calls it. Shape: `queue`, `request`, `form`.
  var keyName: String { self == .form ? "form" : title.lowercased() }
}

extension KeyBindings {
  /// How a command is reached in a place, for messages: its key, or its name in the palette.
  func label(_ command: String, _ place: Place) -> String {
    label(command, in: table(place))
  }

  /// The same in the merged plan.
  func planLabel(_ command: String) -> String { label(command, in: plan) }

  private func label(_ command: String, in table: KeyTable) -> String {
    guard let found = table.named(command), let key = table.key(of: found) else {
      let palette = table.named("palette").flatMap(table.key(of:))?.label ?? ":"
      return "\(palette)\(command)"
    }
    return key.label
  }
}
