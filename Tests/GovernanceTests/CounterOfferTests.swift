import Foundation
import Testing

@testable import Governance

@Suite("What may be offered instead")
struct CounterOfferTests {
  private static func item(
    _ id: String, _ value: String? = nil, _ duration: String? = nil,
    _ operation: ItemOperation = .grant
  ) -> RequestItem {
    RequestItem(
      id: id, operation: operation,
      entitlement: EntitlementReference(server: "idp", type: .group, value: value ?? id),
      display: value ?? id, duration: duration)
  }

  private static let asked = [item("1"), item("2", nil, "P7D"), item("3", nil, nil, .revoke)]

  private func request() -> AccessRequest {
    var request = sampleRequest()
    request.items = Self.asked
    return request
  }

  struct Case: Sendable {
    var offered: [RequestItem]
    var refusal: OfferRefusal?
    var isLess = true
  }

  static let cases: [Case] = [
    Case(offered: [], refusal: .nothing),
    Case(offered: asked, refusal: .same),
    Case(offered: [item("1"), item("3", nil, nil, .revoke)], refusal: nil),
    Case(offered: [item("1", nil, "P1D"), item("2", nil, "P7D"), asked[2]], refusal: nil),
    Case(offered: [item("1"), item("2", nil, "P1W"), asked[2]], refusal: nil),
    Case(offered: [item("1"), item("2", nil, "P8D"), asked[2]], refusal: .more("2")),
    Case(offered: [item("1"), item("2"), asked[2]], refusal: .more("2")),
    Case(offered: [item("9")], refusal: .more("9")),
    Case(offered: [item("3")], refusal: .more("3")),
    Case(offered: [item("1", "readers"), asked[1], asked[2]], refusal: nil, isLess: false),
    // What was to be taken stays: that is not less.
    Case(offered: [item("1"), asked[1]], refusal: nil, isLess: false),
  ]

  @Test("Fewer, shorter or another, and never more", arguments: cases)
  func offers(_ test: Case) {
    #expect(OfferRule.refusal(test.offered, for: request(), now: morning) == test.refusal)
    if test.refusal == nil {
      #expect(OfferRule.isLess(test.offered, than: Self.asked) == test.isLess)
    }
  }

  @Test("What lives elsewhere is not offered otherwise")
  func shared() {
    var request = request()
    request.origin = .shared(server: "idp", resourceID: "r")
    #expect(OfferRule.refusal([Self.asked[0]], for: request, now: morning) == .shared)
  }

  static let typed: [(text: String, dropped: Set<String>, duration: String?, comment: String)] = [
    ("7d", [], "P7D", ""), ("-2", ["2"], nil, ""),
    ("-2 -3 8h only for the audit", ["2", "3"], "PT8H", "only for the audit"),
    ("7d 8h is enough", [], "P7D", "8h is enough"),
  ]

  @Test("Typed offers", arguments: typed)
  func reads(_ test: (text: String, dropped: Set<String>, duration: String?, comment: String)) {
    let wish = OfferWish(typed: test.text, items: Self.asked)
    #expect(wish?.dropped == test.dropped)
    #expect(wish?.duration == test.duration)
    #expect(wish?.comment == test.comment)
  }

  @Test("What says nothing is no offer", arguments: ["", "no", "-9", "-0", "--1", "maybe 7d"])
  func refuses(text: String) {
    #expect(OfferWish(typed: text, items: Self.asked) == nil)
  }

  @Test("The changes are named")
  func changes() {
    var wish = OfferWish(dropped: ["2"], duration: "P1D")
    wish.replaced["1"] = .init(
      entitlement: EntitlementReference(server: "idp", type: .group, value: "r"), display: "readers"
    )
    let offer = CounterOffer(
      request: request().id, by: bruno, items: wish.applied(to: Self.asked), comment: "",
      offered: morning)
    #expect(
      offer.changes(from: Self.asked) == [
        "readers instead of 1", "1d instead of no end for readers", "without 2",
      ])
  }

  @Test("Refusals say what to do, each with a code of its own")
  func refusals() {
    let all: [OfferRefusal] = [
      .shared, .nothing, .same, .more("x"), .noOffer, .otherOffer, .noQuestion,
      .emptyText,
      .notTheRequester(name: "Ada"), .undecidable(.questionOpen),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    for refusal in all {
      #expect(refusal.sentence.hasSuffix(".") && refusal.advice.hasSuffix("."))
    }
  }

  @Test(
    "A delegation has two people and a time",
    arguments: [
      (0.0, 1.0, true), (0, 0, false), (-2, -1, false), (1, 2, true), (0, 367, false),
    ])
  func delegations(from: Double, to: Double, isFine: Bool) {
    let day: TimeInterval = 86_400
    let delegation = Delegation(
      from: ada, to: bruno, starts: morning + from * day, ends: morning + to * day)
    #expect((delegation.problem(now: morning) == nil) == isFine)
    let own = Delegation(from: ada, to: ada, starts: morning, ends: morning + day)
    #expect(own.problem(now: morning) != nil)
    var lent = Delegation(from: ada, to: bruno, starts: morning, ends: morning + day)
    #expect(lent.isActive(at: morning) && !lent.isActive(at: morning + day))
    lent.revoked = morning
    #expect(!lent.isActive(at: morning))
  }
}
