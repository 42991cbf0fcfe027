import Governance
import Terminal

/// All commands of all places, for the manual: the tables that the screens themselves work by.
public enum KeyManual {
  public struct Entry: Hashable, Sendable {
    /// Shape: as a configuration names them; empty for a command that only the palette runs.
    public var keys: [String]
    public var name: String
    /// What may follow the name; nil when nothing may.
    public var argument: String?
    public var help: String
  }

  public struct Section: Hashable, Sendable {
    public var title: String
    public var entries: [Entry]
  }

  /// Order: as the help shows them on the queue, then the plan before a decision.
  public static var sections: [Section] {
    helpSections(origin: nil).map { section($0.title, $0.commands) }
      + [section("The plan before a decision", ConfirmationCommands.table)]
  }

  private static func section(_ title: String, _ commands: [Command]) -> Section {
    Section(
      title: title,
      entries: commands.map {
        Entry(
          keys: $0.keys.map { $0.name ?? $0.label }, name: $0.name, argument: $0.argument,
          help: $0.help)
      })
  }
}
