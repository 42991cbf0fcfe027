import SCIM

/// Sends single writes of a trial, and tells a refusal, which is a finding, from what ends the trial.
struct WriteCall: Sendable {
  enum Answer: Sendable {
    /// 2xx. nil where the body is empty or no JSON.
    case done(status: Int, json: JSON?, version: String?)
    case refused(SyncError)

    var json: JSON? { if case .done(_, let json, _) = self { json } else { nil } }
    var isDone: Bool { if case .done = self { true } else { false } }
  }

  var reader: Reader

  /// What says something of the server, not of the way to it.
  private static let findings: Set<SyncError.Code> = [
    .badRequest, .forbidden, .notFound, .notSupported, .conflict, .preconditionFailed,
    .serverFailed, .unexpectedStatus, .notSCIM, .malformed, .tooLarge, .redirected, .cut,
  ]

  /// Throws: what would stop every other call too. A write is sent again only after a 429.
  func send(
    _ method: String, _ path: String, _ body: JSON? = nil, ifMatch: String? = nil
  ) async throws(SyncError) -> Answer {
    var attempt = 1
    while true {
      do throws(SyncError) {
        let answer = try await reader.client.send(
          method, path, body: body.map { $0.bytes }, ifMatch: ifMatch)
        let json = Self.json(answer.bytes)
        let version = answer.etag ?? json?["meta"]?["version"]?.idText
        return .done(status: answer.status, json: json, version: version)
      } catch {
        let wait = reader.policy.waitSeconds(
          after: error, attempt: attempt, jitter: reader.clock.jitter())
        if error.code == .throttled, let wait, !Task.isCancelled {
          await reader.clock.sleep(wait)
          attempt += 1
          continue
        }
        guard Self.findings.contains(error.code) else { throw error }
        return .refused(error)
      }
    }
  }

  /// A resource as it stands; nil when it is not there.
  func read(_ path: String) async throws(SyncError) -> (json: JSON, version: String?)? {
    do throws(SyncError) {
      let answer = try await reader.get(path)
      guard let json = Self.json(answer.bytes) else { return nil }
      return (json, answer.etag ?? json["meta"]?["version"]?.idText)
    } catch {
      guard Self.findings.contains(error.code) else { throw error }
      return nil
    }
  }

  private static func json(_ bytes: [UInt8]) -> JSON? {
    do throws(JSONError) { return try JSON(parsing: bytes) } catch { return nil }
  }
}

extension SyncError {
  /// Shape: `refused (501)`.
  var refusalWords: String { status == 0 ? "no answer" : "refused (\(status))" }
}
