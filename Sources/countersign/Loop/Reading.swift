import Foundation
import Governance
import Screens
import Store
import Sync

/// Answers the effects that only read. Runs on any thread.
struct Reading: Sendable {
  let store: Store
  let desk: Desk
  let operators: CurrentOperator
  let roles: [OperatorRole]
  let servers: [ConfiguredServer]
  let keys: KeyFolder

  private var `operator`: Operator { operators.value }

  /// nil for an effect that does more than read.
  func answer(to effect: Effect, now: Date) -> Event? {
    do {
      return try event(for: effect, now: now)
    } catch let error as StoreError {
      if [.invalidLimit, .hiddenAttribute].contains(error.code),
        let refused = Self.refusal(of: effect, error)
      {
        return refused
      }
      return .failed(
        Problem(code: error.code.rawValue, sentence: error.sentence, advice: error.advice))
    } catch {
      let failure = Failure(any: error)
      return .failed(
        Problem(code: failure.code, sentence: failure.sentence, advice: failure.advice))
    }
  }

  private func event(for effect: Effect, now: Date) throws -> Event? {
    switch effect {
    case .readQueue(let query, let rows, let following, let generation):
      let window = try queue(query, rows: rows, following: following, now: now)
      return .queueRead(window, generation: generation)
    case .readFolderCounts(let saved): return try folderCounts(saved, now: now)
    case .readQueueIDs(let query, let generation):
      return .queueIDsRead(try ids(of: query, now: now), generation: generation)
    case .readMatches(let query, let pattern, let generation):
      return .matchesRead(try matches(query, pattern, now: now), generation: generation)
    case .readStretch(let query, let first, let last, let generation):
      let ids = try stretch(try ids(of: query, now: now), from: first, to: last)
      return .matchesRead(ids, generation: generation)
    case .readGroup(let query, let id, let generation):
      let ids = try store.queueIDs(
        folder: query.folder, operator: `operator`.person, limit: query.limit, within: query.base,
        inGroupOf: id, sort: query.order, seenBy: try visibility(), now: now)
      return .matchesRead(ids, generation: generation)
    case .readDetail(let id):
      return .detailRead(id, try seen(desk.detail(id, operator: `operator`, now: now)))
    case .readPlans(let ids, let generation):
      let details = try ids.compactMap {
        try seen(desk.detail($0, operator: `operator`, now: now))
      }
      return .plansRead(details, generation: generation)
    case .readWhatIf(let ids, let generation):
      let details = try desk.whatIf(ids, operator: `operator`, now: now)
      return .plansRead(details, generation: generation)
    default: return try lists(effect, now: now)
    }
  }

  private func lists(_ effect: Effect, now: Date) throws -> Event? {
    switch effect {
    case .readPeople(let search, let order, let rows, let generation):
      let visibility = try visibility()
      if let refusal = visibility.refusal(of: .people) { throw Failure(refusal) }
      var window = try store.people(
        search: search, order: order, offset: rows.lowerBound, count: rows.count,
        seenBy: visibility, now: now)
      window.rows = window.rows.map { $0.seen(by: visibility) }
      return .peopleRead(window, generation: generation)
    case .readProfile(let key): return .profileRead(key, try profile(key, now: now))
    case .readPast(let person, let moment):
      return .pastRead(person.key, at: moment, try past(person, at: moment, now: now))
    case .readActivity(let order, let rows, let generation):
      let window = try store.activity(
        order: order, offset: rows.lowerBound, count: rows.count)
      return .activityRead(window, generation: generation)
    case .readAudit(let order, let rows, let generation):
      if let refusal = try visibility().refusal(of: .audit) { throw Failure(refusal) }
      let window = try store.audit(order: order, offset: rows.lowerBound, count: rows.count)
      let names = AuditNames(
        subjects: try subjects(of: window.rows), signers: try signers(of: window.rows))
      return .auditRead(window, names: names, generation: generation)
    case .readFindings(let order, let rows, let generation):
      let visibility = try visibility()
      if let refusal = visibility.refusal(of: .people) { throw Failure(refusal) }
      let window = try store.findings(
        order: order, offset: rows.lowerBound, count: rows.count, seenBy: visibility,
        by: `operator`.person, now: now)
      return .findingsRead(window, generation: generation)
    case .readLimitValues(let attribute, let ofPeople, let text):
      let values = try store.limitValues(
        of: attribute, ofPeople: ofPeople, containing: text, count: 100, seenBy: try visibility())
      return .limitValuesRead(values, of: attribute, ofPeople: ofPeople, text: text)
    case .verifyAudit: return .auditVerified(try AuditCheck.run(on: store, keys: keys))
    case .readServers: return .serversRead(try store.servers(servers, now: now))
    case .findBeneficiaries(let search, let generation):
      let visibility = try visibility()
      let rows = try store.people(
        search: search, offset: 0, count: 20, seenBy: visibility, now: now
      ).rows.map { $0.seen(by: visibility) }
      return .beneficiariesFound(rows, generation: generation)
    case .findEntitlements(let search, let generation):
      let rows = try store.entitlements(search: search, count: 20).rows
      return .entitlementsFound(rows, generation: generation)
    default: return nil
    }
  }

  private func visibility() throws(StoreError) -> Visibility {
    try store.visibility(of: `operator`.person, by: roles)
  }

  /// Throws: ``Failure`` that names the rule where the operator may not look them up.
  private func profile(_ key: IdentityKey, now: Date) throws -> Profile? {
    guard let profile = try store.profile(key, now: now) else { return nil }
    let visibility = try visibility()
    let refusal = try store.refusal(
      of: visibility, toSee: profile.person, by: `operator`.person)
    if let refusal { throw Failure(refusal) }
    return profile.seen(by: visibility)
  }

  /// Throws: ``Failure`` that names the rule where the operator may not look them up.
  private func past(
    _ person: PersonReference, at moment: Date, now: Date
  ) throws -> Result<Profile, HistoryRefusal> {
    let visibility = try visibility()
    let refusal = try store.refusal(of: visibility, toSee: person, by: `operator`.person)
    if let refusal { throw Failure(refusal) }
    return try store.profile(person, at: moment, now: now).map { $0.seen(by: visibility) }
  }

  /// What an approver must see of whom they decide about is part of the request; its fields follow
  /// the roles.
  private func seen(_ detail: RequestDetail?) throws(StoreError) -> RequestDetail? {
    guard var detail else { return nil }
    let visibility = try visibility()
    detail.beneficiary = detail.beneficiary?.seen(by: visibility)
    return detail
  }

  private func queue(
    _ query: QueueQuery, rows: Range<Int>, following: RequestID?, now: Date
  ) throws(StoreError) -> Window<QueueEntry> {
    let window = try page(query, offset: rows.lowerBound, count: rows.count, now: now)
    guard let following, !window.rows.contains(where: { $0.request.id == following }),
      let position = try ids(of: query, now: now).firstIndex(of: following)
    else { return window }
    let first = max(0, position - rows.count / 2)
    return try page(query, offset: first, count: rows.count, now: now)
  }

  private func page(
    _ query: QueueQuery, offset: Int, count: Int, now: Date
  ) throws(StoreError) -> Window<QueueEntry> {
    try store.queue(
      folder: query.folder, operator: `operator`.person, limit: query.limit,
      within: query.base, sort: query.order, offset: offset, count: count,
      seenBy: try visibility(), now: now)
  }

  private func ids(of query: QueueQuery, now: Date) throws(StoreError) -> [RequestID] {
    try store.queueIDs(
      folder: query.folder, operator: `operator`.person, limit: query.limit,
      within: query.base, sort: query.order, seenBy: try visibility(), now: now)
  }

  private func matches(
    _ query: QueueQuery, _ pattern: String, now: Date
  ) throws(StoreError) -> [RequestID] {
    try store.queueIDs(
      folder: query.folder, operator: `operator`.person, limit: query.limit, within: query.base,
      matching: pattern, sort: query.order, seenBy: try visibility(), now: now)
  }

  /// Both ends included, whichever comes first; empty when one is not in the list.
  private func stretch(
    _ ids: [RequestID], from first: RequestID, to last: RequestID
  ) throws -> [RequestID] {
    guard let start = ids.firstIndex(of: first), let end = ids.firstIndex(of: last) else {
      return []
    }
    return Array(ids[min(start, end)...max(start, end)])
  }

  /// What the requests that records are about are called; servers are called by their subject.
  private func subjects(of records: [AuditRecord]) throws(StoreError) -> [String: String] {
    var names: [String: String] = [:]
    for subject in Set(records.map(\.subject)) {
      guard let request = try store.request(RequestID(rawValue: subject)) else { continue }
      names[subject] = request.title
    }
    return names
  }

  /// Shape: `Priya Nair · 3f2a91…`, by the records' numbers.
  private func signers(of records: [AuditRecord]) throws(StoreError) -> [Int64: String] {
    try store.auditSigners(of: records.map(\.sequence)).mapValues {
      "\($0.owner) · \(AuditSignature.short($0.key))"
    }
  }

  private func folderCounts(_ saved: [SavedFolder], now: Date) throws(StoreError) -> Event {
    var counts: [QueueFolder: Int] = [:]
    for folder in QueueFolder.allCases {
      counts[folder] = try store.queue(
        folder: folder, operator: `operator`.person, offset: 0, count: 0, now: now
      ).total
    }
    var savedCounts: [String: Int] = [:]
    for folder in saved {
      do throws(StoreError) {
        savedCounts[folder.name] = try store.queue(
          folder: folder.folder, operator: `operator`.person, limit: folder.limit, offset: 0,
          count: 0, seenBy: try visibility(), now: now
        ).total
      } catch {
        // Its own list says what is wrong with its limit, once it is opened.
        guard [.invalidLimit, .hiddenAttribute].contains(error.code) else { throw error }
      }
    }
    return .folderCountsRead(counts, saved: savedCounts)
  }

  private static func refusal(of effect: Effect, _ error: StoreError) -> Event? {
    let mistake = LimitMistake(offset: error.offset ?? 0, sentence: error.sentence)
    return switch effect {
    case .readQueue(_, _, _, let generation), .readMatches(_, _, let generation):
      .limitRefused(mistake, generation: generation)
    case .readPeople(_, _, _, let generation): .searchRefused(mistake, generation: generation)
    default: nil
    }
  }
}
