import ArgumentParser
import Sync

struct ServerCheckVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Try what servers can do, and say what will not work.",
    discussion: """
      Reads what a server says of itself, tries it, and prints both beside what Countersign will \
      therefore do. It changes nothing on the server, unless you give --write: then it makes two \
      users and a group of its own, named countersign-check-…, tries to change them, and removes \
      them again whatever happens. A server that cannot delete keeps them: it says so.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Try writing too, on two users and a group that are removed afterwards.")
  var write = false
  @Argument(help: "Servers by name (default: all).") var names: [String] = []

  func validate() throws {
    if write && names.isEmpty {
      throw ValidationError("Name the servers that --write may make users on.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    var first: Failure?
    for server in try session.configuration.servers(named: names) {
      do {
        let report = try await ServerReport(
          of: server, by: invocation, keptIn: session.store, writes: write)
        let lines =
          options.json
          ? [try Records.line(report)] : report.findings(width: session.console.columns)
        for line in lines { session.console.line(line) }
      } catch {
        let failure = Failure(any: error)
        session.console.errorLine("\(server.name): \(failure.text)")
        first = first ?? failure
      }
    }
    if var failure = first {
      failure.sentence = "Not every server is well."
      failure.advice = ""
      throw failure
    }
  }
}
