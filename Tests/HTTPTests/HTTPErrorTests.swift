import HTTP
import Testing

struct HTTPErrorTests {
  static let all: [HTTPError] = [
    .invalidURL("x"), .invalidHeader(name: "Authorization"), .nameNotResolved(host: "h"),
    .refused(host: "h"), .unreachable(host: "h", detail: "no route"), .proxy(detail: "gone"),
    .proxyLogin(isSent: true), .clientCertificate(path: "/c", detail: "no key"),
    .timedOut(host: "h", seconds: 2), .tls(host: "h", detail: "self-signed"),
    .caFileUnreadable(path: "/p"), .tooLarge(host: "h", limitBytes: 3),
    .redirectRefused(host: "h", target: "t"), .tooManyRedirects(host: "h"),
    .notHTTP(host: "h"), .cut(host: "h", receivedBytes: 7), .cancelled,
    .failed(host: "h", detail: "odd"),
  ]

  @Test(arguments: all)
  func saysWhatHappenedAndWhatToDo(_ error: HTTPError) {
    #expect(error.sentence.hasSuffix("."))
    #expect(error.advice.hasSuffix("."))
    #expect(!error.code.isEmpty)
  }

  @Test func codesAreDistinct() {
    #expect(Set(Self.all.map(\.code)).count == Self.all.count)
  }

  @Test(arguments: [(2.0, "within 2 s"), (0.5, "within 0.5 s")])
  func printsSecondsWithoutNoise(_ seconds: Double, _ text: String) {
    #expect(HTTPError.timedOut(host: "h", seconds: seconds).sentence.contains(text))
  }
}
