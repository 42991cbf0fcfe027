import Foundation
import GRDB
import PseudoTerminal
import Testing

/// Files that cannot be used: a sentence, what to do, the exit status, and nothing lost.
struct BadFileTests {
  @Test(arguments: [
    ("tokn_file = \"/x\"", "Unknown key “tokn_file”. Did you mean “token_file”?"),
    ("token_file = 5", "“token_file” is a number. It must be a text."),
    ("timeout = \"soon\"", "“timeout” is “soon”. Write a span"),
    ("url \"x\"", ""),
  ])
  func typingErrorInTheConfiguration(_ line: String, _ sentence: String) throws {
    let place = try Workplace(isSynced: false)
    let text = "[[server]]\nname = \"hr\"\nurl = \"https://hr.example.com\"\n\n\(line)\n"
    try place.configure(text)
    for verb in ["sync", "queue", "doctor", "screens"] {
      let run = try place.run(verb)
      let told = run.errors + run.output
      #expect(run.status == 3, "\(verb): \(told)")
      #expect(told.contains("\(place.configurationFile):5: \(sentence)"), "\(told)")
    }
    #expect(try String(contentsOfFile: place.configurationFile, encoding: .utf8) == text)
  }

  @Test func databaseFromANewerVersion() throws {
    let place = try Workplace()
    let before = try place.run("queue", "--json").output
    let version = try Self.version(of: place.database, set: 99)
    let log = try Self.records(in: place.database)
    for verb in ["queue", "sync"] {
      let run = try place.run(verb)
      #expect(run.status == 5)
      #expect(run.errors.contains("newer"), "\(run.errors)")
      #expect(run.errors.contains("ountersign"), "\(run.errors)")
    }
    let terminal = try place.terminal()
    #expect(try terminal.waitForExit() == .code(5))
    expectRestored(terminal)
    #expect(try Self.records(in: place.database) == log)
    _ = try Self.version(of: place.database, set: version)
    #expect(try place.run("queue", "--json").output == before)
  }

  private static func records(in database: String) throws -> [Row] {
    let queue = try DatabaseQueue(path: database)
    defer { do { try queue.close() } catch {} }
    return try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM ledger_audit") }
  }

  /// - Returns: the version that it had.
  private static func version(of database: String, set new: Int) throws -> Int {
    let queue = try DatabaseQueue(path: database)
    defer { do { try queue.close() } catch {} }
    return try queue.writeWithoutTransaction { database in
      let old = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      try database.execute(sql: "PRAGMA user_version = \(new)")
      // One file, as a copy of it would be.
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      return old
    }
  }

  @Test func noDatabaseAtAll() throws {
    let place = try Workplace(isSynced: false)
    let folder = place.folder.path + "/state/countersign"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = String(repeating: "Not a database. ", count: 1_000)
    try text.write(toFile: place.database, atomically: true, encoding: .utf8)
    let run = try place.run("queue")
    #expect(run.status == 5)
    #expect(run.errors.contains("no database of Countersign's. Move it away"), "\(run.errors)")
    #expect(try String(contentsOfFile: place.database, encoding: .utf8) == text)
  }

  /// The limit stands for a quota: the disk says no, but is not full.
  @Test func limitOnFileSizes() throws {
    let place = try Workplace()
    let id = try place.request("Bruno")
    let approve = try place.run(
      "/bin/bash",
      ["-c", "ulimit -f 1; exec \"$0\" approve \(id) --yes", PseudoTerminal.built("countersign")])
    #expect(approve.status == 5, "\(approve.errors)")
    #expect(approve.errors.contains("The disk"), "\(approve.errors)")
    try Self.expectDecidable(id, in: place)
  }

  static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["-m", "/bin/sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Full before the database is opened, full in the middle, and then with space again.
  @Test(.enabled(if: canMount, "Skipped: only root may make a small disk"))
  func fullDisk() throws {
    let place = try Workplace()
    let id = try place.request("Bruno")
    // The mount is the script's own and goes with it.
    let script = """
      set -u
      disk=$XDG_STATE_HOME/../disk
      mkdir "$disk" && mount -t tmpfs -o size=16m none "$disk" || exit 99
      cp -r "$XDG_STATE_HOME/." "$disk"
      export XDG_STATE_HOME=$disk
      fill() { dd if=/dev/zero of="$disk/fill" bs=1k 2>/dev/null; }
      fill
      "$0" approve \(id) --yes; echo "approve $?"
      rm "$disk/fill"
      "$0" queue >/dev/null; echo "queue $?"
      fill
      "$0" sync --full >/dev/null; echo "sync $?"
      rm "$disk/fill"
      "$0" audit verify; echo "verify $?"
      "$0" approve \(id) --yes; echo "approve $?"
      "$0" audit verify; echo "verify $?"
      """
    let run = try place.run(
      "/usr/bin/unshare", ["-m", "/bin/sh", "-c", script, PseudoTerminal.built("countersign")])
    let ends = run.lines.filter { $0.wholeMatch(of: /[a-z]+ [0-9]/) != nil }
    #expect(
      ends == ["approve 5", "queue 0", "sync 5", "verify 0", "approve 0", "verify 0"],
      "\(run.output)\(run.errors)")
    #expect(run.errors.contains("The disk is full: nothing was saved. Free some space"))
    #expect(!run.errors.contains("SQLite refused"), "\(run.errors)")
  }

  /// What could not be saved was not done either; now it can be.
  static func expectDecidable(_ id: String, in place: Workplace) throws {
    try place.expectIntactAudit()
    let approve = try place.run("approve", id, "--yes")
    #expect(approve.status == 0, "\(approve.errors)")
    #expect(approve.output.contains(": applied"))
    try place.expectIntactAudit()
  }
}
