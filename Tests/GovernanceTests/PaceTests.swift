import Testing

@testable import Governance

@Suite struct PaceTests {
  @Test func saysARateAndWhatIsLeft() {
    #expect(Pace(done: 300, total: 1000, perSecond: 100)?.words == "100 a second, 7 s left")
    #expect(Pace(done: 300, total: 1000, perSecond: 100)?.short == "100/s 7s")
    #expect(Pace(done: 300, total: nil, perSecond: 4.25)?.words == "4.3 a second")
    #expect(Pace(done: 0, total: 100_000, perSecond: 100)?.words == "100 a second, 17 min left")
    #expect(Pace(done: 0, total: 1_000_000, perSecond: 100)?.short == "100/s 3h")
    #expect(Pace(done: 12, total: 10, perSecond: 1)?.words == "1.0 a second, 0 s left")
  }

  @Test func saysNothingBeforeThereIsSomethingToTell() {
    #expect(Pace(done: 0, total: 10, perSecond: nil) == nil)
    #expect(Pace(done: 0, total: 10, perSecond: 0) == nil)
    #expect(Pace(done: 0, total: 10, perSecond: .infinity) == nil)
    #expect(Pace(done: 0, total: .max, perSecond: 1e-300) != nil)
  }
}
