import ArgumentParser
import Foundation

struct DemoVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Look round: the screens on a sample organisation.",
    discussion: """
      Starts countersign-sandbox on loopback, syncs it and opens the screens, with a configuration \
      and a state of its own. When you quit, nothing is left running or lying about.
      """)

  @Option(help: .init("How many people work there.", valueName: "count"))
  var people = 200

  @Option(help: .init("How many access requests wait.", valueName: "count"))
  var requests = 14

  func run(in invocation: Invocation) async throws {
    let home = try DemoHome(
      people: people, requests: requests, environment: invocation.environment)
    do {
      try await look(round: home, in: invocation)
    } catch {
      try home.remove()
      throw error
    }
    try home.remove()
  }

  private func look(round home: DemoHome, in invocation: Invocation) async throws {
    var own = invocation
    own.environment = home.environment
    let places = Places(environment: own.environment)
    try Places.makeDirectory((places.configuration as NSString).deletingLastPathComponent)
    try home.configuration.write(
      toFile: places.configuration, atomically: true, encoding: .utf8)
    let session = try Session.open(GlobalOptions.parse([]), in: own)
    try await SyncVerb.parse([]).run(in: session)
    try await ScreensVerb.run(in: session)
  }
}
