import SCIM

/// How a type's lists page (PROVIDERS rule 1).
extension Trial {
  /// Beyond any directory, and within 32 bits.
  private static let farAway = 2_000_000_000

  func tryPaging(_ found: inout Capabilities) async throws(SyncError) {
    let cursor = try await cursorPaging(announced: found.cursorPaging)
    guard rows.count > 1, let second = id(rows[1]) else {
      found.note(
        Proof(
          .indexPaging, says: found.indexPaging, does: .unknown,
          "fewer than two users: nothing to page"))
      return note(cursor, &found)
    }
    let page = try await page(("startIndex", "2"), ("count", "1"))
    let says = found.indexPaging
    let isHonest = ids(page).first == second
    found.indexPaging = isHonest ? .proven : .refuted
    found.note(
      Proof(
        .indexPaging, says: says, does: found.indexPaging,
        isHonest
          ? "startIndex=2 starts with the second user"
          : "startIndex=2 does not start with the second user"))
    notePageSize(page, &found)
    try await tryPastTheEnd(&found)
    note(cursor, &found)
    try await tryIDPaging(&found)
  }

  private func note(_ cursor: Proof, _ found: inout Capabilities) {
    if cursor.does != .unknown { found.cursorPaging = cursor.does }
    found.note(cursor)
  }

  private func notePageSize(_ page: ListResponse?, _ found: inout Capabilities) {
    let count = page?.resources.count ?? 0
    let limit = found.maximumPageSize.map { ", at most \($0) by its own account" } ?? ""
    found.note(
      Proof(
        .pageSize, does: count == 1 ? .proven : .refuted,
        count == 1 ? "count is honoured\(limit)" : "count=1 brought \(count)\(limit)"))
  }

  /// Some servers send the page's size as the total.
  func tryTotal(_ found: inout Capabilities) async throws(SyncError) {
    func note(_ does: Capabilities.Support, _ detail: String) {
      found.note(Proof(.total, type: type.name, does: does, detail))
    }
    guard let total = first.totalResults else { return note(.absent, "lists have none") }
    guard rows.count > 1 else { return note(.unknown, "\(total): too few to tell") }
    let page = try await page(("startIndex", "1"), ("count", "1"))
    guard page?.resources.count == 1, let other = page?.totalResults else {
      return note(.unknown, "no page of one to compare with")
    }
    guard other == total, total >= rows.count else {
      return note(.refuted, "the page's size, not the same from page to page")
    }
    note(.proven, "\(total), on each page")
  }

  /// Some begin anew or repeat a page there, for ever; some refuse.
  private func tryPastTheEnd(_ found: inout Capabilities) async throws(SyncError) {
    let page = try await page(("startIndex", "\(Self.farAway)"), ("count", "2"))
    guard let page else {
      found.note(Proof(.pastTheEnd, does: .absent, "a far startIndex is refused"))
      return
    }
    found.note(
      Proof(
        .pastTheEnd, does: page.resources.isEmpty ? .proven : .refuted,
        page.resources.isEmpty ? "an empty page" : "sends known users once more"))
  }

  /// RFC 9865 §2: an empty cursor asks for the first page, `nextCursor` leads to the next.
  private func cursorPaging(announced: Capabilities.Support) async throws(SyncError) -> Proof {
    guard rows.count > 1 else {
      return Proof(.cursorPaging, says: announced, does: .unknown, "fewer than two users")
    }
    let refuted: Capabilities.Support = announced == .announced ? .refuted : .absent
    guard let page = try await page(("cursor", ""), ("count", "1")),
      let cursor = page.nextCursor, let before = id(page.resources.first)
    else { return Proof(.cursorPaging, says: announced, does: refuted, "no nextCursor came") }
    let next = try await self.page(("cursor", cursor), ("count", "1"))
    guard let after = id(next?.resources.first), after != before else {
      return Proof(
        .cursorPaging, says: announced, does: refuted, "nextCursor leads to the same page")
    }
    return Proof(.cursorPaging, says: announced, does: .proven, "nextCursor leads on")
  }

  /// The way past a bound on `startIndex` (PROVIDERS rule 13: Salesforce).
  private func tryIDPaging(_ found: inout Capabilities) async throws(SyncError) {
    let start = ids(try await page(("sortBy", "id"), ("count", "2")))
    guard start.count == 2 else { return }
    let next = try await filtered(
      "id gt \(quoted(start[0]))", ("sortBy", "id"), ("count", "2"))
    let works = next.map { ids($0).first == start[1] } ?? false
    found.note(
      Proof(
        .idPaging, does: works ? .proven : next == nil ? .absent : .refuted,
        works
          ? "id gt \"…\" goes on after an id"
          : next == nil ? "id gt \"…\" is refused" : "id gt \"…\" does not go on after an id"))
  }
}
