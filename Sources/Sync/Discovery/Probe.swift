import Foundation
import SCIM

/// Small calls that find out what a server does.
struct Probe: Sendable {
  var reader: Reader

  init(reader: Reader) {
    self.reader = reader
    // A filter that a server cannot take may fail each time: that is the answer.
    self.reader.policy.maximumAttempts = min(3, reader.policy.maximumAttempts)
  }

  /// Answers that mean "not this way", where another call may work.
  private static let refusals: Set<SyncError.Code> = [
    .badRequest, .notFound, .notSupported, .forbidden, .serverFailed, .unexpectedStatus,
    .notSCIM, .malformed, .cut, .conflict, .preconditionFailed, .redirected,
  ]

  /// nil when the server does not offer this.
  func json(_ path: String, query: [(String, String)] = []) async throws(SyncError) -> JSON? {
    try await answer(path, query: query)?.json
  }

  /// nil when the server refuses the query.
  func list(_ path: String, _ query: [(String, String)]) async throws(SyncError) -> ListResponse? {
    guard let json = try await json(path, query: query) else { return nil }
    do throws(SCIMError) {
      return try ListResponse(json)
    } catch {
      return nil
    }
  }

  /// One resource, and the version that the `ETag` header gives it; nil when it cannot be read.
  func resource(
    _ endpoint: String, id: String
  ) async throws(SyncError) -> (json: JSON, etag: String?)? {
    let path = "\(endpoint)/\(PercentEncoding.pathSegment(id))"
    return try await answer(path, query: []).map { ($0.json, $0.etag) }
  }

  private func answer(
    _ path: String, query: [(String, String)]
  ) async throws(SyncError) -> (json: JSON, etag: String?)? {
    do throws(SyncError) {
      let answer = try await reader.get(path, query: query)
      do throws(JSONError) {
        return (try JSON(parsing: answer.bytes), answer.etag)
      } catch {
        return nil
      }
    } catch {
      guard Self.refusals.contains(error.code) else { throw error }
      return nil
    }
  }
}
