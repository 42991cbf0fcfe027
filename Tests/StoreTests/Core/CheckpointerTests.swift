import Foundation
import SCIM
import Testing

@testable import Store

@Suite struct CheckpointerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func size(_ suffix: String = "") throws -> Int {
    try Data(contentsOf: URL(filePath: folder.database + suffix)).count
  }

  @Test func aLongLogIsCopiedWhileItGrowsAndGoesWithItsWriter() throws {
    let page = 400
    do {
      let store = try Store(path: folder.database)
      let walk = try store.beginWalk(
        server: "hr", type: "User", from: .index(1), now: Moment.start)
      for first in stride(from: 0, to: page * 20, by: page) {
        let users = (first..<first + page).map {
          Sample.user("\($0)", title: String(repeating: "x", count: 1_000))
        }
        _ = try store.savePage(
          MirrorPage(users), walk: walk, next: .index(first + page), now: Moment.start)
      }
      store.finishCopying()
      #expect(try size() > 4 << 20)
      #expect(try size("-wal") > 8 << 20)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.database + "-wal"))
    #expect(try size() > 8 << 20)
    let store = try Store(path: folder.database)
    #expect(try store.resourceCount(server: "hr", type: "User") == page * 20)
  }
}
