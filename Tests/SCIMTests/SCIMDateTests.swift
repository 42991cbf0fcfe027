import Foundation
import SCIM
import Testing

@Suite struct SCIMDateTests {
  private static let readings: [(String, Double)] = [
    ("1970-01-01T00:00:00Z", 0), ("2010-01-23T04:56:22Z", 1_264_222_582),
    ("2011-05-13T04:42:34.123Z", 1_305_261_754.123), ("2011-05-13t04:42:34z", 1_305_261_754),
    ("2011-05-13T04:42:34", 1_305_261_754), ("2011-05-13T06:42:34+02:00", 1_305_261_754),
    ("2011-05-12T23:12:34-05:30", 1_305_261_754), ("2000-02-29T00:00:00Z", 951_782_400),
    ("1969-12-31T23:59:59.5Z", -0.5), ("1600-02-29T12:00:00Z", -11_670_955_200),
    ("2016-12-31T23:59:60Z", 1_483_228_800), ("2011-05-13T24:00:00Z", 1_305_331_200),
    ("9999-12-31T23:59:59Z", 253_402_300_799), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("2011-05-13T04:42:34.123456789123Z", 1_305_261_754.123456789),
    ("2011-08-01T21:32:44.882000Z", 1_312_234_364.882),
  ]

  @Test(arguments: readings)
  func reads(text: String, seconds: Double) throws {
    let date = try #require(SCIMDate.parse(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
  }

  @Test(arguments: [
    "", "2011", "2011-05-13", "2011-05-13 04:42:34Z", "2011-13-01T00:00:00Z",
    "2011-00-01T00:00:00Z", "2011-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
    "2011-04-31T00:00:00Z", "2011-05-13T25:00:00Z", "2011-05-13T24:00:01Z",
    "2011-05-13T04:60:34Z", "2011-05-13T04:42:61Z", "2011-05-13T04:42:34.Z",
    "2011-05-13T04:42:34+0200", "2011-05-13T04:42:34+15:00", "2011-05-13T04:42:34ZZ",
    "11-05-13T04:42:34Z", "2011-5-13T04:42:34Z", "+2011-05-13T04:42:34Z", "２011-05-13T04:42:34Z",
    "Fri, 13 May 2011 04:42:34 GMT",
  ])
  func refuses(text: String) {
    #expect(SCIMDate.parse(text) == nil)
  }

  private static let printings: [(Double, String)] = [
    (0, "1970-01-01T00:00:00Z"), (1_305_261_754.12, "2011-05-13T04:42:34.120Z"),
    (1_305_261_754.9996, "2011-05-13T04:42:35Z"), (-0.5, "1969-12-31T23:59:59.500Z"),
    (951_782_399, "2000-02-28T23:59:59Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
    (1e300, "9999-12-31T23:59:59Z"), (-1e300, "0001-01-01T00:00:00Z"),
  ]

  @Test(arguments: printings)
  func prints(seconds: Double, text: String) {
    #expect(SCIMDate.print(Date(timeIntervalSince1970: seconds)) == text)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func readsWhatItPrints(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let milliseconds = Int.random(
        in: -62_135_596_800_000...253_402_300_799_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      let read = try #require(SCIMDate.parse(SCIMDate.print(date)))
      #expect(abs(read.timeIntervalSince(date)) < 0.001)
    }
  }
}

@Suite struct PercentEncodingTests {
  @Test(arguments: [
    ("2819c223-7f76_~.", "2819c223-7f76_~."), ("ada@example.com", "ada%40example.com"),
    ("a/b?c#d", "a%2Fb%3Fc%23d"), ("100% +", "100%25%20%2B"), ("é👩", "%C3%A9%F0%9F%91%A9"),
    (".", "%2E"), ("..", "%2E%2E"), ("...", "..."), ("", ""), ("a\u{0}\n", "a%00%0A"),
  ])
  func writesSegments(text: String, encoded: String) {
    #expect(PercentEncoding.pathSegment(text) == encoded)
    #expect(PercentEncoding.decode(encoded) == text)
  }

  @Test func writesQueries() {
    let query = PercentEncoding.query([
      ("filter", #"userName eq "a&b""#), ("count", "10"), ("cursor", ""),
    ])
    #expect(query == "filter=userName%20eq%20%22a%26b%22&count=10&cursor=")
    #expect(PercentEncoding.query([]).isEmpty)
  }

  @Test func readsQueries() throws {
    let items = try #require(
      PercentEncoding.parseQuery("filter=a+eq%20%221%2B1%22&cursor=&x&&b=c=d"))
    #expect(items.map(\.name) == ["filter", "cursor", "x", "b"])
    #expect(items.map(\.value) == [#"a eq "1+1""#, "", "", "c=d"])
    #expect(PercentEncoding.parseQuery("a=%4") == nil)
  }

  @Test(arguments: ["%", "%4", "%zz", "%+1", "a%C3", "%FF"])
  func refusesWhatIsCutOrNoUTF8(text: String) {
    #expect(PercentEncoding.decode(text) == nil)
  }
}
