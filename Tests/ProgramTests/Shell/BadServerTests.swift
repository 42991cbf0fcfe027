import Foundation
import Glibc
import LoopbackTLS
import PseudoTerminal
import Testing

/// A server that cannot be used: a sentence, what to do, the exit status 4, and nothing lost.
struct BadServerTests {
  /// Syncs all, where `hr` fails alone, and looks at what is said and at what is left.
  func expectTold(_ sentence: String, _ advice: String, in place: Workplace) throws {
    let queue = try place.run("queue", "--json").lines.count
    let sync = try place.run("sync", "--full")
    #expect(sync.status == 4, "\(sync.errors)")
    #expect(sync.errors.contains(sentence), "\(sync.errors)")
    #expect(sync.errors.contains(advice), "\(sync.errors)")
    #expect(!(sync.output + sync.errors).contains(SandboxProcess.token))
    for other in ["idp: ", "code: ", "chat: "] {
      #expect(sync.lines.contains { $0.hasPrefix(other) && $0.contains("User") }, "\(sync.output)")
    }

    let people = try place.run("server", "list", "--json")
    #expect(people.lines.first?.contains("\"userCount\":60") == true, "\(people.output)")
    #expect(try place.run("queue", "--json").lines.count == queue)
    try place.expectIntactAudit()
  }

  func pointing(hr url: String) throws -> Workplace {
    let place = try Workplace()
    try place.configure(place.configuration(urls: ["hr": url]))
    return place
  }

  @Test func wrongAddress() throws {
    let place = try Workplace()
    try place.configure(
      place.configuration(urls: ["hr": place.sandbox.address + "/payroll/scim/v2"]))
    try expectTold("does not know this address (404)", "Check the path", in: place)
    let add = try place.run(
      "server", "add", "more", place.sandbox.address + "/more", "--token-file", place.tokenFile)
    #expect(add.status == 4)
    #expect(add.errors.contains("Nothing was added"))
    #expect(try place.run("server", "list").lines.count == 5)
  }

  @Test func refusedConnection() throws {
    // Bound but not listening: nobody else gets the port, and nobody answers on it.
    let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(holder) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(holder, $0, length)
        getsockname(holder, $0, &length)
      }
    }
    let place = try pointing(hr: "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/scim")
    try expectTold("refused the connection", "Check the port", in: place)
  }

  @Test(arguments: [
    (
      #"{"kind": "unauthorised", "tenant": "hr", "times": 999}"#, "does not accept the token (401)",
      "Get a new token"
    ),
    (
      #"{"kind": "html", "tenant": "hr", "times": 999}"#,
      "sent a web page where SCIM was expected (200)", "it must be the SCIM base"
    ),
    (
      #"{"kind": "truncated", "bytes": 300, "path": "/Users", "tenant": "hr", "times": 999}"#,
      "ends in the middle", "Try again"
    ),
  ])
  func badAnswer(_ fault: String, _ sentence: String, _ advice: String) throws {
    let place = try Workplace()
    try place.sandbox.inject(fault)
    try expectTold(sentence, advice, in: place)
    try place.sandbox.clearFaults()
    let sync = try place.run("sync")
    #expect(sync.status == 0, "\(sync.errors)")
  }

  @Test(.enabled(if: TLSServer.openssl != nil, "Skipped: openssl is not installed"))
  func certificateThatNobodyVouchesFor() throws {
    let server = try TLSServer()
    let place = try pointing(hr: server.url + "/scim/v2")
    try expectTold("certificate", "ca_file", in: place)
  }
}
