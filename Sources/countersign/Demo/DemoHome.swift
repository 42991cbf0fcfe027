import Foundation

/// The sandbox of one demo with its throw-away configuration and state.
///
/// A janitor, not this process, ends the sandbox and removes the files: it waits for the other end
/// of a pipe to close, so that nothing is left whichever way the demo ends, `kill -9` included.
final class DemoHome {
  /// The base address of the sandbox. Shape: `http://127.0.0.1:40123`.
  let address: String
  /// What the program's environment is to be, so that no file of the user's is read or written.
  let environment: [String: String]
  private let tokenFile: String
  private let janitor: Process
  private let lifeline: FileHandle

  // `$1` the sandbox, `$2` the folder, the rest the sandbox's own arguments. INT is ignored so that
  // Ctrl-C reaches the program alone, which then closes the pipe.
  private static let script = """
    trap '' INT
    program=$1 folder=$2
    shift 2
    "$program" --port 0 --port-file "$folder/port" "$@" </dev/null &
    cat >/dev/null
    kill "$!" 2>/dev/null
    wait "$!"
    rm -rf "$folder"
    """

  /// Starts the sandbox and returns once it listens.
  ///
  /// Throws: ``Failure`` when there is no sandbox beside this program, or it does not start.
  init(people: Int, requests: Int, environment: [String: String]) throws {
    let sandbox = try Self.sandboxProgram()
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "countersign-demo-\(UUID().uuidString.prefix(8).lowercased())")
    try Places.makeDirectory(folder.path)
    let input = Pipe()
    let output = Pipe()
    lifeline = input.fileHandleForWriting
    janitor = Process()
    janitor.executableURL = URL(filePath: "/bin/sh")
    janitor.arguments = [
      "-c", Self.script, "countersign-demo", sandbox, folder.path,
      "--people", String(people), "--requests", String(requests), "--token", Self.token,
    ]
    janitor.standardInput = input
    janitor.standardOutput = output
    try janitor.run()
    // The sandbox announces itself on its output; until then there is nothing to connect to.
    let announcement = output.fileHandleForReading.availableData
    guard !announcement.isEmpty,
      let port = try? String(contentsOf: folder.appending(path: "port"), encoding: .utf8)
    else {
      try? lifeline.close()
      janitor.waitUntilExit()
      throw Failure(
        .refused, code: "demo.sandbox", "The sandbox ended before it listened.",
        advice: "Run countersign-sandbox by hand to see why.")
    }
    tokenFile = folder.appending(path: "token").path
    guard
      FileManager.default.createFile(
        atPath: tokenFile, contents: Data(Self.token.utf8), attributes: [.posixPermissions: 0o600])
    else { throw Failure(.store, code: "demo.token", "\(tokenFile) cannot be written.") }
    address = "http://127.0.0.1:\(port.trimmingCharacters(in: .whitespacesAndNewlines))"
    self.environment = environment.merging([
      "XDG_CONFIG_HOME": folder.appending(path: "config").path,
      "XDG_STATE_HOME": folder.appending(path: "state").path,
      "XDG_DATA_HOME": folder.appending(path: "data").path,
    ]) { $1 }
  }

  /// Ends the sandbox, removes every file, and returns when both have happened.
  func remove() throws {
    try lifeline.close()
    janitor.waitUntilExit()
  }

  /// The configuration that names the sandbox's tenants.
  var configuration: String {
    let servers = ["hr", "idp", "code", "chat"].map { name in
      """

      [[server]]
      name = "\(name)"
      url = "\(address)/\(name)/scim/v2"
      token_file = "\(tokenFile)"
      """
    }
    return """
      operator = "priya.nair@example.com"
      \(servers.joined(separator: "\n"))

      """
  }

  // Loopback, in memory, for the length of a demo: not a secret.
  private static let token = "demo"

  private static func sandboxProgram() throws -> String {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = own.deletingLastPathComponent().appending(path: "countersign-sandbox").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Failure(
        .refused, code: "demo.missing", "There is no countersign-sandbox beside this program.",
        advice: "Install it: make install PREFIX=DIR puts both into DIR/bin.")
    }
    return program
  }
}
