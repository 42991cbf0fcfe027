import Foundation
import Testing

@testable import countersign

@Suite("The log file")
struct LogFileTests {
  @Test func isMadeWithItsFirstLine() throws {
    let home = try TemporaryDirectory()
    let path = home.path + "/log"
    let logger = LogFile.logger(path: path)
    #expect(!FileManager.default.fileExists(atPath: path))
    logger.error("first\nline", metadata: ["server": "idp"])
    logger.debug("is not wanted")
    logger.warning("second")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasSuffix(" error first line {server=idp}"))
    #expect(lines[1].hasSuffix(" warning second"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
  }

  @Test func startsAnewWhenItIsLong() throws {
    let home = try TemporaryDirectory()
    let path = home.path + "/log"
    try Data(repeating: 0x61, count: Int(LogLines.longest) + 1).write(
      to: URL(fileURLWithPath: path))
    LogFile.logger(path: path).error("new")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count < 200)
    #expect(FileManager.default.fileExists(atPath: path + ".old"))
  }

  @Test func survivesWithoutAPlace() {
    LogFile.logger(path: "/nowhere/at/all/log").error("lost")
  }
}
