import Foundation
import Governance
import Screens
import Store
import Terminal
import Testing

@testable import countersign

/// The manual says all that the program knows, and `docs` is what it says.
@Suite struct ManualTests {
  private static let docs = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs").standardized

  @Test(arguments: Manual.Page.allCases)
  func docsAreWhatTheProgramSays(_ page: Manual.Page) throws {
    let file = try String(
      contentsOf: Self.docs.appending(path: page.rawValue), encoding: .utf8)
    #expect(file == (try Manual.text(page)), "Run `make docs`.")
  }

  @Test func nothingElseStandsInDocs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.docs.path)
    #expect(Set(names) == Set(Manual.Page.allCases.map(\.rawValue)))
  }

  @Test func everyVerbAndOptionIsThere() throws {
    let markdown = try Manual.text(.verbs)
    for verb in Program.configuration.subcommands {
      let name = try #require(verb.configuration.commandName)
      #expect(markdown.contains("## countersign \(name)"), "\(name)")
      for inner in verb.configuration.subcommands {
        let innerName = inner._commandName
        #expect(markdown.contains("## countersign \(name) \(innerName)"), "\(innerName)")
      }
    }
    for option in ["--accept-removals", "--plan-digest", "--token-command", "--state", "--json"] {
      #expect(markdown.contains("- `\(option)`"), "\(option)")
    }
  }

  @Test func everyCommandIsThereOnce() throws {
    let entries = KeyManual.sections.flatMap(\.entries)
    let known = Set(entries.map(\.name))
    for name in KeyBindings.commandNames(in: nil) { #expect(known.contains(name), "\(name)") }
    for section in KeyManual.sections {
      #expect(Set(section.entries.map(\.name)).count == section.entries.count, "\(section.title)")
    }
    #expect(try Manual.text(.keys).contains("- `L` (link)"))
  }

  /// What the manual says counts without a key is what counts without it.
  @Test func theDefaultsOfTheConfigurationAreTrue() throws {
    let text = Self.values(ConfigurationTables.top).joined(separator: "\n")
    let configuration = try ConfigurationReader.read(text, file: "config.toml")
    #expect(configuration == Configuration())
    let server = "[[server]]\nname = \"a\"\nurl = \"https://a.example\"\n"
    let plain = try ConfigurationReader.read(server, file: "config.toml")
    let written = try ConfigurationReader.read(
      server + Self.values(ConfigurationTables.server).joined(separator: "\n"), file: "config.toml")
    #expect(written == plain)
    let folder = "[[folder]]\nname = \"a\"\nlimit = \"b\"\n"
    #expect(
      try ConfigurationReader.read(
        folder + Self.values(ConfigurationTables.folder).joined(), file: "config.toml")
        == ConfigurationReader.read(folder, file: "config.toml"))
  }

  @Test func theDefaultsOfThePolicyAreTrue() throws {
    let text = PolicyTables.all.filter { !$0.name.hasPrefix("[[") && $0.name != "[break_glass]" }
      .map { ([$0.name] + Self.values($0)).joined(separator: "\n") }.joined(separator: "\n")
    let policy = try PolicyFile.read(text, file: "policy.toml", servers: [])
    #expect(policy.order == .inTurn && policy.weights == Risk.Weights())
    #expect(policy.hours == WorkingTime())
    #expect(policy.takesLess != true)
    #expect(policy.time == TimeRules())
  }

  @Test func theThemesRolesAndKeysAreRead() throws {
    let roles = ThemeTables.roles.keys.map { "\"\($0)\" = {}" }.joined(separator: "\n")
    let text = Self.values(ThemeTables.top).joined() + "\n[palette]\n[roles]\n" + roles
    #expect(try ThemeParser(text, file: "a.toml").parse().background == .any)
    #expect(Set(ThemeTables.roles.keys) == Set(StyleRole.allCases.map(\.name)))
  }

  /// Only orders of man(7) begin with a dot, and nothing begins with a quote.
  @Test(arguments: [Manual.Page.program, .files])
  func noLineIsAnOrderByAccident(_ page: Manual.Page) throws {
    let known = [".TH ", ".SH ", ".SS ", ".PP", ".TP", ".nf", ".fi", ".RS 4", ".RE"]
    for line in try Manual.text(page).split(separator: "\n")
    where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(known.contains { line.hasPrefix($0) }, "\(line)")
    }
    #expect(Roff.escaped("a\\b -c") == "a\\eb \\-c")
  }

  @Test func printedByTheVerb() async throws {
    let office = try Office(servers: [])
    let run = await office.run("manual", "countersign.5")
    #expect(run.status == .success && run.text.hasPrefix(".TH COUNTERSIGN 5"))
    await office.expect(.usage, "manual", "colours")
    await office.expect(.usage, "manual", "--to", "/nowhere/at/all")
  }

  private static func values(_ table: SettingTable) -> [String] {
    table.settings.compactMap { setting in
      if case .value(let value) = setting.absence { "\(setting.key) = \(value)" } else { nil }
    }
  }
}
