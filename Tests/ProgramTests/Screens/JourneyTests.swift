import Foundation
import PseudoTerminal
import Testing

/// One story for each job, played by the real program on the sample organisation.
struct JourneyTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Journeys").standardized.path

  @Test(arguments: ["approver", "help-desk", "manager", "auditor"])
  func plays(_ job: String) throws {
    let place = try Workplace()
    let run = try place.run(
      "screens", "--script", "\(Self.folder)/\(job).keys", "--size", "80x24", "--save-in",
      place.folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let saved = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
      .filter { $0.hasPrefix(job) && $0.hasSuffix(".txt") }
    #expect(saved.count >= 2)
    for name in saved {
      let text = try String(contentsOfFile: "\(place.folder.path)/\(name)", encoding: .utf8)
      #expect(text.split(separator: "\n").first?.contains("Queue") == true, "\(name)")
    }
    try place.expectIntactAudit()
    if job == "approver" {
      let decided = try place.run("queue", "--folder", "decided", "--limit", "Bruno", "--json")
      #expect(decided.output.contains("\"actionStatus\":\"applied\""), "\(decided.output)")
    }
  }

  @Test func aScriptThatFailsShowsTheScreen() throws {
    let place = try Workplace()
    let script = place.folder.path + "/wrong.keys"
    try "press M-2\nexpect Nobody At All\n".write(
      toFile: script, atomically: true, encoding: .utf8)
    let run = try place.run("screens", "--script", script)
    #expect(run.status == 1)
    #expect(run.errors.contains("wrong.keys:2: The screen does not say “Nobody At All”."))
    #expect(run.errors.contains("[People]"))
  }

  @Test func aStepThatIsNoneIsRefused() throws {
    let place = try Workplace(isSynced: false)
    let script = place.folder.path + "/wrong.keys"
    try "press M-2\nclick here\n".write(toFile: script, atomically: true, encoding: .utf8)
    let run = try place.run("screens", "--script", script)
    #expect(run.status == 2)
    #expect(run.errors.contains("wrong.keys:2: “click here” is no step."), "\(run.errors)")
  }
}
