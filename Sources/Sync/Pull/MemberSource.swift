/// Where the members of groups can be had (PROVIDERS rule 12).
enum MemberSource: String, Hashable, Sendable, Codable {
  /// Not found out, or no group has members.
  case unknown
  /// In lists, as RFC 7643 §4.2 has it.
  case listed
  /// In each group read alone.
  case alone
  /// `groups.value eq "…"` finds a group's members among the users.
  case usersOfGroup
  /// `members.value eq "…"` finds a user's groups (AWS): each user is asked for.
  case groupsOfUser

  /// Whether no document of the server's own says who is a member.
  var isHidden: Bool { self == .usersOfGroup || self == .groupsOfUser }
}
