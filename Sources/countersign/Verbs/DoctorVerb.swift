import ArgumentParser
import Foundation
import Governance
import Store
import Sync
import Terminal

struct DoctorVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at everything that could be wrong, and say what to do.",
    discussion: "Changes nothing without --repair. Exit status as for the first thing that is"
      + " wrong.")

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Ask no server.") var offline = false
  @Flag(help: "Make a new database of what can be read of a damaged one, which is kept.")
  var repair = false

  func run(in invocation: Invocation) async throws {
    let places = Places(
      environment: invocation.environment, configuration: options.config, state: options.state)
    if repair {
      let configuration = try ConfigurationFile(path: places.configuration).read()
      return try RepairText.run(
        places.database, options.json, signer: KeyFolder(places, configuration, invocation),
        invocation)
    }
    var findings = [Self.configuration(places), Self.terminal(invocation.environment)]
    findings += Self.database(places.database)
    do {
      let session = try Session.open(options, in: invocation, acceptsStrangers: true)
      findings += Examination(session: session).findings()
      findings += session.configuration.servers.flatMap(LoginExamination.findings)
      if !offline { findings += await session.serverFindings() }
    } catch {
      findings.append(Diagnosis(about: "start", failure: Failure(any: error)))
    }
    // The configuration's own error comes first and again as the reason why nothing opens.
    try Self.report(findings, options.json, invocation.console)
  }

  private static func configuration(_ places: Places) -> Diagnosis {
    let exists = FileManager.default.fileExists(atPath: places.configuration)
    return exists
      ? Diagnosis(about: "configuration", good: places.configuration)
      : Diagnosis(
        about: "configuration", warning: "\(places.configuration) does not exist.",
        advice: "`countersign server add NAME URL` makes it; examples/config.toml explains it.")
  }

  /// Before anything opens it: opening writes.
  private static func database(_ path: String) -> [Diagnosis] {
    do {
      let problems = try DatabaseCheckup.problems(path)
      guard problems.isEmpty else {
        let error = StoreError.damaged(problems.joined(separator: " "))
        return [Diagnosis(about: "database", failure: Failure(any: error))]
      }
      return [Diagnosis(about: "database", good: "every page can be read.")]
    } catch { return [Diagnosis(about: "database", failure: Failure(any: error))] }
  }

  private static func terminal(_ environment: [String: String]) -> Diagnosis {
    switch environment["TERM"] ?? "" {
    case "", "dumb":
      Diagnosis(
        about: "terminal", warning: "TERM is “\(environment["TERM"] ?? "")”: no screens here.",
        advice: "The verbs work; for the screens, use a terminal that sets TERM.")
    case let name: Diagnosis(about: "terminal", good: name)
    }
  }

  private static func report(
    _ findings: [Diagnosis], _ isJSON: Bool, _ console: any Console
  ) throws {
    if isJSON {
      for finding in findings { console.line(try Records.line(finding)) }
    } else {
      for finding in findings {
        console.prose(
          DisplayText.visible(
            "\(finding.level.mark) \(finding.about): \(finding.sentence) \(finding.advice)"))
      }
    }
    if let failure = findings.compactMap(\.failure).first { throw failure }
  }
}

/// One thing that was looked at.
struct Diagnosis: Hashable, Sendable, Encodable {
  enum Level: String, Hashable, Sendable, Encodable {
    case good, warning, bad

    var mark: String {
      switch self {
      case .good: "ok  "
      case .warning: "warn"
      case .bad: "BAD "
      }
    }
  }

  var level: Level
  var about: String
  var sentence: String
  var advice: String
  /// nil unless the level is `bad`.
  var failure: Failure?

  init(about: String, good sentence: String) {
    (level, self.about, self.sentence, advice) = (.good, about, sentence, "")
  }

  init(about: String, warning sentence: String, advice: String) {
    (level, self.about, self.sentence, self.advice) = (.warning, about, sentence, advice)
  }

  init(about: String, failure: Failure) {
    (level, self.about, sentence, advice) = (.bad, about, failure.sentence, failure.advice)
    self.failure = failure
  }

  private enum CodingKeys: String, CodingKey { case level, about, sentence, advice }
}

/// Looks at what is on this machine.
struct Examination {
  let session: Session

  func findings() -> [Diagnosis] {
    [mode(session.places.state, 0o700), mode(session.places.database, 0o600)]
      + [finding("operator", operatorFinding), finding("audit log", auditFinding)]
      + [finding("audit key", keyFinding)]
      + [finding("outbox", outboxFinding)] + misplaced()
  }

  /// What was decided for a server that its name no longer points to.
  private func misplaced() -> [Diagnosis] {
    do {
      let servers = session.configuration.configuredServers
      return try session.store.misplacedActions(servers).map { held in
        let now = servers.first { $0.name == held.server }?.baseURL ?? ""
        return Diagnosis(
          about: held.server,
          warning: "\(counted(held.actionCount, "action")) decided for \(held.address.text);"
            + " \(held.server) is \(ServerAddress(now).text) now: not sent there.",
          advice: "Set its URL back, or retry each in Activity to send it where it is now.")
      }
    } catch { return [Diagnosis(about: "outbox", failure: Failure(any: error))] }
  }

  private func finding(_ about: String, _ body: () throws -> Diagnosis) -> Diagnosis {
    do { return try body() } catch { return Diagnosis(about: about, failure: Failure(any: error)) }
  }

  private func mode(_ path: String, _ wanted: Int) -> Diagnosis {
    finding(path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
      guard mode & 0o077 != 0 else { return Diagnosis(about: path, good: "yours alone.") }
      return Diagnosis(
        about: path, warning: "others can read it.",
        advice: "chmod \(String(wanted, radix: 8)) '\(path)'")
    }
  }

  private func operatorFinding() throws -> Diagnosis {
    let current = try session.operator()
    if let person = current.person { return Diagnosis(about: "operator", good: person.name) }
    let refusal = DecisionRefusal.operatorUnknown(name: current.name)
    return Diagnosis(about: "operator", warning: refusal.sentence, advice: refusal.advice)
  }

  private func auditFinding() throws -> Diagnosis {
    let report = try AuditCheck.run(on: session.store, keys: session.keys)
    switch report.verdict {
    case .intact(let count, _):
      let signing = report.signing.summary
      return Diagnosis(
        about: "audit log",
        good: AuditCheck.intact(count) + (signing.isEmpty ? "" : " \(signing)."))
    case .broken(let broken):
      return Diagnosis(about: "audit log", failure: Failure(broken))
    }
  }

  private func keyFinding() throws -> Diagnosis {
    try LedgerTrust.require(session.store, session.keys)
    let own = try session.keys.privateKeys().filter { $0.owner == session.keys.owner }
    return Diagnosis(
      about: "audit key",
      good: own.isEmpty
        ? "made with the first record." : "in \(session.keys.path), open to you alone.")
  }

  private func outboxFinding() throws -> Diagnosis {
    let states = try session.store.servers(
      session.configuration.configuredServers, now: session.now)
    let failed = states.map(\.failedActionCount).reduce(0, +)
    let pending = states.map(\.pendingActionCount).reduce(0, +)
    guard failed > 0 else { return Diagnosis(about: "outbox", good: "\(pending) actions wait.") }
    return Diagnosis(
      about: "outbox", warning: "\(failed) actions failed, \(pending) wait.",
      advice: "Open the screens and go to Activity: each says what to do.")
  }
}
