import ArgumentParser
import Foundation
import Sandbox

@main
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "countersign-sandbox",
    abstract: "Serves four SCIM services with a sample organisation, on loopback and in memory.",
    discussion: """
      hr is a human resources system, idp an identity provider with groups, roles, licences and \
      access requests, code a code host, chat a chat. Each has its own habits. Nothing is kept \
      when it ends.
      """)

  @Option(help: "The port on 127.0.0.1; 0 for any free one.")
  var port: UInt16 = 0

  @Option(help: "How many people work there; at least \(Organisation.minimumPeople).")
  var people = 200

  @Option(help: "How many access requests wait for a decision.")
  var requests = 14

  @Option(help: "The same seed makes the same organisation.")
  var seed: UInt64 = 1

  @Option(help: "The bearer token of all services; one each without it.")
  var token: String?

  @Flag(help: "Answers 429 where the service would.")
  var limitRate = false

  @Option(help: "Where to write the port when the sandbox is ready.", completion: .file())
  var portFile: String?

  @Flag(help: "Ends when the process that started it has ended.")
  var exitWithParent = false

  @Flag(name: .shortAndLong, help: "Prints nothing.")
  var quiet = false

  func validate() throws {
    guard people <= 2_000_000 else { throw ValidationError("--people goes up to 2000000.") }
    guard people >= 1, requests >= 0 else {
      throw ValidationError("--people is at least 1, and --requests at least 0.")
    }
  }

  func run() async throws {
    let parent = getppid()
    let sandbox = Sandbox(
      Sandbox.Settings(
        people: people, seed: seed, requests: requests, token: token, limitsRate: limitRate))
    let listener = try SandboxListener(sandbox, port: port)
    let end = Ending(parent: exitWithParent ? parent : nil)
    let serving = Task { try await listener.run() }
    let ready = Task { try await listener.port() }
    // Whoever waits for the port learns at once that there will be none.
    let watch = Task {
      _ = await serving.result
      ready.cancel()
    }
    let port: UInt16
    do {
      port = try await ready.value
    } catch {
      throw PortUnavailable(port: self.port)
    }
    if let portFile { try "\(port)\n".write(toFile: portFile, atomically: true, encoding: .utf8) }
    if !quiet {
      print(Announcement(sandbox: sandbox, port: port).text)
      // Whoever started the sandbox through a pipe waits for these lines.
      fflush(nil)
    }
    await end.wait()
    await listener.stop()
    serving.cancel()
    watch.cancel()
    if let portFile { try FileManager.default.removeItem(atPath: portFile) }
  }
}

/// The port is taken, or not ours to use.
struct PortUnavailable: Error, CustomStringConvertible {
  let port: UInt16

  var description: String {
    "Port \(port) on 127.0.0.1 cannot be used. Choose another one, or 0 for any free one."
  }
}
