import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// Every status of a request with everything that can happen to it, against the ledger itself.
@Suite("Requests in the ledger, every status with every event")
struct RequestTransitionTests {
  private static let id = RequestID(rawValue: "r1")
  private static let plan = Plan.sample("r1")
  private static let expiry = Moment.afterDays(3)
  private static let late = Moment.afterDays(4)

  /// What somebody does to a request. The first five are events of the table.
  enum Deed: String, CaseIterable {
    case submit, approve, deny, cancel, expire, ask, answer, offer, accept, emergency, remind
  }

  private func store(_ status: RequestStatus) throws -> Store {
    let store = try Hierarchy.store()
    var request = AccessRequest.sample("r1", expires: Self.expiry)
    if status == .draft { request.status = .draft }
    try store.submit([request], actor: People.chen, now: Moment.start)
    var refusal: DecisionRefusal?
    switch status {
    case .draft, .pending: break
    case .approved: refusal = try decide(store, .approved)
    case .denied: refusal = try decide(store, .denied)
    case .cancelled:
      refusal = try store.cancel(Self.id, actor: People.chen, reason: "no", now: Moment.start)
    case .expired: #expect(try store.expireRequests(now: Self.expiry) == 1)
    }
    #expect(refusal == nil)
    #expect(try store.request(Self.id)?.status == status)
    return store
  }

  private func decide(_ store: Store, _ outcome: DecisionOutcome) throws -> DecisionRefusal? {
    try store.decide(.sample(Self.plan, outcome), plan: Self.plan, now: Moment.after(60))
  }

  /// Does it. Returns: why it was refused; nil when something changed.
  private func perform(_ deed: Deed, _ store: Store) throws -> String? {
    let now = Moment.after(120)
    let less = CounterOffer(
      request: Self.id, by: People.priya, items: [.group("g1", duration: "P1D")], comment: "",
      offered: now)
    switch deed {
    case .submit:
      var again = AccessRequest.sample("r1", expires: Self.expiry)
      again.status = .pending
      return try store.submit([again], actor: People.chen, now: now) == 0 ? "known" : nil
    case .approve: return try decide(store, .approved)?.code
    case .deny: return try decide(store, .denied)?.code
    case .cancel:
      return try store.cancel(Self.id, actor: People.chen, reason: "no", now: now)?.code
    case .expire: return try store.expireRequests(now: Self.late) == 0 ? "none" : nil
    case .ask:
      return try store.ask(
        Question(by: People.priya, text: "Why?", asked: now), on: Self.id, now: now)?.code
    case .answer: return try store.answer("So.", on: Self.id, by: People.ada, now: now)?.code
    case .offer: return try store.offer(less, now: now)?.code
    case .accept: return try store.accept(less, by: People.ada, now: now)?.code
    case .emergency:
      let request = AccessRequest.sample("r1", expires: Self.expiry)
      return try store.breakGlass(
        request, .standard, .sample(Self.plan, by: .program), plan: Self.plan, risk: 0, now: now
      )?.code
    case .remind: return try store.advanceClocks(now: now) == 0 ? "none" : nil
    }
  }

  /// One row a status, one word a deed: what it was after that, or why it stayed as it was.
  private static let rows: [RequestStatus: String] = [
    .draft: """
    submit:known approve:not-submitted deny:not-submitted cancel>cancelled expire:none \
    ask:not-submitted answer:already-decided offer:not-submitted accept:already-decided \
    emergency:already-decided remind:none
    """,
    .pending: """
    submit:known approve>approved deny>denied cancel>cancelled expire>expired \
    ask>pending answer:no-question offer>pending accept:no-offer \
    emergency:already-decided remind:none
    """,
    .approved: ended, .denied: ended, .cancelled: ended,
    .expired: ended.replacing("already-decided", with: "expired")
      .replacing("cancel:expired", with: "cancel:already-decided")
      .replacing("answer:expired", with: "answer:already-decided")
      .replacing("accept:expired", with: "accept:already-decided")
      .replacing("emergency:expired", with: "emergency:already-decided"),
  ]

  private static let ended = """
    submit:known approve:already-decided deny:already-decided cancel:already-decided expire:none \
    ask:already-decided answer:already-decided offer:already-decided accept:already-decided \
    emergency:already-decided remind:none
    """

  @Test(
    "Each is what the table says, and a refused one changes nothing",
    arguments: RequestStatus.allCases)
  func table(status: RequestStatus) throws {
    var row: [String] = []
    for deed in Deed.allCases {
      let store = try store(status)
      let before = try store.events()
      let refusal = try perform(deed, store)
      let after = try #require(try store.request(Self.id)?.status)
      let moved = after == status && refusal != nil ? "" : ">\(after.rawValue)"
      row.append(deed.rawValue + (refusal.map { ":\($0)" } ?? "") + moved)
      if after == status, refusal != nil {
        #expect(try store.events() == before, "\(deed) on \(status)")
      }
      if let event = RequestEvent(rawValue: deed.rawValue), deed != .submit {
        #expect(after == status.applying(event).status ?? status, "\(deed) on \(status)")
      }
      #expect(try !store.actions(for: Self.id).isEmpty == (after == .approved))
      let items = try #require(try store.request(Self.id)?.items)
      #expect(items.allSatisfy { $0.status == ItemStatus(of: after) })
      #expect(try store.isAuditIntact())
    }
    #expect(row.joined(separator: " ") == Self.rows[status])
  }

  /// What a server says of a request that it shares, by what was known of it.
  @Test("A shared one follows its server until it has ended, and then no more")
  func shared() throws {
    for known in RequestStatus.allCases {
      for said in RequestStatus.allCases {
        let store = try Store.inMemory()
        try store.users(
          "idp",
          [
            Sample.user("a", name: "Ada Okafor", mail: "ada@example.com"),
            Sample.user("c", name: "Chen Wei", mail: "chen@example.com"),
          ])
        func pull(_ status: RequestStatus) throws {
          let json = Sample.accessRequest(
            "r1", beneficiary: "a", requester: "c", status: status.rawValue)
          try store.walk("idp", "AccessRequest", [[json]], at: Moment.start)
        }
        try pull(known)
        try pull(said)
        let isEnded = known.isTerminal
        #expect(
          try store.request(Self.id)?.status == (isEnded ? known : said), "\(known), \(said)")
      }
    }
  }
}
