import Dispatch
import Synchronization

/// The resources of a page, taken apart.
struct ScannedPage: Sendable {
  /// One resource with the hash of its bytes.
  struct Element: Sendable {
    var resource: ScannedResource
    var hash: Int64
    var range: Range<Int>
  }

  let page: MirrorPage
  private let type: String
  /// nil when each is read only when it is asked for.
  private let ready: [Element?]?

  // A serial queue's thread ends when it has nothing to do, and wakes nobody until then.
  private static let second = DispatchQueue(label: "countersign.scan")
  // Below this a second thread costs more than it saves.
  private static let worthwhile = 100

  /// Users are read at once, before the transaction begins and on two threads: that is a third of
  /// the work of saving them. Groups are not, for their members can be many.
  init(_ type: String, _ page: MirrorPage) {
    self.page = page
    self.type = type
    let isUsers = type == Collection.users && page.resources.count >= Self.worthwhile
    ready = isUsers ? Self.scan(type, page) : nil
  }

  var count: Int { page.resources.count }

  /// nil for what is no readable object or has no id.
  subscript(index: Int) -> Element? {
    ready.map { $0[index] } ?? Self.scan(type, page.bytes, page.resources[index])
  }

  private static func scan(_ type: String, _ page: MirrorPage) -> [Element?] {
    let ranges = page.resources
    let half = ranges.count / 2
    let later = Mutex<[Element?]>([])
    let done = DispatchGroup()
    second.async(group: done) {
      let scanned = ranges[half...].map { scan(type, page.bytes, $0) }
      later.withLock { $0 = scanned }
    }
    let sooner = ranges[..<half].map { scan(type, page.bytes, $0) }
    done.wait()
    return sooner + later.withLock { $0 }
  }

  private static func scan(_ type: String, _ bytes: [UInt8], _ range: Range<Int>) -> Element? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count,
      let resource = ScannedResource(type, bytes, range)
    else { return nil }
    return Element(resource: resource, hash: ContentHash.of(bytes[range]), range: range)
  }
}
