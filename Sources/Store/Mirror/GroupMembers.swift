import GRDB
import SCIM

/// Who is in a group: by its text, and by what that leaves out.
struct GroupMembers {
  let columns: ResourceScanner.GroupColumns
  /// Whether who is not named is no member.
  let isComplete: Bool
  private let rest: MemberRest?

  /// `rests`: by hash, as the text names it.
  init(_ columns: ResourceScanner.GroupColumns, rests: [String: MemberRest]) {
    self.columns = columns
    rest = columns.restHash.flatMap { rests[$0] }
    isComplete = columns.restHash == nil || rest != nil
  }

  /// The groups among the members, each once.
  func groups(_ groups: Collection) -> Set<Int64> {
    Set(columns.groupMembers.map(groups.ref)).union(rest?.groups ?? [])
  }

  /// The other members, each once. Order: ascending.
  func users(_ users: Collection) -> [Int64] {
    var refs = rest?.users ?? []
    for id in columns.userMembers { refs.append(users.ref(id)) }
    refs.sort()
    var last: Int64?
    refs.removeAll { ref in
      defer { last = ref }
      return ref == last
    }
    return refs
  }
}

extension ResourceScanner.Reference {
  /// A member without a type counts as a user.
  var isGroup: Bool { type?.lowercased() == "group" }
}

extension Store {
  /// Notes members that are left out of a group's text by the numbers that the mirror knows them by.
  public func memberNote(server: String) throws(StoreError) -> MemberSieve.Note {
    let (users, groups) = try collections(server)
    return { reference, rest in
      guard !reference.value.isEmpty else { return }
      if reference.isGroup {
        rest.groups.append(groups.ref(reference.value))
      } else {
        rest.users.append(users.ref(reference.value))
      }
    }
  }

  /// Nothing is written where both are there.
  private func collections(
    _ server: String
  ) throws(StoreError) -> (users: Collection, groups: Collection) {
    let known = try read { database -> (Collection, Collection)? in
      guard
        let users = try Collection.find(database, server: server, type: Collection.users),
        let groups = try Collection.find(database, server: server, type: Collection.groups)
      else { return nil }
      return (users, groups)
    }
    if let known { return known }
    return try write { database in
      (
        try Collection.make(database, server: server, type: Collection.users),
        try Collection.make(database, server: server, type: Collection.groups)
      )
    }
  }
}
