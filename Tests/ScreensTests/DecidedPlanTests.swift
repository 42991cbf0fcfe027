import Governance
import Testing

@testable import Screens

@Suite struct DecidedPlanTests {
  @Test(arguments: [
    (RequestStatus.pending, "All is so already: an approval sends nothing."),
    (.approved, "All was so already: nothing was sent."),
    (.denied, "It was denied: nothing was sent."),
    (.cancelled, "It was withdrawn: nothing was sent."),
    (.expired, "It expired: nothing was sent."),
  ])
  func aPlanWithoutOperationsSaysWhy(status: RequestStatus, sentence: String) throws {
    let entry = try #require(Sample.entries.first)
    var detail = try #require(Sample.detail(entry.request.id))
    detail.request.status = status
    detail.plan.operations = []
    detail.plan.obstacles = []
    let lines = requestLines(detail, Driver.started().state, width: 78).map(\.text.text)
    #expect(lines.contains(sentence))
  }
}
