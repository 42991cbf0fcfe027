import Foundation
import Governance
import Store
import Testing

@testable import countersign

/// An auditor's questions: who signed this log, is it whole, whose is it.
@Suite("The proof of the audit log")
struct AuditProofTests {
  /// An office where something was decided, so that there are records.
  private static func office() async throws -> Office {
    let office = try Office(servers: [.hr, .idp])
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "deny", id, "--reason", "Use the replica.")
    return office
  }

  private static func keys(_ office: Office) -> String {
    office.home.path + "/.local/share/countersign/keys"
  }

  private static func files(_ office: Office, _ kind: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: keys(office))
      .filter { $0.hasSuffix(kind) }.map { keys(office) + "/" + $0 }
  }

  @Test("The first record makes a key that its owner alone can read, and signs with it")
  func firstUse() async throws {
    let office = try await Self.office()
    let verify = await office.expect(.success, "audit", "verify")
    #expect(verify.text.contains("signed by 1 key."), "\(verify.text)")
    let file = try #require(try Self.files(office, ".key").first)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let listed = await office.expect(.success, "audit", "keys")
    #expect(listed.text.contains(office.sandbox.operatorEmail), "\(listed.text)")
    #expect(listed.text.contains("signs"))
    let seed = try #require(
      try String(contentsOfFile: file, encoding: .utf8).firstMatch(of: /"seed" : "(\w+)"/))
    let export = await office.run("audit", "export")
    #expect(!export.text.contains(seed.1))
    #expect(await office.expect(.success, "doctor", "--offline").text.contains("audit key"))
  }

  @Test("A rotated key is gone, its signatures count on, and the new one signs")
  func rotation() async throws {
    let office = try await Self.office()
    let before = try Self.files(office, ".key")
    await office.expect(.success, "audit", "keys", "rotate")
    #expect(try Self.files(office, ".key").count == 1)
    #expect(try Self.files(office, ".key") != before)
    let id = try await office.request(for: "Bruno Lima")
    await office.expect(.success, "deny", id, "--reason", "No.")
    let verify = await office.expect(.success, "audit", "verify")
    #expect(verify.text.contains("signed by 2 keys."), "\(verify.text)")
    #expect(await office.run("audit", "keys").text.contains("replaced at "))
    await office.expect(.success, "queue")
  }

  @Test("A key file that others can read is refused with the reason and the way out")
  func exposedKey() async throws {
    let office = try await Self.office()
    let file = try #require(try Self.files(office, ".key").first)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    let refused = await office.expect(.store, "queue")
    #expect(refused.errorText.contains("open to others (mode 644)"), "\(refused.errorText)")
    #expect(refused.errorText.contains("chmod 600 \(file)"))
    #expect(refused.errorText.contains("audit keys rotate"))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    await office.expect(.success, "audit", "keys", "rotate")
    await office.expect(.success, "audit", "verify")
  }

  @Test("A ledger from a stranger is refused until its key is trusted")
  func stranger() async throws {
    let office = try await Self.office()
    try FileManager.default.removeItem(atPath: Self.keys(office))
    for verb in [["queue"], ["sync"], ["approve", "--yes", "x"], ["audit", "anchor"]] {
      let refused = await office.run(verb)
      #expect(refused.status == .integrity, "\(verb) \(refused.errorText)")
      #expect(refused.errorText.contains("from a stranger"))
    }
    let verify = await office.expect(.integrity, "audit", "verify")
    let found = try #require(verify.errorText.firstMatch(of: /audit keys trust (\w+)/))
    await office.expect(.refused, "audit", "keys", "trust", "0000000000000000")
    await office.expect(.success, "audit", "keys", "trust", String(found.1))
    await office.expect(.success, "audit", "verify")
    await office.expect(.success, "queue")
  }

  @Test("Records of before the first key are told apart, and signatures cannot be taken away")
  func oldLedger() async throws {
    let office = try Office(servers: [.hr, .idp])
    try office.places.makeStateDirectory()
    let person = PersonReference(key: IdentityKey(rawValue: "mail:a@b"), name: "A")
    for number in 1...3 {
      try Store(path: office.places.database).appendAudit(
        event: "old.event", subject: "s\(number)", detail: "{}", actor: person,
        now: Date(timeIntervalSince1970: 1_795_000_000))
    }
    #expect(await office.expect(.success, "audit", "verify").text.contains("none signed yet"))
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "deny", id, "--reason", "No.")
    let verify = await office.expect(.success, "audit", "verify")
    #expect(verify.text.contains("3 before the first key"), "\(verify.text)")
    try Store(path: office.places.database).appendAudit(
      event: "decision.approved", subject: "s", detail: "{}", actor: person,
      now: Date(timeIntervalSince1970: 1_795_900_000))
    let added = await office.expect(.integrity, "audit", "verify")
    #expect(added.errorText.contains("is not signed"), "\(added.errorText)")
  }

  @Test("A head is printed, kept in a file, given to a command, and found again")
  func anchors() async throws {
    let office = try await Self.office()
    let file = office.home.path + "/anchors"
    let piped = office.home.path + "/piped"
    let first = await office.expect(
      .success, "audit", "anchor", "--to", file, "--pipe", "cat > \(piped)")
    #expect(try String(contentsOfFile: piped, encoding: .utf8) == first.text + "\n")
    let id = try await office.request(for: "Bruno Lima")
    await office.expect(.success, "deny", id, "--reason", "No.")
    await office.expect(.success, "audit", "anchor", "--to", file)
    let verify = await office.expect(.success, "audit", "verify", "--anchor", file)
    #expect(verify.text.contains("2 anchored heads found"))
    let failed = await office.expect(.refused, "audit", "anchor", "--pipe", "exit 3")
    #expect(failed.errorText.contains("status 3"))
    try "not a head\n".write(toFile: file, atomically: true, encoding: .utf8)
    await office.expect(.usage, "audit", "verify", "--anchor", file)
    let later = "9999:" + String(repeating: "a", count: 64)
    let cut = await office.expect(.integrity, "audit", "verify", "--anchor", later)
    #expect(cut.errorText.contains("as it was anchored"))
  }

  // MARK: Another program

  private static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

  /// What the independent verifier says of an export. Returns: its status and its words.
  private static func python(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "AuditVerifier/verify.py").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    "An independent verifier in Python agrees, on what is whole and on what is not",
    .enabled(if: hasPython, "there is no /usr/bin/python3 on this machine"))
  func independentVerifier() async throws {
    let office = try await Self.office()
    await office.expect(.success, "audit", "keys", "rotate")
    let id = try await office.request(for: "Bruno Lima")
    await office.expect(
      .success, "deny", id, "--reason", "„No“, said\u{1F600}\u{1}the \"auditor\"\nö")
    let head = await office.run("audit", "anchor").text.split(separator: " ").first ?? ""
    for format in ["ndjson", "csv"] {
      let file = office.home.path + "/log.\(format)"
      let export = await office.expect(.success, "audit", "export", "--format", format)
      try (export.text + "\n").write(toFile: file, atomically: true, encoding: .utf8)
      let agreed = try Self.python([file, "--anchor", String(head)])
      #expect(agreed.status == 0, "\(agreed.text)")
      #expect(agreed.text.contains("intact"))
      #expect(agreed.text.split(separator: "\n").filter { $0.contains("signed by") }.count == 2)
      let stranger = try Self.python([file, "--trust", String(repeating: "0", count: 64)])
      #expect(stranger.status == 1 && stranger.text.contains("stranger"))
    }
    let lines = await office.run("audit", "export").output
    func judged(_ lines: [String], _ more: String...) throws -> (status: Int32, text: String) {
      let file = office.home.path + "/edited.ndjson"
      try (lines.joined(separator: "\n") + "\n")
        .write(toFile: file, atomically: true, encoding: .utf8)
      return try Self.python([file] + more)
    }
    let trusted = try #require(lines[0].firstMatch(of: /"key":"(\w{64})","prev/)?.1)
    #expect(try judged(lines, "--trust", String(trusted)).status == 0)
    let edited = lines.map { $0.replacing("Use the replica.", with: "Use the primary.") }
    #expect(try judged(edited).text.contains("was changed"))
    #expect(try judged(lines.enumerated().filter { $0.offset != 1 }.map(\.element)).status == 1)
    var moved = lines
    moved.swapAt(1, 2)
    #expect(try judged(moved).status == 1)
    #expect(try judged(lines + [lines[0]]).status == 1)
    #expect(try judged(lines.dropLast(), "--anchor", String(head)).text.contains("is missing"))
    let other = lines[1].firstMatch(of: /"signature":"(\w+)"/)?.1 ?? ""
    let own = lines[2].firstMatch(of: /"signature":"(\w+)"/)?.1 ?? ""
    var forged = lines
    forged[2] = lines[2].replacing(own, with: other)
    #expect(try judged(forged).text.contains("forged"))
  }

  @Test("Records become OCSF events, one a line, with the proof")
  func ocsf() async throws {
    let office = try await Self.office()
    let lines = await office.expect(.success, "audit", "export", "--format", "ocsf").output
    #expect(!lines.isEmpty)
    for line in lines {
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(json["category_uid"] as? Int == 3)
      #expect((json["unmapped"] as? [String: Any])?["signature"] is String)
    }
  }
}
