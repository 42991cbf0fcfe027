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

  /// The path of the base URL. Shape: `/scim/v2`, or empty.
  var basePath: String {
    let base = reader.client.configuration.baseURL
    guard let start = base.range(of: "://")?.upperBound,
      let slash = base[start...].firstIndex(of: "/")
    else { return "" }
    var path = String(base[slash...])
    while path.hasSuffix("/") { path.removeLast() }
    return path
  }

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

  /// Whether the server answers 304 to its own version.
  func isUnchanged(
    _ endpoint: String, id: String, version: String
  ) async throws(SyncError) -> Bool {
    let path = "\(endpoint)/\(PercentEncoding.pathSegment(id))"
    do throws(SyncError) {
      let answer = try await reader.patiently { () async throws(SyncError) -> SCIMAnswer in
        try await reader.client.get(path, ifNoneMatch: version, sieve: .forgetful)
      }
      return answer.status == 304
    } catch {
      guard Self.refusals.contains(error.code) else { throw error }
      return false
    }
  }

  private func answer(
    _ path: String, query: [(String, String)]
  ) async throws(SyncError) -> (json: JSON, etag: String?)? {
    do throws(SyncError) {
      let answer = try await reader.get(path, query: query, sieve: .forgetful)
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
