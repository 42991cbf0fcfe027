import Foundation
import SCIM
import Store

/// Fetches pages of one resource type, and completes them where the list leaves members out.
struct PageFetcher: Sendable {
  /// A longer page is asked for again in halves. Units: bytes.
  static let maximumBodyBytes = 16 << 20

  var reader: Reader
  var type: Capabilities.ResourceType
  /// In the filter language of RFC 7644 §3.4.2.2; nil for everything.
  var filter: String?
  var readsDates: Bool
  /// What is kept of long groups; nil for types without members.
  var sieve: MemberSieve?
  /// nil for types without members.
  var completion: MemberCompletion?
  /// Does a part of the saving, while another page is being saved.
  var prepare: @Sendable (MirrorPage) -> MirrorPage = { $0 }

  var server: String { reader.server }

  /// A result and not an error, so that it can be fetched while another page is saved.
  func result(_ query: PageQuery) async -> Result<FetchedPage, SyncError> {
    do throws(SyncError) {
      let answer = try await reader.patiently { () async throws(SyncError) -> FetchedPage in
        try await once(query)
      }
      return .success(try await completion?.complete(answer, reader: reader) ?? answer)
    } catch {
      return .failure(error)
    }
  }

  private func once(_ query: PageQuery) async throws(SyncError) -> FetchedPage {
    let answer = try await reader.client.get(
      type.endpoint, query: items(query), maximumBodyBytes: Self.maximumBodyBytes,
      sieve: sieve)
    let page: PageScanner.Page
    do throws(JSONError) {
      page = try PageScanner.scan(answer.bytes)
    } catch {
      throw .malformed(
        server: server, status: answer.status, error: error, byteCount: answer.bytes.count)
    }
    guard page.isList else {
      throw .notSCIM(server: server, status: answer.status, bytes: answer.bytes)
    }
    var fetched = FetchedPage(
      bytes: answer.bytes, page: page, date: answer.date, readsDates: readsDates,
      prepare: prepare)
    fetched.rests = answer.rests
    return fetched
  }

  private func items(_ query: PageQuery) -> [(String, String)] {
    var items: [(String, String)] = []
    if let filter = filter(query.position) { items.append(("filter", filter)) }
    switch query.position {
    case .after: items.append(("sortBy", "id"))
    case .index(let start): items.append(("startIndex", String(start)))
    case .cursor(let cursor): items.append(("cursor", cursor))
    }
    if let count = query.count { items.append(("count", String(count))) }
    if query.sortsByID { items.append(("sortBy", "id")) }
    if query.isNewestFirst {
      items += [("sortBy", "meta.lastModified"), ("sortOrder", "descending")]
    }
    return items
  }

  private func filter(_ position: WalkPosition) -> String? {
    guard case .after(let id) = position, !id.isEmpty else { return filter }
    return "id gt \(JSON.string(id).text)"
  }
}
