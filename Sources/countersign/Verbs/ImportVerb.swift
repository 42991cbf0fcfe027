import ArgumentParser
import Foundation
import Governance
import Store

struct ImportVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take requests from a file, one JSON object a line.",
    discussion: """
      A line: {"beneficiary": "ada@example.com", "items": [{"operation": "grant", "server": "idp", \
      "type": "group", "value": "engineers", "duration": "P7D"}], "justification": "on call"}. \
      Also: id, requester, submitted, neededBy, expires, externalReference. Every line is checked \
      before one is taken. A file can be imported twice: what has an id and dates of its own is known by \
      them, and what has no id while the same still waits for a decision.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Check the file and take nothing.") var check = false
  @Argument(help: "A file of lines, or - for standard input.", completion: .file())
  var file: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.request)
    let actor = try session.knownOperator()
    let bytes = try read(session)
    var requests: [AccessRequest] = []
    var twins: [AccessRequest] = []
    var problems: [String] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if isBlank { continue }
      do {
        let (request, isNamed) = try request(line, importer: actor, session)
        if !isNamed, let twin = try twin(of: request, among: requests, session) {
          twins.append(twin)
        } else {
          requests.append(request)
        }
      } catch let problem as ImportProblem {
        problems.append("\(file):\(index + 1): \(problem.sentence)")
      } catch let failure as Failure {
        problems.append("\(file):\(index + 1): \(failure.text)")
      }
    }
    guard problems.isEmpty else {
      throw Failure(
        .refused, code: "import.invalid", problems.joined(separator: "\n"),
        advice: "\nNothing was taken.")
    }
    try await take(requests, twins: twins, actor: actor, session)
  }

  /// The same wish without an id, in this file or waiting for a decision.
  private func twin(
    of request: AccessRequest, among requests: [AccessRequest], _ session: Session
  ) throws -> AccessRequest? {
    try requests.first { $0.asksTheSame(as: request) } ?? session.store.pendingTwin(of: request)
  }

  private func take(
    _ requests: [AccessRequest], twins: [AccessRequest], actor: PersonReference,
    _ session: Session
  ) async throws {
    let new = check ? 0 : try session.store.submit(requests, actor: actor, now: session.now)
    if new > 0 { try await session.judge(requests.map(\.id)) }
    if session.isJSON {
      for request in requests + twins { session.console.line(Records.request(request).text) }
    } else if check {
      session.console.line(
        "Nothing wrong in \(counted(requests.count + twins.count, "request")); nothing was taken.")
    } else {
      let known = requests.count + twins.count - new
      session.console.line(
        "\(counted(new, "request")) taken" + (known > 0 ? ", \(known) known already." : "."))
    }
  }

  private func read(_ session: Session) throws(Failure) -> [UInt8] {
    if file == "-" { return session.console.readInput() }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      throw Failure(
        .refused, code: "import.unreadable",
        "\(file) cannot be read: \(error.localizedDescription)", advice: "Check its name and mode.")
    }
  }

  /// The request of a line, and whether the line gives it an id.
  private func request(
    _ line: ArraySlice<UInt8>, importer: PersonReference, _ session: Session
  ) throws -> (request: AccessRequest, isNamed: Bool) {
    let imported = try ImportedRequest(line: line)
    let submitted = imported.submitted ?? session.now
    let draft = RequestDraft(
      requester: try imported.requester.map { try session.person($0) } ?? importer,
      beneficiary: try session.person(imported.beneficiary),
      items: try items(imported, session), justification: imported.justification,
      neededBy: imported.neededBy, expires: imported.expires,
      externalReference: imported.externalReference
    ).completed(by: session.policy, now: session.now)
    let servers = Set(session.configuration.servers.map(\.name))
    let problems =
      draft.problems(servers: servers, now: session.now)
      + draft.problems(with: session.policy, now: session.now)
    let id = imported.id ?? UUID().uuidString.lowercased()
    guard problems.isEmpty,
      let request = draft.request(
        id: RequestID(rawValue: id), origin: .imported, servers: servers, now: submitted)
    else {
      throw ImportProblem(problems.map { "\($0.field): \($0.sentence)" }.joined(separator: " "))
    }
    return (request, imported.id != nil)
  }

  private func items(_ imported: ImportedRequest, _ session: Session) throws -> [RequestItem] {
    var items: [RequestItem] = []
    for item in imported.items {
      if item.name.type != .manual {
        _ = try session.configuration.requiredServer(named: item.name.server)
      }
      let entitlement = try item.name.resolve(in: session.store)
      items.append(
        RequestItem(
          id: item.id ?? String(items.count + 1), operation: item.operation,
          entitlement: entitlement.reference, display: entitlement.display,
          duration: item.duration))
    }
    return items
  }
}
