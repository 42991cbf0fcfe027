import Foundation
import HTTP
import Testing

@testable import Sync

struct TokenTests {
  /// A folder of the test's own, gone with it.
  final class Folder {
    let path = NSTemporaryDirectory() + "countersign-token-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { do { try FileManager.default.removeItem(atPath: path) } catch {} }

    func file(_ text: String, mode: Int) throws -> String {
      let file = path + "/token"
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      return file
    }
  }

  func read(
    _ source: SecretSource, environment: [String: String] = [:], timeoutSeconds: Double = 30
  ) async -> Result<String, SyncError> {
    await SecretReader(
      source: source, server: "hr", environment: { environment[$0] },
      commandTimeoutSeconds: timeoutSeconds
    ).read()
  }

  func failure(_ result: Result<String, SyncError>) throws -> SyncError {
    guard case .failure(let error) = result else {
      throw SyncError(code: .store, server: "", sentence: "no failure", advice: "")
    }
    return error
  }

  @Test func comesFromTheEnvironment() async throws {
    #expect(await read(.environment("T"), environment: ["T": " abc\n"]) == .success("abc"))
    for environment in [[:], ["T": ""], ["T": " "]] {
      let error = try failure(await read(.environment("T"), environment: environment))
      #expect(error.code == .tokenMissing)
      #expect(error.sentence.contains("environment variable T"))
    }
  }

  @Test(arguments: [0o600, 0o400])
  func comesFromAFileOfOnesOwn(_ mode: Int) async throws {
    let folder = try Folder()
    let file = try folder.file("abc\n", mode: mode)
    #expect(await read(.file(file)) == .success("abc"))
    #expect(await read(.file("~/token"), environment: ["HOME": folder.path]) == .success("abc"))
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o666])
  func refusesAFileThatOthersCanOpen(_ mode: Int) async throws {
    let folder = try Folder()
    let file = try folder.file("s3cret", mode: mode)
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    for path in [file, link] {
      let error = try failure(await read(.file(path)))
      #expect(error.code == .tokenExposed)
      #expect(error.sentence.contains(String(mode, radix: 8)))
      #expect(error.advice.contains("chmod 600"))
      #expect(!error.sentence.contains("s3cret"))
    }
  }

  @Test func saysWhenTheFileIsMissingOrEmpty() async throws {
    let folder = try Folder()
    #expect(try failure(await read(.file("/nowhere/token"))).code == .tokenUnreadable)
    let empty = try folder.file("\n", mode: 0o600)
    #expect(try failure(await read(.file(empty))).code == .tokenMissing)
  }

  @Test func comesFromACommandWithoutAShell() async throws {
    #expect(await read(.command(["printf", "  %s\n", "a$HOME;b"])) == .success("a$HOME;b"))
  }

  @Test func tellsTheStatusAndTheFirstComplaintOfACommand() async throws {
    let script = "echo tok3n; echo 'gpg: no tok3n key.' >&2; echo more >&2; exit 3"
    let error = try failure(await read(.command(["/bin/sh", "-c", script])))
    #expect(error.code == .tokenCommandFailed)
    #expect(
      error.sentence == "The token_command /bin/sh ended with status 3: gpg: no … key.")
    #expect(!"\(error)".contains("tok3n"))
  }

  @Test func namesTheSignalOfAKilledCommand() async throws {
    let error = try failure(await read(.command(["/bin/sh", "-c", "kill -9 $$"])))
    #expect(error.sentence.contains("status 137"))
  }

  @Test func stopsACommandThatNeverEnds() async throws {
    let error = try failure(
      await read(.command(["/bin/sh", "-c", "sleep 1000 & sleep 1000"]), timeoutSeconds: 0.1))
    #expect(error.sentence.contains("was stopped after"))
  }

  @Test func doesNotWaitForAnAgentLeftBehind() async throws {
    let script = "sleep 1000 & echo $!; exit 0"
    let token = try await read(.command(["/bin/sh", "-c", script])).get()
    let agent = try #require(pid_t(token))
    #expect(kill(agent, SIGKILL) == 0)
  }

  @Test(arguments: [["/nowhere/program"], []])
  func saysWhenThereIsNoProgram(_ words: [String]) async throws {
    #expect(try failure(await read(.command(words))).code == .tokenCommandFailed)
  }

  @Test(arguments: ["printf 'a b'", "printf 'a\\nb'", "printf 'a\\003b'", "printf '\\303\\244'"])
  func refusesWhatIsNoToken(_ script: String) async throws {
    let error = try failure(await read(.command(["/bin/sh", "-c", script])))
    #expect(error.code == .tokenUnreadable)
  }

  @Test func keepsTheTerminalFromACommand() async throws {
    let script = "if (: < /dev/tty) 2>/dev/null; then echo terminal; else echo none; fi"
    #expect(await read(.command(["/bin/sh", "-c", script])) == .success("none"))
  }
}
