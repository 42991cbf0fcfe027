import Sync
import Testing

@testable import countersign

@Suite struct SyncProgressLinesTests {
  static let steps = ["chat", "code", "hr", "idp"].map { server in
    (
      server: server,
      step: SyncProgress(
        server: server, stage: .reading(type: "User"), done: 100, total: 200, ratePerSecond: nil)
    )
  }

  @Test(arguments: [20, 60, 80, 120, 200])
  func staysOnOneLine(columns: Int) {
    #expect(SyncProgressLines.line(Self.steps, columns: columns).count < columns)
  }

  @Test func saysThePaceWhereThereIsRoom() {
    var step = Self.steps[0]
    step.step.ratePerSecond = 50
    #expect(
      SyncProgressLines.line([step], columns: 80) == "chat ▰▰▰▰▰▰▱▱▱▱▱▱ 100/200 User 50/s 2s")
    #expect(SyncProgressLines.line([step], columns: 40) == "chat ▰▰▰▰▰▰▱▱▱▱▱▱ 100/200 User 50/s 2s")
    #expect(SyncProgressLines.line([step], columns: 36) == "chat ▰▰▰▰▰▰▱▱▱▱▱▱ 100/200 User")
  }

  @Test func leavesTheBarsOutWhereTheyDoNotFit() {
    #expect(
      SyncProgressLines.line(Self.steps, columns: 80) == "chat 50%  code 50%  hr 50%  idp 50%")
    #expect(
      SyncProgressLines.line(Array(Self.steps.prefix(1)), columns: 80)
        == "chat ▰▰▰▰▰▰▱▱▱▱▱▱ 100/200 User")
  }
}
