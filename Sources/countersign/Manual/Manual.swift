import Foundation
import Screens

/// The manual: pages for man(1) and Markdown, from the tables that the program itself works by.
enum Manual {
  /// One file of the manual. The raw value is its name in `docs`.
  enum Page: String, CaseIterable, Sendable {
    case program = "countersign.1"
    case files = "countersign.5"
    case verbs = "verbs.md"
    case keys = "keys.md"
    case configuration = "config.md"
    case policy = "policy.md"
    case themes = "themes.md"
  }

  /// Throws: when the verbs cannot tell of themselves.
  static func text(_ page: Page) throws -> String {
    switch page {
    case .program: Roff.page(try program(), section: 1)
    case .files: Roff.page(files, section: 5)
    case .verbs:
      Markdown.file(
        ManualDocument(
          title: "Verbs", blocks: try ManualVerbs.blocks(level: 1) + endStatus(level: 1)))
    case .keys: Markdown.file(ManualDocument(title: "Keys and commands", blocks: keys(level: 1)))
    case .configuration:
      Markdown.file(
        ManualDocument(
          title: "config.toml", blocks: ManualFiles.configurationBlocks(level: 1)))
    case .policy:
      Markdown.file(
        ManualDocument(title: "policy.toml", blocks: ManualFiles.policyBlocks(level: 1)))
    case .themes:
      Markdown.file(ManualDocument(title: "Themes", blocks: ManualFiles.themeBlocks(level: 1)))
    }
  }

  // MARK: Pages for man

  private static func program() throws -> ManualDocument {
    let name = "countersign - approve access in a terminal, see exactly what is sent"
    return ManualDocument(
      title: "countersign",
      blocks: [
        .heading("NAME", level: 1), .paragraph(name), .heading("SYNOPSIS", level: 1),
        .paragraph("`countersign` [<verb>] [<options>]"), .heading("DESCRIPTION", level: 1),
        .paragraph(description), .heading("VERBS", level: 1),
      ] + (try ManualVerbs.blocks(level: 2))
        + [.heading("KEYS", level: 1)] + keys(level: 2)
        + [.heading("EXIT STATUS", level: 1)] + endStatusItems
        + [.heading("FILES", level: 1)] + places
        + [.heading("SEE ALSO", level: 1), .paragraph("countersign(5) explains the files.")])
  }

  private static var files: ManualDocument {
    ManualDocument(
      title: "countersign",
      blocks: [
        .heading("NAME", level: 1),
        .paragraph("countersign - the files that people write: configuration, policy, themes"),
        .heading("CONFIG.TOML", level: 1),
      ] + ManualFiles.configurationBlocks(level: 2)
        + [.heading("POLICY.TOML", level: 1)] + ManualFiles.policyBlocks(level: 2)
        + [.heading("THEMES", level: 1)] + ManualFiles.themeBlocks(level: 2)
        + [
          .heading("SEE ALSO", level: 1), .paragraph("countersign(1) has the verbs and the keys."),
        ])
  }

  private static let description =
    "Countersign keeps a local copy of SCIM servers (RFC 7642-7644, 9865), puts the access requests"
    + " of all of them into one queue, shows the exact operations before a decision, sends those and"
    + " no other changes, reads back what they did, and writes every step into a signed, hash-chained"
    + " audit log."

  // MARK: Parts

  private static func keys(level: Int) -> [ManualBlock] {
    let sections = KeyManual.sections.flatMap { section in
      [ManualBlock.heading(section.title, level: level)]
        + section.entries.map { entry in
          let command = entry.argument.map { "\(entry.name) \($0)" } ?? entry.name
          return ManualBlock.item(
            term: entry.keys.isEmpty ? ":\(entry.name)" : entry.keys.joined(separator: " "),
            note: "(\(command))", text: entry.help)
        }
    }
    return [
      .paragraph(
        "Each command with the keys that it has by itself and its name, by which `:` runs it and"
          + " `[keys]` in `config.toml` gives it others. Digits before a key are a count: `5j`.")
    ] + sections
  }

  private static func endStatus(level: Int) -> [ManualBlock] {
    [.heading("Exit status", level: level)] + endStatusItems
  }

  private static var endStatusItems: [ManualBlock] {
    EndStatus.allCases.map { .item(term: "\($0.rawValue)", text: "\($0.meaning).") }
  }

  /// Order: as a person meets them.
  private static let places: [ManualBlock] = [
    .item(
      term: "$XDG_CONFIG_HOME/countersign/config.toml", text: "Who you are, the servers, the keys."),
    .item(
      term: "$XDG_CONFIG_HOME/countersign/policy.toml",
      text: "Who must agree; without it one approval is enough."),
    .item(term: "$XDG_CONFIG_HOME/countersign/themes/NAME.toml", text: "A theme of your own."),
    .item(
      term: "$XDG_STATE_HOME/countersign/countersign.db",
      text: "The mirror of the servers and the ledger, open to you alone."),
    .item(term: "$XDG_STATE_HOME/countersign/views.toml", text: "How lists are shown, as left."),
    .item(term: "$XDG_STATE_HOME/countersign/macros.toml", text: "The recorded macros."),
    .item(term: "$XDG_STATE_HOME/countersign/log", text: "Errors, without secrets."),
    .item(
      term: "$XDG_DATA_HOME/countersign/keys", text: "The keys that sign the audit log: back it up."
    ),
  ]
}
