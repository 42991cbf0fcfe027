import Foundation
import SCIM

extension TenantState {
  /// Answers one request whose token was right.
  mutating func answer(_ exchange: Exchange) -> SandboxResponse {
    do throws(SCIMError) {
      return try route(exchange)
    } catch {
      let allowed = error.status == 405 ? [("Allow", allowedMethods(exchange))] : []
      return SandboxResponse(error, headers: allowed)
    }
  }

  /// Removes users from the front of the list, as if somebody deleted them meanwhile. The cast stays
  /// when it can: those removed are the last of the first page.
  mutating func churn(_ removals: Int, now: Date) {
    guard let number = shelfIndex(named: "User") else { return }
    for slot in shelves[number].live.prefix(removals) {
      rosters.removeUser(Int(slot))
      shelves[number].remove(Int(slot))
    }
    revision += 1
  }

  private mutating func route(_ exchange: Exchange) throws(SCIMError) -> SandboxResponse {
    let segments = exchange.segments
    switch segments.first {
    case nil: throw SCIMError(status: 404, detail: "Name a resource type: /Users.")
    case "ServiceProviderConfig" where segments.count == 1:
      try allow(["GET"], exchange)
      return SandboxResponse(json: configuration(base: exchange.base))
    case "ResourceTypes":
      return try discovery(resourceTypes(base: exchange.base), exchange)
    case "Schemas" where dialect.listsSchemas:
      return try discovery(schemas(base: exchange.base), exchange)
    case "Me": throw SCIMError(status: 501, detail: "There is no /Me here.")
    case "Bulk" where segments.count == 1:
      try allow(["POST"], exchange)
      return try bulk(exchange)
    case ".search" where segments.count == 1:
      try allow(["POST"], exchange)
      return try searchAll(exchange)
    case let endpoint?:
      guard let number = shelfIndex(endpoint: endpoint), segments.count <= 2 else {
        throw SCIMError(status: 404, detail: "There is no such endpoint.")
      }
      guard segments.count == 2 else { return try collection(number, exchange) }
      if segments[1] == ".search" {
        try allow(["POST"], exchange)
        return try answerList(number, try ListQuery(search: try exchange.json()), exchange)
      }
      return try single(number, segments[1], exchange)
    }
  }

  private func discovery(_ all: [JSON], _ exchange: Exchange) throws(SCIMError) -> SandboxResponse {
    try allow(["GET"], exchange)
    // > A filter on a discovery endpoint is 403 (RFC 7644 §4).
    guard exchange.parameter("filter") == nil else {
      throw SCIMError(status: 403, detail: "Discovery cannot be filtered.")
    }
    guard exchange.segments.count > 1 else {
      let response = ListResponse(
        totalResults: all.count, startIndex: 1, itemsPerPage: all.count, resources: all)
      return SandboxResponse(json: response.json)
    }
    let wanted = exchange.segments[1].lowercased()
    guard exchange.segments.count == 2,
      let found = all.first(where: { $0["id"]?.string?.lowercased() == wanted })
    else { throw SCIMError(status: 404, detail: "There is no such thing.") }
    return SandboxResponse(json: found)
  }

  private mutating func collection(
    _ number: Int, _ exchange: Exchange
  ) throws(SCIMError) -> SandboxResponse {
    let kind = shelves[number].kind
    try allow(kind.isReadOnly ? ["GET"] : ["GET", "POST"], exchange)
    guard exchange.request.method == "POST" else {
      return try answerList(number, try ListQuery(exchange), exchange)
    }
    let projection = try projection(kind, exchange)
    let slot = try create(number, try exchange.json(), now: exchange.now)
    return answer(number, slot, exchange, projection, status: 201)
  }

  private mutating func single(
    _ number: Int, _ id: String, _ exchange: Exchange
  ) throws(SCIMError) -> SandboxResponse {
    let kind = shelves[number].kind
    try allow(methods(kind), exchange)
    guard let slot = shelves[number].slot(id) else {
      throw SCIMError(status: 404, detail: "There is no \(kind.name) of that id.")
    }
    let projection = try projection(kind, exchange)
    if exchange.request.method == "GET" {
      if dialect.entityTags == .honoured, let tag = exchange.request.header("If-None-Match"),
        EntityTag.matches(tag, self.tag(number, slot))
      {
        return SandboxResponse(status: 304, headers: [("ETag", self.tag(number, slot))])
      }
      return answer(number, slot, exchange, projection)
    }
    try checkPrecondition(number, slot, exchange)
    switch exchange.request.method {
    case "PUT":
      try replace(
        number, slot, with: try exchange.json(), base: exchange.base, now: exchange.now)
    case "PATCH":
      try patch(number, slot, with: try exchange.json(), base: exchange.base, now: exchange.now)
    default:
      delete(number, slot, now: exchange.now)
      return SandboxResponse(status: 204)
    }
    return answer(number, slot, exchange, projection)
  }

  /// Searches all kinds (RFC 7644 §3.4.3): the first page of each, together.
  private mutating func searchAll(_ exchange: Exchange) throws(SCIMError) -> SandboxResponse {
    var query = try ListQuery(search: try exchange.json())
    query.count = query.count ?? dialect.maximumPageSize
    var all: [JSON] = []
    for number in shelves.indices where !shelves[number].kind.isReadOnly {
      let page = try ListResponse(try list(number, query, exchange))
      all += page.resources
    }
    let shown = Array(all.prefix(query.count ?? 0))
    let response = ListResponse(
      totalResults: all.count, startIndex: 1, itemsPerPage: shown.count, resources: shown)
    return SandboxResponse(json: response.json)
  }

  private func answer(
    _ number: Int, _ slot: Int, _ exchange: Exchange, _ projection: Projection, status: Int = 200
  ) -> SandboxResponse {
    var headers = [("Location", location(number, slot, base: exchange.base))]
    if dialect.entityTags != .absent { headers.append(("ETag", tag(number, slot))) }
    if shelves[number].kind.hasMembers, projection.keepsWhole("members") {
      let writer = ResourceWriter(
        [Int32(slot)], of: number, in: self, base: exchange.base, projection: projection)
      return SandboxResponse(status: status, writer, headers: headers)
    }
    let whole = resource(
      number, slot, base: exchange.base, withMembers: projection.includes("members"))
    return SandboxResponse(status: status, json: projection.apply(to: whole), headers: headers)
  }

  private func projection(
    _ kind: ResourceKind, _ exchange: Exchange
  ) throws(SCIMError) -> Projection {
    try Projection(
      attributes: exchange.parameter("attributes"),
      excluded: exchange.parameter("excludedAttributes"), schemas: kind.schemas)
  }

  private func checkPrecondition(
    _ number: Int, _ slot: Int, _ exchange: Exchange
  ) throws(SCIMError) {
    guard dialect.entityTags == .honoured, let wanted = exchange.request.header("If-Match"),
      !EntityTag.matches(wanted, tag(number, slot))
    else { return }
    throw SCIMError(status: 412, detail: "The resource has changed since it was read.")
  }

  private func methods(_ kind: ResourceKind) -> [String] {
    if kind.isReadOnly { return ["GET"] }
    return ["GET", "PATCH"] + (dialect.canReplace ? ["PUT"] : [])
      + (dialect.deletion == .refused ? [] : ["DELETE"])
  }

  func allow(_ methods: [String], _ exchange: Exchange) throws(SCIMError) {
    guard methods.contains(exchange.request.method) else {
      throw SCIMError(status: 405, detail: "Only \(methods.joined(separator: ", ")) here.")
    }
  }

  /// For the header of a 405 (RFC 9110 §15.5.6).
  private func allowedMethods(_ exchange: Exchange) -> String {
    if exchange.segments == ["Bulk"] { return "POST" }
    guard let number = exchange.segments.first.flatMap(shelfIndex(endpoint:)) else { return "GET" }
    let kind = shelves[number].kind
    if exchange.segments.count == 2 { return methods(kind).joined(separator: ", ") }
    return kind.isReadOnly ? "GET" : "GET, POST"
  }
}
