import Foundation
import HTTP
import SCIM
import Synchronization

/// A small SCIM server that can be told to misbehave as real ones do (PROVIDERS.md).
final class ModelServer: HTTPTransport {
  /// How it departs from the RFCs.
  struct Quirks: Sendable {
    /// Versions are there and `If-Match` is obeyed.
    var hasVersions = false
    /// A filter is ignored: everybody comes back.
    var ignoresFilters = false
    /// 400 for every filter.
    var refusesFilters = false
    /// `externalId` is dropped in silence.
    var dropsExternalID = false
    /// A write is answered with 2xx and forgotten.
    var forgetsWrites = false
    /// Groups come without `members`.
    var hidesMembers = false
    /// A group's members can be asked for by filter only, users have no `groups`.
    var hidesGroups = false
    /// A creation is answered with 201 and nothing else.
    var answersNothing = false
  }

  /// What happens to a call instead of, or besides, what it asks for.
  enum Fault: Sendable {
    /// Not carried out; this answer.
    case answer(Int, String, [(String, String)] = [])
    /// Not carried out, and no answer.
    case fails(HTTPError)
    /// Carried out, and no answer.
    case cut
    /// Somebody else changes something first.
    case meanwhile(@Sendable (inout [String: JSON]) -> Void)
  }

  fileprivate struct State {
    /// By path. Shape: `/Users/u1`.
    var resources: [String: JSON] = [:]
    var versions: [String: Int] = [:]
    var nextID = 1
    var faults: [(method: String, fault: Fault)] = []
    var log: [String] = []
    var mediaTypes: [String] = []
    var time: (@Sendable () -> Date)?
  }

  static let base = "https://scim.example/v2"
  private let quirks: Quirks
  private let state = Mutex(State())

  init(_ resources: [String: JSON] = [:], quirks: Quirks = Quirks()) {
    self.quirks = quirks
    state.withLock { state in
      for (path, json) in resources { state.put(json, at: path) }
    }
  }

  /// From now on each answer says what time it is (RFC 9110 §6.6.1).
  func tellTime(_ time: @escaping @Sendable () -> Date) { state.withLock { $0.time = time } }

  /// Shape: `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func text(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.string(from: date)
  }

  /// The next call with this method meets the fault. Order: as they were added.
  func inject(_ method: String, _ fault: Fault) {
    state.withLock { $0.faults.append((method, fault)) }
  }

  func change(_ path: String, _ body: @Sendable (inout JSON) -> Void) {
    state.withLock { state in
      var json = state.resources[path] ?? [:]
      body(&json)
      state.put(json, at: path)
    }
  }

  subscript(path: String) -> JSON? { state.withLock { $0.resources[path] } }

  /// Of bodies. Order: as they came.
  var mediaTypes: [String] { state.withLock { $0.mediaTypes } }

  var users: [JSON] { all("/Users/") }

  /// All resources below a path, in order of their ids.
  func all(_ prefix: String) -> [JSON] {
    state.withLock { state in
      state.resources.keys.filter { $0.hasPrefix(prefix) }.sorted().compactMap {
        state.resources[$0]
      }
    }
  }

  /// Shape: `PATCH /Groups/g1 If-Match "2" → 412`. Reads are left out unless asked for.
  func calls(reads: Bool = false) -> [String] {
    state.withLock { $0.log.filter { reads || !$0.hasPrefix("GET") } }
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try state.withLock { state throws(HTTPError) in
      let target = request.url.dropFirst(Self.base.count)
      let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
      let path = PercentEncoding.decode(parts[0]) ?? parts[0]
      let query = PercentEncoding.parseQuery(parts.count > 1 ? parts[1] : "") ?? []
      var line = "\(request.method) \(path)"
      if let filter = query.first(where: { $0.name == "filter" }) { line += " \(filter.value)" }
      if let version = request.header("If-Match") { line += " If-Match \(version)" }
      if let type = request.header("Content-Type") { state.mediaTypes.append(type) }
      do throws(HTTPError) {
        var response = try state.answer(request, path, query, quirks)
        if let time = state.time { response.headers.append(("Date", Self.text(time()))) }
        state.log.append("\(line) → \(response.status)")
        return response
      } catch {
        state.log.append("\(line) → \(error.code)")
        throw error
      }
    }
  }
}

extension ModelServer.State {
  fileprivate mutating func put(_ json: JSON, at path: String) {
    var json = json
    json["id"] = .string(String(path.split(separator: "/").last ?? ""))
    resources[path] = json
    versions[path, default: 0] += 1
  }

  fileprivate mutating func answer(
    _ request: HTTPRequest, _ path: String, _ query: [(name: String, value: String)],
    _ quirks: ModelServer.Quirks
  ) throws(HTTPError) -> HTTPResponse {
    var isCut = false
    if let place = faults.firstIndex(where: { $0.method == request.method }) {
      switch faults.remove(at: place).fault {
      case .answer(let status, let text, let headers):
        return HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
      case .fails(let error): throw error
      case .cut: isCut = true
      case .meanwhile(let body):
        let before = resources
        body(&resources)
        for (path, json) in resources where before[path] != json { versions[path, default: 0] += 1 }
      }
    }
    let response = carryOut(request, path, query, quirks)
    if isCut { throw .cut(host: "scim.example", receivedBytes: 0) }
    return response
  }

  private mutating func carryOut(
    _ request: HTTPRequest, _ path: String, _ query: [(name: String, value: String)],
    _ quirks: ModelServer.Quirks
  ) -> HTTPResponse {
    do throws(SCIMError) {
      switch request.method {
      case "GET": return try get(path, query, quirks)
      case "POST": return try create(path, request, quirks)
      default: return try patch(path, request, quirks)
      }
    } catch {
      return HTTPResponse(status: error.status, body: error.json.bytes)
    }
  }

  private func shown(_ path: String, _ quirks: ModelServer.Quirks) -> JSON {
    var json = resources[path] ?? [:]
    if quirks.hidesMembers && path.hasPrefix("/Groups/") { json["members"] = nil }
    if path.hasPrefix("/Users/") && !quirks.hidesGroups {
      let id = json["id"]?.string ?? ""
      let groups = resources.values.filter { group in
        group["members"]?.array?.contains { $0["value"]?.string == id } ?? false
      }
      json["groups"] = .array(groups.map { ["value": $0["id"] ?? ""] })
    }
    return json
  }

  private func get(
    _ path: String, _ query: [(name: String, value: String)], _ quirks: ModelServer.Quirks
  ) throws(SCIMError) -> HTTPResponse {
    if resources[path] != nil { return response(200, path, quirks) }
    guard ["/Users", "/Groups"].contains(path) else {
      throw SCIMError(status: 404, detail: "No such resource.")
    }
    var found = resources.keys.filter { $0.hasPrefix(path + "/") }.sorted()
    if let text = query.first(where: { $0.name == "filter" })?.value, !quirks.ignoresFilters {
      if quirks.refusesFilters { throw .invalidFilter("No filters here.") }
      let filter: Filter
      do { filter = try Filter(parsing: text) } catch { throw .invalidFilter("\(error)") }
      found = found.filter { filter.matches(resources[$0] ?? [:]) }
    }
    let start = query.first { $0.name == "startIndex" }.flatMap { Int($0.value) } ?? 1
    let count = query.first { $0.name == "count" }.flatMap { Int($0.value) } ?? 100
    let page = found.dropFirst(start - 1).prefix(count)
    let list = ListResponse(
      totalResults: found.count, resources: page.map { shown($0, quirks) })
    return HTTPResponse(status: 200, body: list.json.bytes)
  }

  private mutating func create(
    _ path: String, _ request: HTTPRequest, _ quirks: ModelServer.Quirks
  ) throws(SCIMError) -> HTTPResponse {
    var json = try Self.json(request)
    let name = json["userName"]?.string?.lowercased()
    if resources.values.contains(where: { $0["userName"]?.string?.lowercased() == name }) {
      throw .uniqueness("userName is taken.")
    }
    if quirks.dropsExternalID { json["externalId"] = nil }
    let new = "\(path)/new\(nextID)"
    nextID += 1
    if !quirks.forgetsWrites { put(json, at: new) }
    return quirks.answersNothing
      ? HTTPResponse(status: 201) : response(201, new, quirks)
  }

  private mutating func patch(
    _ path: String, _ request: HTTPRequest, _ quirks: ModelServer.Quirks
  ) throws(SCIMError) -> HTTPResponse {
    guard let old = resources[path] else {
      throw SCIMError(status: 404, detail: "No such resource.")
    }
    if quirks.hasVersions, let wanted = request.header("If-Match"), wanted != tag(path) {
      throw SCIMError(status: 412, detail: "The version is another one.")
    }
    let json = try Self.json(request)
    let new = request.method == "PUT" ? json : try PatchRequest(json).apply(to: old)
    if !quirks.forgetsWrites { put(new, at: path) }
    return response(200, path, quirks)
  }

  private static func json(_ request: HTTPRequest) throws(SCIMError) -> JSON {
    do { return try JSON(parsing: request.body ?? []) } catch { throw .invalidSyntax("\(error)") }
  }

  private func tag(_ path: String) -> String { "\"\(versions[path, default: 0])\"" }

  private func response(
    _ status: Int, _ path: String, _ quirks: ModelServer.Quirks
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: quirks.hasVersions ? [("ETag", tag(path))] : [],
      body: shown(path, quirks).bytes)
  }
}
