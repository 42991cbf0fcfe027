import ArgumentParser
import Foundation
import Governance
import Store
import Sync

struct ServerVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server", abstract: "Add, check or list SCIM servers.",
    subcommands: [ServerAddVerb.self, ServerCheckVerb.self, ServerListVerb.self])
}

struct ServerAddVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a server to the configuration file, once it answers.",
    discussion: """
      A token, a password or a key is never an argument, where every process could read it: name \
      a variable, a file of yours alone, or a program that prints it. Give a token, a user and a \
      password, or an OAuth client (--token-url, --client-id and its secret or key).
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup(title: "Who we are, and the way") var credentials: CredentialOptions
  @Option(help: .init("How many resources to ask for at once.", valueName: "n"))
  var pageSize: Int?
  @Flag(help: "Add it even when it does not answer.") var force = false
  @Argument(help: "A short name: idp.") var name: String
  @Argument(help: "The SCIM base: https://host/scim/v2.") var url: String

  func validate() throws {
    if !ServerSettings.isName(name) {
      throw ValidationError("“\(name)” cannot be a name: use 1 to 20 of a-z, A-Z, 0-9, - and _.")
    }
    if !ServerSettings.isURL(url) {
      throw ValidationError("The URL must be http or https, without a user or a query.")
    }
    do throws(ConfigurationError) {
      _ = try server()
    } catch {
      let text = "\(error.sentence) \(error.advice)"
      throw ValidationError(CredentialOptions.spelled(text))
    }
  }

  func run(in invocation: Invocation) async throws {
    let places = Places(
      environment: invocation.environment, configuration: options.config, state: options.state)
    let file = ConfigurationFile(path: places.configuration)
    let old = try file.text() ?? ""
    var server = try server()
    let new = try ServerAddition.adding(server, to: old, file: places.configuration)
    let servers = try ConfigurationReader.read(new, file: places.configuration).servers
    server.withheldVariables = servers.last?.withheldVariables ?? []
    do {
      let report = try await ServerReport(of: server, by: invocation)
      if !options.json { for line in report.lines { invocation.console.line(line) } }
    } catch  where force {
      invocation.console.errorLine("countersign: \(Failure(any: error).text)")
    } catch {
      var failure = Failure(any: error)
      failure.advice += " Nothing was added; --force adds it all the same."
      throw failure
    }
    try file.write(new)
    if let warning = server.plainWarning { invocation.console.errorLine("Take care: \(warning)") }
    invocation.console.line(
      options.json
        ? try Records.line(ServerRecord(server))
        : "Added \(name) to \(places.configuration). Now: countersign sync \(name)")
  }

  /// As the configuration file would have it.
  private func server() throws(ConfigurationError) -> ServerConfiguration {
    var members = credentials.members
    members["name"] = .text(name)
    members["url"] = .text(url)
    if let pageSize { members["page_size"] = .whole(pageSize) }
    let document = try TOMLDocument(text: "", file: "")
    return try ServerSettings.read(
      SettingsReader(document: document, prefix: "", members: members))
  }
}

struct ServerListVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the configured servers and how their last sync went.")

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let states = try session.store.servers(
      session.configuration.configuredServers, now: session.now)
    if session.isJSON {
      for state in states { session.console.line(try Records.line(state)) }
      return
    }
    guard !states.isEmpty else {
      session.console.errorLine("No server yet: countersign server add NAME URL")
      return
    }
    var table = Table([
      .init("NAME"), .init("SYNCED"), .init("USERS", isRightAligned: true),
      .init("GROUPS", isRightAligned: true), .init("WAITING", isRightAligned: true),
      .init("FAILED", isRightAligned: true), .init("URL", isElastic: true),
      .init("STATE", isElastic: true),
    ])
    for state in states { table.rows.append(row(state, now: session.now)) }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
  }

  private func row(_ state: ServerState, now: Date) -> [String] {
    let phase =
      switch state.phase {
      case .neverSynced: "never synced"
      case .idle where !state.heldRemovals.isEmpty: "asks before removing"
      case .idle: "ok"
      case .syncing(let type, let done, _, _): "syncing \(type) \(done)"
      case .stopped(let type, let done, _): "stopped at \(type) \(done)"
      case .failed(let reason, _): reason
      }
    let age = state.lastSync.map {
      Moment.span(seconds: max(0, now.timeIntervalSince($0))) + " ago"
    }
    return [
      state.name, age ?? "never", String(state.userCount), String(state.groupCount),
      String(state.pendingActionCount), String(state.failedActionCount), state.baseURL, phase,
    ]
  }
}

/// A server as one line of JSON; its token's place, never the token.
struct ServerRecord: Encodable {
  var name: String
  var url: String

  init(_ server: ServerConfiguration) {
    name = server.name
    url = server.baseURL
  }
}
