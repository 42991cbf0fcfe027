import Foundation
import SCIM
import Store

/// A page as it came, and what a walk looks at in it.
struct FetchedPage: Sendable {
  struct Row: Hashable, Sendable {
    /// nil for what is no readable resource.
    var id: String?
    /// `meta.lastModified`; nil where it was not asked for, is absent or no date.
    var lastModified: Date?
  }

  var bytes: [UInt8]
  var page: PageScanner.Page
  /// The members that the bytes leave out. By hash, as the bytes name them.
  var rests: [String: MemberRest] = [:]
  /// Order: as `page.resources`.
  var rows: [Row]
  /// The server's clock when it answered; nil when it does not say.
  var date: Date?
  /// Whether members that the list left out were put in.
  var isCompleted = false
  /// As the store likes it; nil where the bytes were changed since.
  var prepared: MirrorPage?

  /// `prepare` does a part of the saving, and may find the ids on its way.
  init(
    bytes: [UInt8], page: PageScanner.Page, date: Date?, readsDates: Bool,
    prepare: (MirrorPage) -> MirrorPage = { $0 }
  ) {
    self.bytes = bytes
    self.page = page
    self.date = date
    let prepared = prepare(MirrorPage(bytes: bytes, resources: page.resources))
    self.prepared = prepared.ids == nil ? nil : prepared
    if !readsDates, let ids = prepared.ids {
      rows = ids.map { Row(id: $0) }
    } else {
      rows = page.resources.map { Self.row(bytes, $0, readsDates: readsDates) }
    }
  }

  private static func row(_ bytes: [UInt8], _ range: Range<Int>, readsDates: Bool) -> Row {
    do throws(JSONError) {
      let header = try ResourceScanner.header(bytes, range)
      let date = readsDates ? header.lastModified.flatMap(SCIMDate.parse) : nil
      return Row(id: header.id, lastModified: date)
    } catch {
      return Row()
    }
  }

  var facts: PageFacts {
    PageFacts(ids: rows.map(\.id), total: page.totalResults, nextCursor: page.nextCursor)
  }

  func mirrorPage(total: Int?) -> MirrorPage {
    var mirrored =
      prepared
      ?? MirrorPage(bytes: bytes, resources: page.resources, isCompleted: isCompleted)
    mirrored.total = total
    mirrored.rests = rests
    return mirrored
  }
}
