import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct ShowVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything that the servers say about one person.")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "A full name, a userName, an e-mail address or an identity's key.")
  var person: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let reference = try session.person(person)
    try session.allow(seeing: reference)
    guard
      let profile = try session.store.profile(reference.key, now: session.now)?
        .seen(by: session.visibility())
    else {
      throw Failure(
        .refused, code: "person.unknown", "No server knows “\(person)” any more.",
        advice: "Run `countersign sync`.")
    }
    if session.isJSON {
      session.console.line(try Records.line(profile))
    } else {
      let text = ProfileText(profile: profile, now: session.now, zone: .current)
      for line in text.lines(width: session.console.columns) { session.console.line(line) }
    }
  }
}
