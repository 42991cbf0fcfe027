import Terminal

/// One thing that the operator can do: keys, palette, footer and help all come from it.
struct Command: Sendable {
  /// What the palette and the help call it. Shape: lowercase words with hyphens.
  var name: String
  /// Order: the first is the one that footer and help show.
  var keys: [Key]
  /// The word in the footer; nil keeps it out.
  var label: String?
  /// The word in a footer that has room to spare.
  var extra: String?
  /// One sentence for the help.
  var help: String
  /// What a search for a command looks in: keys, name and sentence, in lower case.
  let searchText: String
  /// What may follow the name in the palette; nil when nothing may.
  var argument: String?
  /// What the argument can be, for completion; empty where anything goes.
  var choices: @Sendable (AppState) -> [String]
  /// Why it cannot work now, for the message line; nil when it can.
  var disabledReason: @Sendable (AppState) -> String?
  var action: @Sendable (inout AppState, Invocation) -> [Effect]

  init(
    _ name: String, _ keys: [Key], label: String? = nil, extra: String? = nil, help: String,
    argument: String? = nil,
    choices: @escaping @Sendable (AppState) -> [String] = { _ in [] },
    unless disabledReason: @escaping @Sendable (AppState) -> String? = { _ in nil },
    action: @escaping @Sendable (inout AppState, Invocation) -> [Effect]
  ) {
    self.name = name
    self.keys = keys
    self.label = label
    self.extra = extra
    self.help = help
    searchText = (keys.map(\.label) + [name, help]).joined(separator: " ").lowercased()
    self.argument = argument
    self.choices = choices
    self.disabledReason = disabledReason
    self.action = action
  }
}

/// How a command was called.
struct Invocation: Hashable, Sendable {
  /// The digits typed before the key; nil without any.
  var count: Int?
  /// What followed the name in the palette.
  var argument: String?

  var times: Int { count ?? 1 }
}

extension Command {
  /// The same command on other keys.
  func bound(to keys: [Key]) -> Command {
    Command(
      name, keys, label: label, extra: extra, help: help, argument: argument,
      choices: choices, unless: disabledReason, action: action)
  }
}

/// The commands of one place, the most particular first.
struct KeyTable: Sendable {
  let commands: [Command]
  private let byKey: [Key: Int]

  init(_ tables: [Command]...) { self.init(tables.flatMap { $0 }) }

  init(_ commands: [Command]) {
    self.commands = commands
    var byKey: [Key: Int] = [:]
    for (index, command) in commands.enumerated() {
      for key in command.keys where byKey[key] == nil { byKey[key] = index }
    }
    self.byKey = byKey
  }

  subscript(key: Key) -> Command? { byKey[key].map { commands[$0] } }

  func named(_ name: String) -> Command? { commands.first { $0.name == name } }

  /// The key that reaches the command here; nil when another command took it or it has none.
  func key(of command: Command) -> Key? {
    command.keys.first { key in byKey[key].map { commands[$0].name } == command.name }
  }
}
