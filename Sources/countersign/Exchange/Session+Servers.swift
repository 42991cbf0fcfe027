import Governance
import Sync

extension Session {
  /// Judges what was just submitted, and sends what a rule approved.
  func judge(_ requests: [RequestID]) async throws {
    let decided = try desk.judge(requests, now: now)
    if !decided.isEmpty { await sendPending(for: decided.map(\.request)) }
  }

  /// Sends what decisions on these requests made due, at once.
  func sendPending(for requests: [RequestID]) async {
    let work = ServerWork(session: self)
    _ = await work.dispatch(work.names)
  }

  /// What servers say of themselves, for the doctor.
  func serverFindings() async -> [Diagnosis] {
    var findings: [Diagnosis] = []
    for server in configuration.servers {
      do {
        _ = try await ServerReport(of: server, by: invocation)
        findings.append(Diagnosis(about: server.name, good: "answers at \(server.baseURL)."))
      } catch {
        findings.append(Diagnosis(about: server.name, failure: Failure(any: error)))
      }
    }
    return findings
  }
}
