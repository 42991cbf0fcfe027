import Foundation
import SCIM
import Store

/// The real program, with a configuration and a state of its own that go with this value.
final class Countersign: Sendable {
  private let home: URL
  /// A second configuration on the same state: whoever asks is not who decides.
  private let requesterConfiguration: URL
  private let requester: String

  init(operator name: String, requester: String) throws {
    self.requester = requester
    home = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID().uuidString)")
    let configuration = home.appending(path: "config/countersign")
    requesterConfiguration = home.appending(path: "requester.toml")
    try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
    try "operator = \"\(name)\"\n".write(
      to: configuration.appending(path: "config.toml"), atomically: true, encoding: .utf8)
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: home)
    } catch {
      FileHandle.standardError.write(Data("left behind: \(home.path): \(error)\n".utf8))
    }
  }

  /// Adds a server to both configurations.
  func addServer(_ name: String, _ address: String) throws -> Processes.Outcome {
    let first = try run("server", "add", name, address, "--token-env", "INTEROP_TOKEN")
    guard first.status == 0 else { return first }
    try "operator = \"\(requester)\"\n".write(
      to: requesterConfiguration, atomically: true, encoding: .utf8)
    return try run(
      "server", "add", name, address, "--token-env", "INTEROP_TOKEN", "--config",
      requesterConfiguration.path)
  }

  /// Asks as the requester, and returns the request.
  func ask(_ arguments: String...) throws -> [JSON] {
    try records(["request", "--config", requesterConfiguration.path] + arguments)
  }

  /// Runs it as a shell would.
  func run(_ arguments: String...) throws -> Processes.Outcome {
    try start(arguments)
  }

  /// What its database holds of a server.
  func mirror(of server: String) throws -> Truth {
    let path = home.appending(path: "state/countersign/countersign.db").path
    let store = try Store(path: path)
    func rows(_ type: String) throws -> [JSON] {
      try store.resourceIDs(server: server, type: type).compactMap { id in
        try store.resource(server: server, type: type, id: id).map { try JSON(parsing: $0.bytes) }
      }
    }
    return Truth(users: try rows("User"), groups: try rows("Group"))
  }

  /// What it printed, one JSON value a line.
  ///
  /// Throws: ``InteropFailure`` unless the program ended with 0.
  func records(_ arguments: String...) throws -> [JSON] { try records(arguments) }

  private func records(_ arguments: [String]) throws -> [JSON] {
    let outcome = try start(arguments + ["--json"])
    guard outcome.status == 0 else {
      throw InteropFailure(
        description: "\(arguments) ended with \(outcome.status): \(outcome.errors)")
    }
    return try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  private func start(_ arguments: [String]) throws -> Processes.Outcome {
    let own = [
      "XDG_CONFIG_HOME": home.appending(path: "config").path,
      "XDG_STATE_HOME": home.appending(path: "state").path,
      "XDG_DATA_HOME": home.appending(path: "data").path,
      "INTEROP_TOKEN": ForeignServer.token,
    ]
    return try Processes.run(
      Processes.buildFolder.appending(path: "countersign").path, arguments,
      environment: ProcessInfo.processInfo.environment.merging(own) { $1 })
  }
}
