import Foundation
import SCIM

// Many requests in one (RFC 7644 §3.7).
extension TenantState {
  mutating func bulk(_ exchange: Exchange) throws(SCIMError) -> SandboxResponse {
    guard let limits = dialect.bulk else {
      throw SCIMError(status: 501, detail: "There is no bulk here.")
    }
    // > §3.7.4: what exceeds a limit is 413, and names it.
    guard exchange.request.body.count <= limits.maximumPayloadSize else {
      throw SCIMError(
        status: 413, detail: "More than the \(limits.maximumPayloadSize) bytes of maxPayloadSize.")
    }
    let request = try BulkRequest(try exchange.json())
    guard request.operations.count <= limits.maximumOperations else {
      throw SCIMError(
        status: 413, detail: "More than the \(limits.maximumOperations) of maxOperations.")
    }
    return SandboxResponse(json: BulkResponse(carryOut(request, exchange)).json)
  }

  /// Order: as carried out, which is as sent, but for what names a creation that comes later.
  private mutating func carryOut(
    _ request: BulkRequest, _ exchange: Exchange
  ) -> [BulkResponse.Outcome] {
    var waiting = request.operations
    var ids: [String: String] = [:]
    var outcomes: [BulkResponse.Outcome] = []
    var errorCount = 0
    while !waiting.isEmpty {
      // > §3.7.3: after failOnErrors errors nothing more is done, and the rest is not told of.
      if let most = request.failOnErrors, most > 0, errorCount >= most { return outcomes }
      // What refers to nothing that is still to come is next; a circle ends with an error.
      let place = waiting.firstIndex { $0.references.isSubset(of: ids.keys) } ?? 0
      let operation = waiting.remove(at: place).resolving(ids)
      let outcome = carryOut(operation, exchange)
      if outcome.status >= 400 { errorCount += 1 }
      if let name = operation.bulkId, let id = outcome.location?.split(separator: "/").last {
        ids[name] = PercentEncoding.decode(String(id)) ?? String(id)
      }
      outcomes.append(outcome)
    }
    return outcomes
  }

  private mutating func carryOut(
    _ operation: BulkRequest.Operation, _ exchange: Exchange
  ) -> BulkResponse.Outcome {
    var headers: [(String, String)] = []
    if let version = operation.version { headers.append(("If-Match", version)) }
    let segments = operation.path.split(separator: "/").map {
      PercentEncoding.decode(String($0)) ?? String($0)
    }
    let one = Exchange(
      request: SandboxRequest(
        operation.method.rawValue, operation.path, headers: headers,
        body: operation.data?.bytes ?? []),
      base: exchange.base, now: exchange.now, segments: segments, parameters: [])
    // A bulk request within a bulk request would have no end.
    let answer =
      segments.first == "Bulk"
      ? SandboxResponse(.invalidPath("A bulk request holds no other.")) : self.answer(one)
    let isError = answer.status >= 400
    return BulkResponse.Outcome(
      method: operation.method.rawValue, bulkId: operation.bulkId, version: answer.header("ETag"),
      location: answer.header("Location")
        ?? (operation.method == .post ? nil : exchange.base + operation.path),
      status: answer.status, response: isError ? Self.json(answer.body) : nil)
  }

  private static func json(_ body: [UInt8]) -> JSON? {
    do throws(JSONError) { return try JSON(parsing: body) } catch { return nil }
  }
}

extension BulkRequest.Operation {
  private static let prefix = "bulkId:"

  /// The names of creations whose ids it needs.
  fileprivate var references: Set<String> {
    var names = data.map(Self.names) ?? []
    names.formUnion(path.split(separator: "/").compactMap { Self.name(String($0)) })
    return names
  }

  private static func name(_ text: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private static func names(_ json: JSON) -> Set<String> {
    switch json {
    case .string(let text): Set(name(text).map { [$0] } ?? [])
    case .array(let elements): elements.reduce(into: []) { $0.formUnion(names($1)) }
    case .object(let object):
      object.members.reduce(into: []) { $0.formUnion(names($1.value)) }
    default: []
    }
  }

  fileprivate func resolving(_ ids: [String: String]) -> BulkRequest.Operation {
    var resolved = self
    resolved.data = data.map { Self.resolving($0, ids) }
    resolved.path = path.split(separator: "/").map { segment in
      Self.name(String(segment)).flatMap { ids[$0] }.map(PercentEncoding.pathSegment)
        ?? String(segment)
    }.reduce("") { "\($0)/\($1)" }
    return resolved
  }

  private static func resolving(_ json: JSON, _ ids: [String: String]) -> JSON {
    switch json {
    case .string(let text): name(text).flatMap { ids[$0] }.map { .string($0) } ?? json
    case .array(let elements): .array(elements.map { resolving($0, ids) })
    case .object(let object):
      .object(
        JSONObject(
          object.members.map { .init(key: $0.key, value: resolving($0.value, ids)) }))
    default: json
    }
  }
}
