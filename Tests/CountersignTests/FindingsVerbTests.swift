import Foundation
import Testing

@testable import countersign

@Suite("Findings in the shell")
struct FindingsVerbTests {
  @Test func orphanAccountsAreListed() async throws {
    let office = try Office()
    await office.run("sync")
    let table = await office.expect(.success, "findings")
    #expect(table.output.first?.hasPrefix("KIND") == true, "\(table.text)")
    #expect(table.text.contains("no owner"), "\(table.text)")

    let lines = await office.expect(.success, "findings", "--json", "--kind", "orphanAccount")
    let first = try #require(lines.output.first)
    let json = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
    #expect(json?["kind"] as? String == "orphanAccount")
    let account = try #require(json?["account"] as? [String: Any])
    #expect((account["server"] as? String).map { ["idp", "code", "chat"].contains($0) } == true)

    let one = await office.expect(.success, "findings", "--count", "1")
    #expect(one.output.count == 2)
  }

  @Test func nothingToFindAndWrongKindsAreSaid() async throws {
    let office = try Office()
    let nothing = await office.expect(.success, "findings")
    #expect(nothing.errorText == "Nothing is known to be wrong.")
    #expect(nothing.output.isEmpty)
    let wrong = await office.expect(.usage, "findings", "--kind", "orphans")
    #expect(wrong.errorText.contains("orphanAccount"), "\(wrong.errorText)")
  }
}
