import Foundation
import SCIM

extension TenantState {
  /// One page of one kind.
  mutating func list(
    _ number: Int, _ query: ListQuery, _ exchange: Exchange
  ) throws(SCIMError) -> JSON {
    let found = try find(number, query, exchange)
    let withMembers = found.projection.includes("members")
    var response = found.response
    response.resources = found.slots.map { slot in
      found.projection.apply(
        to: resource(number, Int(slot), base: exchange.base, withMembers: withMembers))
    }
    return response.json
  }

  /// One page of one kind as it is sent: pages of groups with all their members are long.
  mutating func answerList(
    _ number: Int, _ query: ListQuery, _ exchange: Exchange
  ) throws(SCIMError) -> SandboxResponse {
    let found = try find(number, query, exchange)
    guard shelves[number].kind.hasMembers, found.projection.keepsWhole("members") else {
      return SandboxResponse(json: try list(number, query, exchange))
    }
    // What is around the resources is what an empty page has: it ends with the empty list.
    let frame = found.response.json.bytes
    let writer = ResourceWriter(
      found.slots, of: number, in: self, base: exchange.base, projection: found.projection,
      head: Array(frame.dropLast(2)), tail: Array(frame.suffix(2)))
    return SandboxResponse(writer)
  }

  private struct Found {
    /// Without its resources.
    var response: ListResponse
    var slots: ArraySlice<Int32>
    var projection: Projection
  }

  private mutating func find(
    _ number: Int, _ query: ListQuery, _ exchange: Exchange
  ) throws(SCIMError) -> Found {
    let kind = shelves[number].kind
    let projection = try Projection(
      attributes: query.attributes, excluded: query.excludedAttributes, schemas: kind.schemas)
    let query = try obeyed(query)
    let slots = try slots(number, query, base: exchange.base)
    let page = try page(slots, query, now: exchange.now, kind: kind)
    let response = ListResponse(
      totalResults: dialect.total == .pageSize ? page.slots.count : slots.count,
      startIndex: query.cursor == nil ? query.startIndex : nil, itemsPerPage: page.slots.count,
      nextCursor: page.next, resources: [])
    return Found(response: response, slots: page.slots, projection: projection)
  }

  /// The query as this dialect understands it.
  private func obeyed(_ query: ListQuery) throws(SCIMError) -> ListQuery {
    var query = query
    if query.cursor != nil, !dialect.hasCursors { query.cursor = nil }
    if query.sortBy != nil, !dialect.canSort { query.sortBy = nil }
    if let count = query.count, count > dialect.maximumPageSize {
      guard dialect.oversize == .clamped else {
        throw .tooMany("At most \(dialect.maximumPageSize) resources a page.")
      }
      query.count = dialect.maximumPageSize
    }
    guard let filter = query.filter else { return query }
    if filter.looksAtLastModified {
      switch dialect.dateFilter {
      case .honoured: break
      case .ignored: query.filter = nil
      case .refused: throw .invalidFilter("meta.lastModified cannot be filtered here.")
      }
    }
    if case .equality(let names) = dialect.filters, !filter.isEquality(onAnyOf: names) {
      throw .invalidFilter("Only eq on \(names.joined(separator: ", ")) is supported here.")
    }
    return query
  }

  private struct Page {
    var slots: ArraySlice<Int32>
    var next: String?
  }

  private func page(
    _ slots: [Int32], _ query: ListQuery, now: Date, kind: ResourceKind
  ) throws(SCIMError) -> Page {
    let count = query.count ?? dialect.defaultPageSize
    let identity = kind.name + "\n" + query.identity
    guard let cursor = query.cursor else {
      let start = min(query.startIndex - 1, slots.count)
      return Page(slots: slots[start..<min(slots.count, start + count)], next: nil)
    }
    let position =
      cursor.isEmpty ? 0 : try Cursor(cursor, for: identity, now: now).position
    // In the order of the slots a cursor holds on to a slot, so that deletions move nothing.
    let bySlot = query.sortBy == nil
    let start = bySlot ? slots.firstPlace(notBefore: position) : min(position, slots.count)
    let end = min(slots.count, start + count)
    guard end < slots.count else { return Page(slots: slots[start..<end], next: nil) }
    let next = Cursor(position: bySlot ? Int(slots[end]) : end, issued: now)
    return Page(slots: slots[start..<end], next: next.text(for: identity))
  }

  /// All live slots that fit, in order. The last answer is kept for its next page.
  private mutating func slots(
    _ number: Int, _ query: ListQuery, base: String
  ) throws(SCIMError) -> [Int32] {
    if query.filter == nil, query.sortBy == nil { return shelves[number].live }
    let key = "\(number)\n\(query.filter?.description ?? "")\n\(query.identity)"
    if let found, found.query == key, found.revision == revision { return found.slots }
    var slots = shelves[number].live
    if let filter = query.filter { slots = matching(filter, number, base: base) }
    if let path = query.sortBy {
      slots = sorted(slots, by: path, descending: query.isDescending, number, base: base)
    }
    found = FoundSlots(query: key, revision: revision, slots: slots)
    return slots
  }

  private mutating func matching(_ filter: Filter, _ number: Int, base: String) -> [Int32] {
    // Whose groups are asked for is known from the rosters: no group has to list its members.
    if let groups = groupsOfMember(filter, number) { return groups.map { Int32($0) } }
    let candidates = candidates(filter, number)?.map { Int32($0) } ?? shelves[number].live
    let schemas = shelves[number].kind.schemas
    let withMembers = filter.paths.contains { $0.attribute.lowercased() == "members" }
    return candidates.filter { slot in
      filter.matches(
        resource(number, Int(slot), base: base, withMembers: withMembers),
        caseExact: schemas.isCaseExact)
    }
  }

  /// The slots of the groups that a filter for one member finds; nil for any other filter.
  private func groupsOfMember(_ filter: Filter, _ number: Int) -> [Int]? {
    guard case .compare(let path, .equal, .string(let id)) = filter,
      shelves[number].kind.hasMembers,
      path == AttributePath("members") || path == AttributePath("members", "value")
    else { return nil }
    let here = member(id) ?? member(id.lowercased())
    let groups =
      here?.userSlot.map(rosters.groups(ofUser:))
      ?? here?.groupSlot.map(rosters.groups(ofGroup:)) ?? []
    return Set(groups + rosters.groups(ofStranger: id)).sorted()
  }

  /// Live slots among which all that fit are, found without looking at every resource; nil when there
  /// is no such way.
  private mutating func candidates(_ filter: Filter, _ number: Int) -> [Int]? {
    switch filter {
    case .and(let left, let right):
      return candidates(left, number) ?? candidates(right, number)
    case .or(let left, let right):
      guard let first = candidates(left, number), let second = candidates(right, number) else {
        return nil
      }
      return Set(first).union(second).sorted()
    case .compare(let path, .equal, .string(let value)):
      if let groups = groupsOfMember(filter, number) { return groups }
      if path == AttributePath("id") { return shelves[number].slot(value).map { [$0] } ?? [] }
      guard let attribute = LookupKey.Attribute(path) else { return nil }
      return shelves[number].slots(LookupKey(attribute, value))
    case .compare(let path, let comparison, .string(let value)):
      guard path == AttributePath("meta", "lastModified"), let date = SCIMDate.parse(value) else {
        return nil
      }
      return changed(number, comparison, date)
    case .compare, .present, .not, .complex: return nil
    }
  }

  private func changed(_ number: Int, _ comparison: Filter.Operator, _ date: Date) -> [Int]? {
    // Dates are printed to the millisecond; the filter itself decides at the edge.
    let edge = 0.001
    let shelf = shelves[number]
    switch comparison {
    case .greater, .greaterOrEqual:
      return shelf.live.map(Int.init).filter { shelf.modified($0) >= date - edge }
    case .less, .lessOrEqual:
      return shelf.live.map(Int.init).filter { shelf.modified($0) <= date + edge }
    default: return nil
    }
  }

  private func sorted(
    _ slots: [Int32], by path: AttributePath, descending: Bool, _ number: Int, base: String
  ) -> [Int32] {
    let isExact = shelves[number].kind.schemas.isCaseExact(path)
    let keyed = slots.map { slot -> (slot: Int32, key: String?) in
      let values = path.values(
        in: resource(number, Int(slot), base: base, withMembers: false))
      let value = values.first { $0["primary"]?.bool == true } ?? values.first
      let text = (value?["value"] ?? value).map { $0.string ?? $0.text }
      return (slot, isExact ? text : text?.lowercased())
    }
    // > Resources without a value come last in ascending order (RFC 7644 §3.4.2.3).
    let ordered = keyed.sorted { left, right in
      switch (left.key, right.key) {
      case (let first?, let second?): first == second ? left.slot < right.slot : first < second
      case (nil, nil): left.slot < right.slot
      case (let first, _): first != nil
      }
    }
    return descending ? ordered.reversed().map(\.slot) : ordered.map(\.slot)
  }
}

extension Filter {
  /// Whether a condition is about `meta.lastModified`.
  fileprivate var looksAtLastModified: Bool {
    paths.contains(AttributePath("meta", "lastModified"))
  }

  fileprivate func isEquality(onAnyOf names: [String]) -> Bool {
    guard case .compare(let path, .equal, _) = self else { return false }
    return names.contains { $0.lowercased() == path.description.lowercased() }
  }
}

extension LookupKey.Attribute {
  fileprivate init?(_ path: AttributePath) {
    switch path {
    case AttributePath("userName"): self = .userName
    case AttributePath("externalId"): self = .externalId
    case AttributePath("emails"), AttributePath("emails", "value"): self = .email
    default: return nil
    }
  }
}

extension [Int32] {
  /// The place of the first slot that is not smaller, in an ascending list.
  fileprivate func firstPlace(notBefore slot: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(self[middle]) < slot { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
