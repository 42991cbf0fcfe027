import SCIM
import Synchronization

/// Gets the members of groups one by one where a server's list leaves them out (PROVIDERS rule 12:
/// AWS, GitLab, against RFC 7643 §4.2).
///
/// A list that shows the members of one group shows them for all. Where none has any, a few groups
/// are read alone: if one has members there, the list leaves them out.
final class MemberCompletion: Sendable {
  private enum Habit {
    case unknown, listed, omitted
  }

  /// How many groups are read alone to find out.
  static let sampleSize = 3
  /// How many groups are read at the same time.
  static let width = 4

  private let endpoint: String
  private let habit = Mutex(Habit.unknown)

  init(endpoint: String) { self.endpoint = endpoint }

  /// Whether the server was found to leave members out.
  var isNeeded: Bool { habit.withLock { $0 == .omitted } }

  func complete(_ page: FetchedPage, reader: Reader) async throws(SyncError) -> FetchedPage {
    let lacking = Self.withoutMembers(page)
    if habit.withLock({ $0 == .unknown }) {
      let found = try await findHabit(page, lacking: lacking, reader: reader)
      habit.withLock { $0 = found }
    }
    guard isNeeded, !lacking.isEmpty else { return page }
    let alone = try await fetch(lacking.compactMap { page.rows[$0].id }, reader: reader)
    return Self.merged(page, lacking: Set(lacking), alone: alone)
  }

  /// The places of groups whose members the page does not tell.
  private static func withoutMembers(_ page: FetchedPage) -> [Int] {
    page.page.resources.indices.filter { place in
      do throws(JSONError) {
        let group = try ResourceScanner.group(page.bytes, page.page.resources[place])
        return !group.hasMembers && group.id != nil
      } catch {
        return false
      }
    }
  }

  private func findHabit(
    _ page: FetchedPage, lacking: [Int], reader: Reader
  ) async throws(SyncError) -> Habit {
    guard !page.rows.isEmpty else { return .unknown }
    guard lacking.count == page.rows.count else { return .listed }
    let sample = lacking.prefix(Self.sampleSize).compactMap { page.rows[$0].id }
    let alone = try await fetch(sample, reader: reader)
    let isOmitted = alone.values.contains { bytes in
      do throws(JSONError) {
        return try ResourceScanner.group(bytes, 0..<bytes.count).hasMembers
      } catch {
        return false
      }
    }
    // None had members: they may all be empty, and the next page shows more.
    return isOmitted ? .omitted : .unknown
  }

  /// The groups that are still there, by id.
  private func fetch(
    _ ids: [String], reader: Reader
  ) async throws(SyncError) -> [String: [UInt8]] {
    let endpoint = endpoint
    let results = await withTaskGroup(
      of: (String, Result<[UInt8]?, SyncError>).self
    ) { group in
      var waiting = ids.makeIterator()
      var results: [(String, Result<[UInt8]?, SyncError>)] = []
      for _ in 0..<Self.width {
        guard let id = waiting.next() else { break }
        group.addTask { (id, await reader.resource(endpoint, id: id)) }
      }
      while let result = await group.next() {
        results.append(result)
        if case .failure = result.1 { group.cancelAll() }
        guard let id = waiting.next(), !group.isCancelled else { continue }
        group.addTask { (id, await reader.resource(endpoint, id: id)) }
      }
      return results
    }
    var found: [String: [UInt8]] = [:]
    for (id, result) in results { found[id] = try result.get() }
    return found
  }

  /// The page with the groups that were read alone in the place of those without members.
  private static func merged(
    _ page: FetchedPage, lacking: Set<Int>, alone: [String: [UInt8]]
  ) -> FetchedPage {
    var merged = page
    merged.bytes = []
    merged.page.resources = []
    merged.rows = []
    for (place, range) in page.page.resources.enumerated() {
      let row = page.rows[place]
      let other = lacking.contains(place) ? row.id.flatMap { alone[$0] } : nil
      let start = merged.bytes.count
      merged.bytes += other ?? Array(page.bytes[range])
      merged.page.resources.append(start..<merged.bytes.count)
      merged.rows.append(row)
    }
    return merged
  }
}

extension Reader {
  /// One resource as it stands now; nil when the server says that it is gone.
  func resource(_ endpoint: String, id: String) async -> Result<[UInt8]?, SyncError> {
    do throws(SyncError) {
      return .success(try await get("\(endpoint)/\(PercentEncoding.pathSegment(id))").bytes)
    } catch {
      return error.code == .notFound ? .success(nil) : .failure(error)
    }
  }
}
