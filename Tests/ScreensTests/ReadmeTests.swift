import Foundation
import Testing

/// The README's picture is a screen that the program draws.
@Suite struct ReadmeTests {
  @Test func picturesTheQueue() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let readme = try String(
      contentsOf: tests.appending(path: "../../README.md").standardized, encoding: .utf8)
    let golden = try String(
      contentsOf: tests.appending(path: "Goldens/queue-80x24.txt"), encoding: .utf8)
    #expect(golden.split(separator: "\n").count == 24)
    #expect(readme.contains("```\n" + golden.trimmingCharacters(in: .newlines) + "\n```"))
  }
}
