import Foundation
import Testing

@testable import countersign

@Suite("Whose account it is, said in the shell")
struct LinkVerbTests {
  /// An account that hr knows nobody for. Shape: `chat:name`.
  private func orphan(_ office: Office) async throws -> String {
    let lines = await office.run("findings", "--json", "--kind", "orphanAccount")
    let line = try #require(lines.output.first, "\(lines.errorText)")
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let account = try #require(json?["account"] as? [String: Any])
    let server = try #require(account["server"] as? String)
    return "\(server):\(try #require(account["id"] as? String))"
  }

  @Test func anOrphanIsLinkedAndSurvivesSyncsAndARepair() async throws {
    let office = try Office()
    await office.run("sync")
    let account = try await orphan(office)
    let before = await office.run("findings", "--json", "--kind", "orphanAccount").output.count
    let chen = "chen.wei@example.com"
    let first = await office.expect(
      .success, "link", account, "Ada Okafor", "--reason", "HR-7: her second account")
    #expect(first.text.contains("it counts once another operator says the same"), "\(first.text)")
    #expect(await office.run("findings").text.contains("link proposed"))
    await office.expect(.refused, "link", account, "Ada Okafor", "--reason", "HR-7")
    let link = await office.expect(
      .success, "link", account, "Ada Okafor", "--reason", "I asked her", as: chen)
    #expect(link.text.hasSuffix("is linked: it is the account of Ada Okafor."), "\(link.text)")
    let after = await office.run("findings", "--json", "--kind", "orphanAccount").output.count
    #expect(after == before - 1)
    let shown = await office.run("show", "Ada Okafor")
    #expect(shown.text.contains("HR-7: her second account"), "\(shown.text)")
    #expect(await office.run("audit", "export").text.contains("account.linked"))

    office.pass(seconds: 3_600)
    await office.expect(.success, "sync")
    let file = URL(filePath: office.places.database)
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0xA5, count: 100))
    try bytes.write(to: file)
    await office.expect(.success, "doctor", "--repair")
    await office.expect(.success, "sync")
    let repaired = await office.run("show", "Ada Okafor")
    #expect(repaired.text.contains("HR-7: her second account"), "\(repaired.text)")

    await office.expect(.success, "unlink", account, "--reason", "It was a mistake")
    let apart = await office.expect(
      .success, "unlink", account, "--reason", "It was a mistake", as: chen)
    #expect(apart.text.contains("is kept apart"), "\(apart.text)")
    await office.expect(.success, "link", account, "--by-attributes", "--reason", "as before")
    await office.expect(
      .success, "link", account, "--by-attributes", "--reason", "as before", as: chen)
    #expect(
      await office.run("findings", "--json", "--kind", "orphanAccount").output.count == before)
    await office.expect(.success, "audit", "verify")
  }

  @Test func whatCannotBeSaidIsRefused() async throws {
    let office = try Office()
    await office.run("sync")
    let account = try await orphan(office)
    let own = await office.expect(
      .refused, "link", account, office.sandbox.operatorEmail, "--reason", "mine")
    #expect(own.errorText.contains("nobody says which accounts are their own"))
    let unknown = await office.expect(.refused, "unlink", "chat:nobody", "--reason", "x")
    #expect(unknown.errorText.contains("No account “chat:nobody” was read."))
    await office.expect(.usage, "link", account, "--reason", "x")
    await office.expect(.usage, "link", account, "Ada Okafor", "--reason", " ")
    await office.expect(.usage, "unlink", "nobody", "--reason", "x")
    let stranger = await office.expect(
      .refused, "link", account, "Ada Okafor", "--reason", "x", as: "nobody@example.com")
    #expect(stranger.errorText.contains("nobody that a server knows"), "\(stranger.errorText)")
  }
}
