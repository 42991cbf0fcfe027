import SCIM

/// Asks filters who is in which group, where groups do not tell.
struct MemberFilter: Sendable {
  /// How many users are asked for one by one at most.
  static let mostUsers = 5_000
  /// How many are asked for at the same time.
  static let width = 4
  static let pageSize = 100
  private static let nobody = "countersign-nobody"

  var reader: Reader
  var usersEndpoint: String
  var groupsEndpoint: String

  private var probe: Probe { Probe(reader: reader) }

  /// The way that is obeyed, tried with some groups and users; unknown where there is none.
  func find(groups: [String], users: [String]) async throws(SyncError) -> MemberSource {
    for group in groups {
      guard let found = try await once(usersEndpoint, "groups.value", group), !found.isEmpty else {
        continue
      }
      let none = try await once(usersEndpoint, "groups.value", Self.nobody)
      if none?.isEmpty ?? true { return .usersOfGroup }
    }
    for user in users {
      guard let found = try await once(groupsEndpoint, "members.value", user), !found.isEmpty
      else { continue }
      let none = try await once(groupsEndpoint, "members.value", Self.nobody)
      if none?.isEmpty ?? true { return .groupsOfUser }
    }
    return .unknown
  }

  /// The ids of a group's members.
  func members(of group: String) async throws(SyncError) -> [String] {
    try await all(usersEndpoint, "groups.value", group)
  }

  /// The members of all groups, by asking for each user's.
  func roster(_ users: [String]) async throws(SyncError) -> [String: [String]] {
    var roster: [String: [String]] = [:]
    for start in stride(from: 0, to: users.count, by: Self.width) {
      let some = Array(users[start..<min(users.count, start + Self.width)])
      let results = await withTaskGroup(
        of: (Int, Result<[String], SyncError>).self
      ) { group in
        for (place, user) in some.enumerated() {
          group.addTask { (place, await groups(of: user)) }
        }
        return await group.reduce(into: [Int: Result<[String], SyncError>]()) { $0[$1.0] = $1.1 }
      }
      for (place, user) in some.enumerated() {
        for group in try results[place]?.get() ?? [] { roster[group, default: []].append(user) }
      }
    }
    return roster
  }

  private func groups(of user: String) async -> Result<[String], SyncError> {
    do throws(SyncError) {
      return .success(try await all(groupsEndpoint, "members.value", user))
    } catch {
      return .failure(error)
    }
  }

  private func filter(_ attribute: String, _ value: String) -> (String, String) {
    ("filter", "\(attribute) eq \(JSON.string(value).text)")
  }

  /// nil when it is refused.
  private func once(
    _ endpoint: String, _ attribute: String, _ value: String
  ) async throws(SyncError) -> [String]? {
    try await probe.list(endpoint, [filter(attribute, value), ("count", "2")])?
      .resources.compactMap { $0["id"]?.idText }
  }

  /// Goes on while a page brings a new id (rule 1).
  private func all(
    _ endpoint: String, _ attribute: String, _ value: String
  ) async throws(SyncError) -> [String] {
    var (ids, seen): ([String], Set<String>) = ([], [])
    while true {
      let query = [
        filter(attribute, value), ("startIndex", "\(ids.count + 1)"),
        ("count", "\(Self.pageSize)"),
      ]
      let answer = try await reader.get(endpoint, query: query)
      let new = try JSON.listed(answer, from: reader.server).compactMap { $0["id"]?.idText }
        .filter { seen.insert($0).inserted }
      if new.isEmpty { return ids }
      ids += new
    }
  }
}
