import Foundation
import Sandbox
import Store
import Sync
import Synchronization
import Testing

@testable import countersign

/// An approver's machine in a directory of its own, before a sandbox in the same process.
final class Office: Sendable {
  let home: TemporaryDirectory
  let sandbox: Sandbox
  let places: Places
  private let time: Mutex<Date>

  /// - Parameters:
  ///   - servers: the sandbox's services that the configuration names.
  ///   - operatorName: nil configures nobody; otherwise the sandbox's approver.
  init(
    servers: [TenantName] = [.hr, .idp, .code, .chat], hasOperator: Bool = true, people: Int = 40
  ) throws {
    let start = Date(timeIntervalSince1970: 1_795_500_000)
    home = try TemporaryDirectory()
    sandbox = Sandbox(.init(people: people), clock: { start })
    places = Places(
      environment: [:], configuration: home.path + "/config.toml", state: home.path + "/state")
    time = Mutex(start)
    var text = hasOperator ? "operator = \"\(sandbox.operatorEmail)\"\n" : ""
    for name in servers {
      let tenant = sandbox.tenant(name)
      let token = home.path + "/\(name.rawValue).token"
      try tenant.token.write(toFile: token, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
      text += """

        [[server]]
        name = "\(name.rawValue)"
        url = "http://\(SandboxTransport.host)\(tenant.path)"
        token_file = "\(token)"

        """
    }
    try text.write(toFile: places.configuration, atomically: true, encoding: .utf8)
  }

  func pass(seconds: Double) { time.withLock { $0 += seconds } }

  func invocation(_ console: any Console) -> Invocation {
    Invocation(
      environment: ["HOME": home.path], console: console,
      transport: SandboxTransport(sandbox: sandbox),
      syncClock: SyncClock(
        now: { [self] in time.withLock { $0 } }, sleep: { [self] in pass(seconds: $0) },
        jitter: { 0.5 }))
  }

  /// What one run of the program did.
  struct Result {
    var status: EndStatus
    var output: [String]
    var errors: [String]
    var questions: [String]

    var text: String { output.joined(separator: "\n") }
    var errorText: String { errors.joined(separator: "\n") }
  }

  /// Runs the program with this office's files.
  ///
  /// - Parameters:
  ///   - answers: what the operator types; nil when nobody sits there.
  ///   - operator: who sits there instead, by a configuration of their own on the same database.
  @discardableResult
  func run(
    _ arguments: String..., answers: [String]? = nil, input: String = "",
    as operator: String? = nil
  ) async -> Result {
    await run(arguments, answers: answers, input: input, as: `operator`)
  }

  @discardableResult
  func run(
    _ arguments: [String], answers: [String]? = nil, input: String = "",
    as operator: String? = nil
  ) async -> Result {
    let console = RecordingConsole(answers: answers, input: input)
    let files = ["--config", configuration(of: `operator`), "--state", places.state]
    let status = await Program.run(files + arguments, in: invocation(console))
    return Result(
      status: status, output: console.output, errors: console.errors, questions: console.questions)
  }

  /// Runs the program and expects it to end so.
  @discardableResult
  func expect(
    _ status: EndStatus, _ arguments: String..., input: String = "", as operator: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) async -> Result {
    let result = await run(arguments, input: input, as: `operator`)
    #expect(result.status == status, "\(result.errorText)", sourceLocation: location)
    return result
  }

  /// The configuration file of a colleague, made after the office's own; theirs is its policy too.
  private func configuration(of colleague: String?) -> String {
    guard let colleague else { return places.configuration }
    let path = home.path + "/\(colleague).toml"
    do {
      let text = try String(contentsOfFile: places.configuration, encoding: .utf8)
      try text.replacing(sandbox.operatorEmail, with: colleague)
        .write(toFile: path, atomically: true, encoding: .utf8)
    } catch { Issue.record(error) }
    return path
  }

  /// The id of the one request for a person, found as a script would find it.
  func request(for name: String, folder: String = "open") async throws -> String {
    let listed = await run(
      "queue", "--json", "--folder", folder, "--limit", "beneficiary.name eq \"\(name)\"")
    let line = try #require(listed.output.first, "\(listed.errorText)")
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return try #require(json?["id"] as? String)
  }
}
