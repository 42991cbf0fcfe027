import SCIM
import Synchronization

/// Gets the members of groups where a server's list leaves them out (PROVIDERS rule 12: AWS, GitLab,
/// against RFC 7643 §4.2): from each group alone, else by filter.
///
/// A list that shows the members of one group shows them for all. Where none has any, a few groups
/// are read alone: if one has members there, the list leaves them out. If none has, filters are tried.
final class MemberCompletion: Sendable {
  private struct State {
    var source: MemberSource
    var hasTriedFilters = false
    /// By group, where each user was asked for.
    var roster: [String: [String]]?
    var remarks: [String] = []
  }

  /// How many groups or users are tried to find out.
  static let sampleSize = 3
  /// How many groups are read at the same time.
  static let width = 4

  private let endpoint: String
  private let usersEndpoint: String
  private let sieve: MemberSieve?
  private let users: @Sendable () async throws(SyncError) -> [String]
  private let state: Mutex<State>

  /// - Parameters:
  ///   - source: As an earlier sync found out.
  ///   - sieve: What is kept of long groups that are read alone; nil keeps all.
  ///   - users: The ids of all users that are known.
  init(
    endpoint: String, usersEndpoint: String = "/Users", source: MemberSource = .unknown,
    sieve: MemberSieve? = nil,
    users: @escaping @Sendable () async throws(SyncError) -> [String] = { () in [] }
  ) {
    self.endpoint = endpoint
    self.usersEndpoint = usersEndpoint
    self.users = users
    self.sieve = sieve
    state = Mutex(State(source: source))
  }

  var source: MemberSource { state.withLock { $0.source } }
  var remarks: [String] { state.withLock { $0.remarks } }

  func complete(_ page: FetchedPage, reader: Reader) async throws(SyncError) -> FetchedPage {
    let lacking = Self.withoutMembers(page)
    if source == .unknown {
      let found = try await findSource(page, lacking: lacking, reader: reader)
      state.withLock { $0.source = found }
    }
    let ids = lacking.compactMap { page.rows[$0].id }
    guard !ids.isEmpty else { return page }
    switch source {
    case .unknown, .listed: return page
    case .alone:
      let alone = try await fetch(ids, reader: reader)
      var merged = Self.merged(page, lacking: Set(lacking), alone: alone.mapValues(\.bytes))
      for answer in alone.values { merged.rests.merge(answer.rests) { first, _ in first } }
      return merged
    case .usersOfGroup, .groupsOfUser:
      guard let members = try await members(of: ids, reader: reader) else { return page }
      return Self.merged(page, lacking: Set(lacking), alone: Self.written(members, into: page))
    }
  }

  private func filter(_ reader: Reader) -> MemberFilter {
    MemberFilter(reader: reader, usersEndpoint: usersEndpoint, groupsEndpoint: endpoint)
  }

  /// By group; nil when there are too many users to ask for each.
  private func members(
    of groups: [String], reader: Reader
  ) async throws(SyncError) -> [String: [String]]? {
    let filter = filter(reader)
    guard source == .groupsOfUser else {
      var members: [String: [String]] = [:]
      for group in groups { members[group] = try await filter.members(of: group) }
      return members
    }
    if let roster = state.withLock({ $0.roster }) { return roster }
    let all = try await users()
    guard all.count <= MemberFilter.mostUsers else {
      state.withLock { state in
        guard state.remarks.isEmpty else { return }
        state.remarks.append(
          "\(reader.server) tells a user's groups only one user at a time, and has \(all.count): "
            + "memberships were not read.")
      }
      return nil
    }
    let roster = try await filter.roster(all)
    state.withLock { $0.roster = roster }
    return roster
  }

  /// The groups of a page as the server would have written them with their members.
  private static func written(
    _ members: [String: [String]], into page: FetchedPage
  ) -> [String: [UInt8]] {
    var written: [String: [UInt8]] = [:]
    for (row, range) in zip(page.rows, page.page.resources) {
      guard let id = row.id else { continue }
      do throws(JSONError) {
        var json = try JSON(parsing: page.bytes[range])
        json["members"] = .array((members[id] ?? []).map { ["value": .string($0)] })
        written[id] = json.bytes
      } catch {
        // What cannot be read is counted as rejected where the page is saved.
        continue
      }
    }
    return written
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

  private func findSource(
    _ page: FetchedPage, lacking: [Int], reader: Reader
  ) async throws(SyncError) -> MemberSource {
    guard !page.rows.isEmpty else { return .unknown }
    guard lacking.count == page.rows.count else { return .listed }
    let sample = lacking.prefix(Self.sampleSize).compactMap { page.rows[$0].id }
    let alone = try await fetch(sample, reader: reader)
    let isOmitted = alone.values.contains { answer in
      let bytes = answer.bytes
      do throws(JSONError) {
        return try ResourceScanner.group(bytes, 0..<bytes.count).hasMembers
      } catch {
        return false
      }
    }
    if isOmitted { return .alone }
    // None had members: they may all be empty, and the next page shows more.
    guard state.withLock({ !$0.hasTriedFilters }) else { return .unknown }
    state.withLock { $0.hasTriedFilters = true }
    let some = try await users().prefix(Self.sampleSize)
    return try await filter(reader).find(groups: sample, users: Array(some))
  }

  /// The groups that are still there, by id.
  private func fetch(
    _ ids: [String], reader: Reader
  ) async throws(SyncError) -> [String: SCIMAnswer] {
    let (endpoint, sieve) = (endpoint, sieve)
    let results = await withTaskGroup(
      of: (String, Result<SCIMAnswer?, SyncError>).self
    ) { group in
      var waiting = ids.makeIterator()
      var results: [(String, Result<SCIMAnswer?, SyncError>)] = []
      for _ in 0..<Self.width {
        guard let id = waiting.next() else { break }
        group.addTask { (id, await reader.resource(endpoint, id: id, sieve: sieve)) }
      }
      while let result = await group.next() {
        results.append(result)
        if case .failure = result.1 { group.cancelAll() }
        guard let id = waiting.next(), !group.isCancelled else { continue }
        group.addTask { (id, await reader.resource(endpoint, id: id, sieve: sieve)) }
      }
      return results
    }
    var found: [String: SCIMAnswer] = [:]
    for (id, result) in results { found[id] = try result.get() }
    return found
  }

  /// The page with the groups that were read alone in the place of those without members.
  private static func merged(
    _ page: FetchedPage, lacking: Set<Int>, alone: [String: [UInt8]]
  ) -> FetchedPage {
    var merged = page
    merged.isCompleted = true
    merged.prepared = nil
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
  func resource(
    _ endpoint: String, id: String, sieve: MemberSieve? = nil
  ) async -> Result<SCIMAnswer?, SyncError> {
    let path = "\(endpoint)/\(PercentEncoding.pathSegment(id))"
    do throws(SyncError) {
      return .success(try await get(path, sieve: sieve))
    } catch {
      return error.code == .notFound ? .success(nil) : .failure(error)
    }
  }
}
