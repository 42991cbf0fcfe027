import Foundation
import Governance
import Terminal

@testable import Screens

/// Presses keys and answers effects from the sample, as the program around the screens does.
struct Driver {
  var state: AppState
  var entries = Sample.entries
  var servers = Sample.servers
  var people = Sample.people
  var actions = Sample.actions
  var records = Sample.records
  var calls: [CallRecord] = []
  var findings = Sample.findings
  /// What a decision is answered with; a request that is not in it is recorded.
  var refusals: [RequestID: DecisionRefusal] = [:]
  /// Digests that changed since the plan was shown first.
  var digests: [RequestID: String] = [:]
  /// What the operator adds in the editor.
  var edited = ""
  /// Every effect, in order.
  private(set) var effects: [Effect] = []
  /// False holds answers back, to see the screens while they wait.
  var isAnswering = true

  init(
    columns: Int = 80, rows: Int = 24, operator: Operator = Sample.operator,
    keys: KeyBindings = KeyBindings(), views: ViewSettings = ViewSettings(),
    folders: [SavedFolder] = []
  ) {
    state = AppState(
      operator: `operator`, now: Sample.now, timeZone: .gmt,
      size: Size(columns: columns, rows: rows), keys: keys, views: views, folders: folders)
  }

  static func started(
    columns: Int = 80, rows: Int = 24, keys: KeyBindings = KeyBindings(),
    views: ViewSettings = ViewSettings(), folders: [SavedFolder] = []
  ) -> Driver {
    var driver = Driver(
      columns: columns, rows: rows, keys: keys, views: views, folders: folders)
    driver.send(.started)
    return driver
  }

  mutating func send(_ event: Event) {
    var events = [event]
    while !events.isEmpty {
      let effects = update(&state, events.removeFirst())
      self.effects += effects
      if isAnswering { events += effects.compactMap { answer($0) } }
    }
  }

  mutating func press(_ keys: Key...) {
    // Whoever presses has looked at the screen.
    send(.rested)
    for key in keys { send(.key(key)) }
  }

  /// Presses a character at a time, without looking.
  mutating func type(_ text: String) {
    send(.rested)
    for character in text { send(.key(.character(character))) }
  }

  mutating func forgetEffects() { effects = [] }

  var screen: [String] { render(state, size: state.size).text }
  var message: String? { state.message?.text }

  var decisions: [DecisionBatch] {
    effects.compactMap { if case .decide(let batch) = $0 { batch } else { nil } }
  }

  // MARK: The world

  private func listed(_ query: QueueQuery) -> [QueueEntry] {
    let all: [QueueEntry] =
      switch query.folder {
      case .decided: Sample.decided
      case .mine: entries.filter { $0.request.requester.key == Sample.priya.key }
      case .overdue: entries.filter { $0.request.neededBy.map { $0 < state.now } ?? false }
      case .forMe, .open: entries
      }
    let listed = all.filter { matches($0, query.limit) && matches($0, query.base) }
    guard let group = query.order.group else { return listed }
    let names = Set(listed.map { groupName($0, group) }).sorted()
    return names.flatMap { name in listed.filter { groupName($0, group) == name } }
  }

  /// The sample knows the order of its groups only.
  private func groupName(_ entry: QueueEntry, _ group: QueueColumn) -> String {
    switch group {
    case .person: entry.request.beneficiary.name
    case .requester: entry.request.requester.name
    case .place: entry.request.items[0].entitlement.server
    case .risk: "\(RequestWords.riskRole(entry.riskScore))"
    default: entry.request.items[0].display
    }
  }

  /// Words, or `risk ge N`.
  private func matches(_ entry: QueueEntry, _ limit: String) -> Bool {
    let words = limit.split(separator: " ")
    if words.count == 3, words[0] == "risk", let risk = Int(words[2]) {
      return words[1] == "ge" ? entry.riskScore >= risk : entry.riskScore < risk
    }
    let text = "\(entry.request.beneficiary.name) \(entry.request.items[0].display)".lowercased()
    return words.allSatisfy { text.contains($0.lowercased()) }
  }

  /// The sample's grammar knows one mistake: a filter that ends with its operator.
  private func mistake(_ limit: String) -> LimitMistake? {
    limit.hasSuffix(" eq")
      ? LimitMistake(offset: limit.count, sentence: "A value is missing after eq.") : nil
  }

  private func window<Row>(_ rows: [Row], _ range: Range<Int>) -> Window<Row> {
    let held = range.clamped(to: 0..<rows.count)
    return Window(offset: held.lowerBound, rows: Array(rows[held]), total: rows.count)
  }

  private func plan(_ id: RequestID) -> RequestDetail? {
    var detail =
      Sample.detail(id)
      ?? entries.first { $0.request.id == id }.map { entry in
        RequestDetail(
          request: entry.request, risk: Risk(reasons: []), plan: Sample.plan(for: entry.request),
          planDigest: "d-\(id.rawValue)", refusal: entry.refusal, decisions: [], actions: [],
          beneficiary: nil, dataAgeSeconds: nil)
      }
    if let digest = digests[id] { detail?.planDigest = digest }
    return detail
  }

  private func answer(_ effect: Effect) -> Event? {
    switch effect {
    case .readQueue(let query, let rows, let following, let generation):
      if let mistake = mistake(query.limit) {
        return .limitRefused(mistake, generation: generation)
      }
      let all = listed(query)
      var range = rows
      if let index = all.firstIndex(where: { $0.request.id == following }),
        !rows.contains(index)
      {
        range = max(0, index - rows.count / 2)..<(index + rows.count / 2)
      }
      return .queueRead(window(all, range), generation: generation)
    case .readFolderCounts(let saved):
      let counts = saved.map { folder in
        (folder.name, entries.filter { matches($0, folder.limit) }.count)
      }
      return .folderCountsRead(
        Sample.counts, saved: Dictionary(counts, uniquingKeysWith: { first, _ in first }))
    case .readStretch(let query, let first, let last, let generation):
      let ids = listed(query).map(\.request.id)
      guard let start = ids.firstIndex(of: first), let end = ids.firstIndex(of: last) else {
        return .matchesRead([], generation: generation)
      }
      return .matchesRead(
        Array(ids[min(start, end)...max(start, end)]), generation: generation)
    case .readGroup(let query, let id, let generation):
      let all = listed(query)
      guard let group = query.order.group, let one = all.first(where: { $0.request.id == id })
      else { return .matchesRead([], generation: generation) }
      return .matchesRead(
        all.filter { groupName($0, group) == groupName(one, group) }.map(\.request.id),
        generation: generation)
    case .readLimitValues(let attribute, let ofPeople, let text):
      let all =
        attribute.hasSuffix("server") ? ["code", "chat", "idp"] : ["Data Platform", "Sales"]
      return .limitValuesRead(
        all.filter { $0.lowercased().contains(text.lowercased()) || text.isEmpty }, of: attribute,
        ofPeople: ofPeople, text: text)
    case .readQueueIDs(let query, let generation):
      return .queueIDsRead(listed(query).map(\.request.id), generation: generation)
    case .readMatches(let query, let pattern, let generation):
      if let mistake = mistake(pattern) { return .limitRefused(mistake, generation: generation) }
      let ids = listed(query).filter { matches($0, pattern) }.map(\.request.id)
      return .matchesRead(ids, generation: generation)
    case .readDetail(let id): return .detailRead(id, plan(id))
    case .readPlans(let ids, let generation), .readWhatIf(let ids, let generation):
      return .plansRead(ids.compactMap { plan($0) }, generation: generation)
    default: return answerElsewhere(effect)
    }
  }

  private func answerElsewhere(_ effect: Effect) -> Event? {
    switch effect {
    case .readPeople(let search, _, let rows, let generation):
      return .peopleRead(window(found(search), rows), generation: generation)
    case .readProfile(let key): return .profileRead(key, Sample.profile(key))
    case .readActivity(_, let rows, let generation):
      return .activityRead(window(actions, rows), generation: generation)
    case .readAudit(_, let rows, let generation):
      return .auditRead(
        window(records, rows), names: Sample.auditNames, generation: generation)
    case .readFindings(_, let rows, let generation):
      return .findingsRead(window(findings, rows), generation: generation)
    case .verifyAudit:
      return .auditVerified(
        AuditReport(
          verdict: .intact(count: 40, head: "bbbbbbbbbbbbbbbb"),
          signing: AuditSigning(unsignedCount: 40)))
    case .readCalls(let rows, let generation):
      return .callsRead(window(calls, rows), generation: generation)
    case .readThemes: return .themesRead(["dark", "light", "mono"], configured: "dark")
    case .readServers: return .serversRead(servers)
    case .findBeneficiaries(let search, let generation):
      return .beneficiariesFound(found(search), generation: generation)
    case .findEntitlements(let search, let generation):
      let all = Sample.entitlements.filter { search.isEmpty || $0.display.contains(search) }
      return .entitlementsFound(all, generation: generation)
    case .decide(let batch):
      return .decided(
        batch.items.map { DecisionReport(request: $0.request, refusal: refusals[$0.request]) })
    case .submit: return .submitted(RequestID(rawValue: "r-1002"))
    case .converse, .say: return .conversed("Said.")
    case .withdraw(let id): return .withdrawn(id)
    case .recordManual: return .manualRecorded
    case .edit(let text): return .edited(text + edited)
    case .link: return .linked("Done.")
    default: return nil
    }
  }

  private func found(_ search: String) -> [PersonRow] {
    people.filter {
      search.isEmpty || "\($0.person.name) \($0.title)".lowercased().contains(search.lowercased())
    }
  }
}
