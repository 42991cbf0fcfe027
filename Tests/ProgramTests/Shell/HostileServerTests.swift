import Loopback
import Testing

/// A server that sends bombs costs a sentence and little memory; the others are read as ever.
@Suite("A hostile server, in the real program", .serialized)
struct HostileServerTests {
  static let answers: [HostileAnswer] = [
    .gzipBomb, .endlessBody, .tenMillionMembers, .tenMillionNothings, .endlessHeaders,
  ]

  /// What the program may hold at once: twice what it holds without a hostile server, unoptimised, and
  /// a page of 16 MiB. Units: MiB.
  static let mostMemory = 160

  @Test("takes little memory", arguments: answers)
  func takesLittleMemory(_ answer: HostileAnswer) throws {
    // It announces nothing, so that the pages themselves are asked for.
    let server = try LoopbackServer { connection in
      while let request = connection.request() {
        guard request.hasPrefix("GET /Users") || request.hasPrefix("GET /Groups") else {
          connection.answer("404 Not Found")
          continue
        }
        answer.send(on: connection)
        return
      }
    }
    let place = try Workplace()
    let calm = try place.measured("sync", "--full")
    #expect(calm.run.status == 0, "\(calm.run.errors)")
    try place.configure(place.configuration(urls: ["hr": server.url]))
    let sync = try place.measured("sync", "--full")
    #expect(sync.run.status == 4, "\(sync.run.errors)")
    #expect(sync.run.errors.contains("hr"), "\(sync.run.errors)")
    for other in ["idp: ", "code: ", "chat: "] {
      #expect(sync.run.lines.contains { $0.hasPrefix(other) }, "\(sync.run.output)")
    }
    #expect(sync.peak > 0 && sync.peak <= Self.mostMemory, "\(sync.peak) MiB")
    let people = try place.run("server", "list", "--json")
    #expect(people.lines.first?.contains("\"userCount\":60") == true, "\(people.output)")
    try place.expectIntactAudit()
  }
}
