import Foundation
import HTTP
import Loopback
import Testing

/// Answers of which a few bytes were changed, over a real connection: each ends as an answer or as
/// an error, and the next one is read as ever. `make sanitize` runs this with the address sanitizer.
@Suite("Mangled answers")
struct MangledAnswerTests {
  /// SplitMix64: the same sequence on every machine for one seed.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static let firstSeed =
    ProcessInfo.processInfo.environment["COUNTERSIGN_FUZZ_SEED"].flatMap { UInt64($0) } ?? 7644
  static let rounds =
    ProcessInfo.processInfo.environment["COUNTERSIGN_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 100

  static let answers: [[UInt8]] = [
    Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: W/\"1\"\r\n\r\n{}".utf8),
    Array(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n".utf8),
    Array("HTTP/1.1 307 Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n".utf8),
    Array("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n".utf8),
    Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 37\r\n\r\n".utf8)
      + CurlTransportTests.zipped,
  ]

  static func mangled(_ seed: UInt64) -> [UInt8] {
    var generator = Generator(state: seed)
    var bytes = answers[Int.random(in: 0..<answers.count, using: &generator)]
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(bytes[index], at: index)
      case 3: bytes.removeSubrange(index...)
      default: bytes.insert(contentsOf: bytes[index...], at: index)
      }
    }
    return bytes
  }

  @Test func everyOneEnds() async throws {
    let server = try LoopbackServer { connection in
      while let request = connection.request() {
        let path = request.split(separator: " ").dropFirst().first ?? ""
        guard let seed = UInt64(path.dropFirst()) else {
          connection.answer("200 OK", body: "well")
          continue
        }
        connection.send(Self.mangled(seed))
        return
      }
    }
    let transport = CurlTransport(userAgent: "countersign/test")
    for index in 0..<UInt64(max(1, Self.rounds)) {
      let seed = Self.firstSeed &+ index
      let request = HTTPRequest(
        url: "\(server.url)/\(seed)", timeoutSeconds: 30, maximumBodyBytes: 1 << 20, proxy: "")
      do throws(HTTPError) {
        let response = try await transport.send(request)
        #expect(response.body.count <= 1 << 20, "seed \(seed)")
      } catch {
        #expect(error.code != "cancelled" && error.code != "invalidURL", "seed \(seed): \(error)")
      }
    }
    let after = try await transport.send(HTTPRequest(url: server.url + "/well", proxy: ""))
    #expect(String(decoding: after.body, as: UTF8.self) == "well")
  }
}
