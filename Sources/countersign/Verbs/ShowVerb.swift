import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct ShowVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything that the servers say about one person.")

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("As of then: \(PastDate.help).", valueName: "date")) var at: PastDate?
  @Argument(help: "A full name, a userName, an e-mail address or an identity's key.")
  var person: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let profile = try session.profile(of: person, at: at)
    if session.isJSON {
      session.console.line(try Records.line(profile))
    } else {
      let text = ProfileText(profile: profile, now: session.now, zone: .current)
      for line in text.lines(width: session.console.columns) { session.console.line(line) }
    }
  }
}
