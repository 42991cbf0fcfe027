import Foundation
import Testing

@testable import Governance

@Suite("Durations, ISO 8601")
struct ISODurationTests {
  @Test(
    "Read and printed",
    arguments: [
      ("P7D", "P7D", "7d"), ("PT8H", "PT8H", "8h"), ("P2W", "P2W", "2w"), ("P1M", "P1M", "1mo"),
      ("P1Y2M10DT2H30M5S", "P1Y2M10DT2H30M5S", "1y 2mo 10d 2h 30m 5s"), ("P0Y7D", "P7D", "7d"),
      ("PT1M", "PT1M", "1m"), ("P1MT1M", "P1MT1M", "1mo 1m"), ("P007D", "P7D", "7d"),
    ])
  func readsAndPrints(text: String, iso: String, human: String) throws {
    let duration = try #require(ISODuration(iso: text))
    #expect(duration.iso == iso)
    #expect(duration.human == human)
    #expect(ISODuration(iso: iso) == duration)
    #expect(ISODuration(human: human) == duration)
  }

  @Test(
    "Refused",
    arguments: [
      "", "P", "PT", "P7", "7D", "P7DT", "P-7D", "P1.5D", "PD", "P1D1Y", "P1D1D", "PT1D", "P1H",
      "p7d",
      "P7D ", "P0D", "PT0S", "P1234567D", "P٧D", "P1Dx", "T7D", "PTT1H",
    ])
  func refused(text: String) {
    #expect(ISODuration(iso: text) == nil)
  }

  @Test(
    "What people type",
    arguments: [
      ("7d", "P7D"), (" 8 h ", "PT8H"), ("2W", "P2W"), ("1mo", "P1M"), ("90m", "PT90M"),
      ("1y 6mo", "P1Y6M"), ("p7d", "P7D"), ("PT8H", "PT8H"),
    ])
  func human(text: String, iso: String) {
    #expect(ISODuration(human: text)?.iso == iso)
  }

  @Test(
    "What people should not type", arguments: ["", "7", "d", "7x", "0d", "7d 1y", "-7d", "7dd"])
  func humanRefused(text: String) {
    #expect(ISODuration(human: text) == nil)
  }

  @Test(
    "Counted on the calendar in UTC",
    arguments: [
      ("2026-11-24T09:00:00Z", "P7D", "2026-12-01T09:00:00Z"),
      ("2027-01-31T09:00:00Z", "P1M", "2027-02-28T09:00:00Z"),
      ("2028-02-29T00:00:00Z", "P1Y", "2029-02-28T00:00:00Z"),
      // Where summer time ends that night, UTC knows nothing of it.
      ("2026-10-24T23:30:00Z", "PT8H", "2026-10-25T07:30:00Z"),
      ("2026-10-24T23:30:00Z", "P1D", "2026-10-25T23:30:00Z"),
      ("2026-12-31T23:59:59Z", "PT1S", "2027-01-01T00:00:00Z"),
      ("2026-11-24T09:00:00Z", "P1W1DT1M", "2026-12-02T09:01:00Z"),
    ])
  func ends(start: String, duration: String, end: String) throws {
    let start = try Date(start, strategy: .iso8601)
    let end = try Date(end, strategy: .iso8601)
    #expect(try #require(ISODuration(iso: duration)).end(from: start) == end)
  }
}
