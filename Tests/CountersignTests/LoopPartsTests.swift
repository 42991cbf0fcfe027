import Foundation
import Glibc
import Governance
import Screens
import Synchronization
import Testing

@testable import countersign

@Suite("Parts of the event loop")
struct LoopPartsTests {
  private func isReadable(_ descriptor: Descriptor) -> Bool {
    var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 1
  }

  @Test func manyMessagesWakeOnce() throws {
    let waker = try Waker()
    let mailbox = Mailbox<Int>(waker: waker)
    #expect(!isReadable(waker.reading))
    for number in 0..<100_000 { mailbox.post(number) }
    #expect(isReadable(waker.reading))
    #expect(waker.reading.drain())
    #expect(mailbox.takeAll() == Array(0..<100_000))
    #expect(mailbox.takeAll().isEmpty)
    #expect(!isReadable(waker.reading))
    mailbox.post(1)
    #expect(isReadable(waker.reading))
  }

  @Test func watchSeesTheLogAlone() throws {
    let home = try TemporaryDirectory()
    let watch = try #require(FileWatch(directory: home.path, name: "a.db-wal"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: home.path + "/log"))
    #expect(!watch.hasChanged())
    try Data("x".utf8).write(to: URL(fileURLWithPath: home.path + "/a.db-wal"))
    #expect(isReadable(watch.descriptor))
    #expect(watch.hasChanged())
    #expect(!watch.hasChanged())
  }

  @Test func watchWithoutDirectory() {
    #expect(FileWatch(directory: "/nowhere/at/all", name: "x") == nil)
  }

  @Test func newerReadsTakeTheirPlace() async {
    let gate = DispatchSemaphore(value: 0)
    let done = Mutex<[Effect]>([])
    let (finished, continuation) = AsyncStream.makeStream(of: Void.self)
    let queue = ReadQueue { effect in
      if effect == .readServers { gate.wait() }
      done.withLock { $0.append(effect) }
      if effect == .readFolderCounts([]) { continuation.finish() }
    }
    queue.add(.readServers)
    for (generation, search) in ["a", "ad", "ada"].enumerated() {
      queue.add(.readPeople(search: search, rows: 0..<9, generation: generation))
    }
    queue.add(.readFolderCounts([]))
    gate.signal()
    for await _ in finished {}
    let expected: [Effect] = [
      .readServers, .readPeople(search: "ada", rows: 0..<9, generation: 2),
      .readFolderCounts([]),
    ]
    // The first read may have begun before the others came, or not: it runs either way.
    #expect(done.withLock { $0 } == expected)
  }
}
