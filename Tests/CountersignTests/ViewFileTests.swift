import Foundation
import Governance
import Screens
import Testing

@testable import countersign

@Suite("How the queue is shown, in its file, and folders in config.toml")
struct ViewFileTests {
  private func withFile(_ body: (ViewFile) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "countersign-views-\(UUID().uuidString).toml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(ViewFile(path: path))
  }

  @Test func whatIsWrittenIsRead() throws {
    var settings = ViewSettings(
      sort: try QueueSort(parsing: "risk,-due"), columns: [.person, .risk],
      limits: ["ada \"x\"", "a\\b", "tab\tand\u{1}", "王小明"],
      folders: [
        SavedFolder(name: "High", folder: .open, limit: #"risk ge 60 and item.server eq "idp""#)
      ])
    settings.sort.group = .requester
    settings.times = .relative
    settings.orders.people = try ListOrder(parsing: "department,-name")
    settings.orders.servers = try ListOrder(parsing: "-users")
    try withFile { file in
      #expect(try file.read() == ViewSettings(), "no file, nothing chosen")
      try file.write(settings)
      #expect(try file.read() == settings)
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      #expect(mode as? Int == 0o600, "limits name people")
    }
  }

  struct Wrong: Sendable {
    var text: String
    var line: Int
    var says: String
  }

  static let wrongViews: [Wrong] = [
    Wrong(text: "order = \"colour\"", line: 1, says: "Use one of: risk, due"),
    Wrong(text: "order = \"due\"\ngroup = \"due\"", line: 2, says: "“group” is “due”."),
    Wrong(text: "[sort]\npeople = \"colour\"", line: 2, says: "Use one of: name, title"),
    Wrong(text: "[sort]\npeeple = \"name\"", line: 2, says: "Did you mean “people”?"),
    Wrong(text: "colums = []", line: 1, says: "Did you mean “columns”?"),
  ]

  @Test(arguments: wrongViews) func mistakesHaveTheirLine(wrong: Wrong) throws {
    try withFile { file in
      try wrong.text.write(toFile: file.path, atomically: true, encoding: .utf8)
      let error = #expect(throws: ConfigurationError.self) { try file.read() }
      #expect(error?.line == wrong.line)
      #expect(error?.text.contains(wrong.says) == true, "\(error?.text ?? "")")
    }
  }

  @Test func foldersAreReadFromTheConfiguration() throws {
    let text = """
      [[folder]]
      name = "Privileged"
      limit = "item.privileged eq true"

      [[folder]]
      name = "Late for me"
      in = "for-me"
      limit = "inc-4312"
      """
    #expect(
      try ConfigurationReader.read(text, file: "c.toml").folders == [
        SavedFolder(name: "Privileged", folder: .open, limit: "item.privileged eq true"),
        SavedFolder(name: "Late for me", folder: .forMe, limit: "inc-4312"),
      ])
  }

  static let wrongFolders: [Wrong] = [
    Wrong(text: "[[folder]]\nname = \"x\"", line: 1, says: "A folder has no limit."),
    Wrong(
      text: "[[folder]]\nname = \"x\"\nlimit = \"risc ge 3\"", line: 3,
      says: "Requests have no attribute “risc”."),
    Wrong(
      text: "[[folder]]\nname = \"x\"\nlimit = \"a\"\nin = \"inbox\"", line: 4, says: "Use one of"),
    Wrong(text: "[[folder]]\nname = \"x\"\nlimitt = \"a\"", line: 3, says: "Did you mean “limit”?"),
    Wrong(
      text: "[[folder]]\nname = \"x\"\nlimit = \"a\"\n[[folder]]\nname = \"x\"\nlimit = \"b\"",
      line: 5, says: "A second folder is named “x”."),
    Wrong(text: "folder = 3", line: 1, says: "in two pairs of brackets"),
  ]

  @Test(arguments: wrongFolders) func wrongFoldersHaveTheirLine(wrong: Wrong) {
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationReader.read(wrong.text, file: "c.toml")
    }
    #expect(error?.line == wrong.line, "\(error?.text ?? "")")
    #expect(error?.text.contains(wrong.says) == true, "\(error?.text ?? "")")
  }
}
