import Foundation
import Screens
import Terminal
import Testing

@testable import countersign

@Suite("Keys in config.toml, and macros in their file")
struct KeySettingsTests {
  @Test func keysAreRead() throws {
    let text = """
      [keys]
      approve = "A"
      sync = ["F5", "^y"]
      new-request = []

      [keys.profile]
      manager = "Z"
      """
    let keys = try ConfigurationReader.read(text, file: "c.toml").keys
    #expect(
      Set(keys.changes) == [
        .init(place: nil, command: "approve", keys: [.character("A")]),
        .init(place: nil, command: "sync", keys: [.function(5), .control("y")]),
        .init(place: nil, command: "new-request", keys: []),
        .init(place: "profile", command: "manager", keys: [.character("Z")]),
      ])
  }

  struct Wrong: Sendable {
    var text: String
    var line: Int
    var says: String
  }

  static let wrong: [Wrong] = [
    Wrong(text: "[keys]\naprove = \"A\"", line: 2, says: "Did you mean “approve”?"),
    Wrong(text: "[keys]\napprove = \"d\"", line: 2, says: "d is deny on Queue already."),
    Wrong(
      text: "[keys]\n\n[keys.queue]\nsync = \"hyper-x\"", line: 4, says: "“hyper-x” is not a key."),
    Wrong(text: "[keys.queue]\nmanager = \"H\"", line: 2, says: "Unknown key “manager”."),
    Wrong(text: "[keys]\nsync = \"7\"", line: 2, says: "digits are counts"),
    Wrong(text: "[keys]\nsync = 7", line: 2, says: "a list of texts"),
    Wrong(text: "keys = 7", line: 1, says: "start it with a line [keys]"),
  ]

  @Test(arguments: wrong) func mistakesHaveTheirLine(wrong: Wrong) {
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationReader.read(wrong.text, file: "c.toml")
    }
    #expect(error?.line == wrong.line)
    let told = [error?.sentence, error?.advice].compactMap { $0 }.joined(separator: " ")
    #expect(told.contains(wrong.says))
  }

  @Test func macrosOutliveTheRun() throws {
    let office = try Office(servers: [])
    let file = MacroFile(path: office.home.path + "/macros.toml")
    #expect(try file.read().isEmpty)
    let macros: [String: [Key]] = [
      "low": [.character("l"), .character("\""), .character("\\"), .character(" "), .enter],
      "other-1": [.control("d"), .alt("2"), .function(3), .character("é")],
    ]
    try file.write(macros)
    #expect(try file.read() == macros)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    try "x = \"hyper\"".write(toFile: file.path, atomically: true, encoding: .utf8)
    let error = #expect(throws: ConfigurationError.self) { try file.read() }
    #expect(error?.line == 1)
  }
}
