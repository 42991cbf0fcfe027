import Foundation
import PseudoTerminal
import Testing

/// The demo leaves nothing behind, whichever way it ends.
struct DemoTests {
  /// Where one demo may write; its processes are known by it.
  final class Corner {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "countersign-corner-\(UUID().uuidString.lowercased())").path

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { do { try FileManager.default.removeItem(atPath: folder) } catch {} }

    func demo() throws -> PseudoTerminal {
      try PseudoTerminal(
        PseudoTerminal.built("countersign"), ["demo", "--people", "60"],
        environment: ["TMPDIR": folder, "HOME": folder + "/no-home"], columns: 100, rows: 30)
    }

    /// The sandbox and whatever else the demo started.
    func helpers(of terminal: PseudoTerminal) throws -> [OtherProcess] {
      try OtherProcess.all(with: "TMPDIR", folder).filter {
        $0.identifier != terminal.processIdentifier
      }
    }

    func expectNothingLeft(of helpers: [OtherProcess]) throws {
      for helper in helpers { #expect(helper.waitForEnd(), "\(helper.identifier) still runs") }
      #expect(try OtherProcess.all(with: "TMPDIR", folder).isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func opensOnAQueueAndLeavesNothing() throws {
    let corner = try Corner()
    let terminal = try corner.demo()
    try terminal.wait(for: "Viktor Petrenko")
    #expect(terminal.screen[0].contains("[Queue]"))
    try terminal.wait(for: "‹For me 12›")
    let helpers = try corner.helpers(of: terminal)
    #expect(helpers.count >= 2)
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
    try corner.expectNothingLeft(of: helpers)
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func killedInTheScreens(_ signal: Int32) throws {
    let corner = try Corner()
    let terminal = try corner.demo()
    try terminal.wait(for: "Viktor Petrenko")
    let helpers = try corner.helpers(of: terminal)
    #expect(helpers.count >= 2)
    terminal.signal(signal)
    try terminal.waitForExit()
    if signal != SIGKILL { expectRestored(terminal) }
    try corner.expectNothingLeft(of: helpers)
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func killedBeforeTheScreens(_ signal: Int32) throws {
    let corner = try Corner()
    let terminal = try corner.demo()
    try terminal.wait("the sandbox") { $0.output.count > 0 }
    let helpers = try corner.helpers(of: terminal)
    terminal.signal(signal)
    try terminal.waitForExit()
    try corner.expectNothingLeft(of: helpers)
  }
}
