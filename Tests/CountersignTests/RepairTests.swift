import Foundation
import Testing

@testable import countersign

/// A damaged database, from the first verb that notices to the queue that works again.
struct RepairTests {
  private func damage(_ office: Office, _ range: Range<Int>) throws -> Data {
    let file = URL(filePath: office.places.database)
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(range, with: Data(repeating: 0xA5, count: range.count))
    try bytes.write(to: file)
    return bytes
  }

  @Test func fromTheDamageToTheQueue() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "deny", id, "--reason", "Use the replica.")
    let log = await office.run("audit", "export").output
    let before = try damage(office, 0..<100)

    for verb in [
      ["queue"], ["show", "Ada Okafor"], ["sync"], ["audit", "verify"], ["approve", id],
    ] {
      let run = await office.run(verb)
      #expect(run.status == .store, "\(verb)")
      #expect(run.errorText.contains("is damaged"), "\(run.errorText)")
      #expect(run.errorText.contains("Run `countersign doctor --repair`"), "\(run.errorText)")
    }
    let doctor = await office.expect(.store, "doctor", "--offline")
    #expect(doctor.text.contains("BAD  database: The database file is damaged."), "\(doctor.text)")
    #expect(try Data(contentsOf: URL(filePath: office.places.database)) == before)

    let repair = await office.expect(.success, "doctor", "--repair")
    #expect(repair.text.contains("decisions: 1, all."), "\(repair.text)")
    #expect(repair.text.contains("all as they were written"), "\(repair.text)")
    let kept = try #require(repair.output.first { $0.hasPrefix("kept: ") }).dropFirst(6)
    #expect(try Data(contentsOf: URL(filePath: String(kept))) == before)

    let after = await office.run("audit", "export").output
    #expect(Array(after.prefix(log.count)) == log)
    #expect(after.last?.contains("database.repaired") == true)
    await office.expect(.success, "sync")
    await office.expect(.success, "show", "Ada Okafor")
    let decided = await office.run("queue", "--folder", "decided")
    #expect(decided.text.contains("Ada Okafor"), "\(decided.text)")
    let sound = await office.expect(.success, "doctor", "--offline")
    #expect(sound.text.contains("ok   database: every page can be read."), "\(sound.text)")
    let again = await office.expect(.success, "doctor", "--repair")
    #expect(again.text.contains("nothing was changed"))
  }

  @Test func whatCouldNotBeReadIsTold() async throws {
    let office = try Office()
    await office.run("sync")
    let size = try Data(contentsOf: URL(filePath: office.places.database)).count
    _ = try damage(office, size / 2..<size)
    _ = try damage(office, 8_192..<size / 2)
    let repair = await office.expect(.integrity, "doctor", "--repair")
    #expect(repair.text.contains("some are lost"), "\(repair.text)")
    #expect(repair.errorText.contains("not all of its ledger could be read"))
    await office.expect(.success, "sync")
    await office.expect(.success, "queue")
  }
}
