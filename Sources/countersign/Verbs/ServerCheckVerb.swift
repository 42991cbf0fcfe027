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

  /// Which server's word says who works here is a choice, even where nobody made it.
  private func authority(_ server: String, _ session: Session) -> String? {
    guard session.configuration.people.priority.first == server,
      session.configuration.servers.count > 1
    else { return nil }
    return
      "  \(server) says who works here: it is the first of `priority`, which is the order of the"
      + " file where that is not set. An account elsewhere of nobody whom it has is a finding."
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
        if !options.json, let line = authority(server.name, session) { session.console.line(line) }
        if let warning = server.plainWarning { session.console.errorLine("Take care: \(warning)") }
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
