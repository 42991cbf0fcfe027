/// One thing that was tried on a server: what the server says of it, and what it really does.
public struct Proof: Hashable, Sendable, Codable {
  /// What was tried. The raw value is stable, for programs.
  public enum Subject: String, Hashable, Sendable, Codable, CaseIterable {
    // By reading.
    case discovery, indexPaging, pageSize, pastTheEnd, total, cursorPaging, idPaging
    case userNameFilter, idFilter, externalIDFilter, changesFilter
    case sort, newestFirst, versions, unchangedAnswer, listedMembers, patch, bulk
    // By writing, on resources of our own.
    case userCreation, groupCreation, keptAttributes, duplicates
    case replaceByPatch, patchWithoutPath, replaceByPut, staleVersion
    case addMember, addMemberTwice, removeMemberByFilter, removeMemberByValue
    case bulkCall, deletion

    /// Whether finding out takes writing.
    public var needsWriting: Bool {
      switch self {
      case .userCreation, .groupCreation, .keptAttributes, .duplicates, .replaceByPatch,
        .patchWithoutPath, .replaceByPut, .staleVersion, .addMember, .addMemberTwice,
        .removeMemberByFilter, .removeMemberByValue, .bulkCall, .deletion:
        true
      default: false
      }
    }
  }

  public var subject: Subject
  /// `User`, `Group` …; nil for what concerns the whole server.
  public var type: String?
  /// What the server says; unknown where it says nothing.
  public var says: Capabilities.Support
  /// What it does; unknown where that could not be tried, `announced` where it was not.
  public var does: Capabilities.Support
  /// What was seen, in a few words.
  public var detail: String

  public init(
    _ subject: Subject, type: String? = nil, says: Capabilities.Support = .unknown,
    does: Capabilities.Support, _ detail: String
  ) {
    self.subject = subject
    self.type = type
    self.says = says
    self.does = does
    self.detail = detail
  }
}

extension Proof.Subject {
  /// A few words for people.
  public var title: String {
    switch self {
    case .discovery: "discovery"
    case .indexPaging: "index pagination"
    case .pageSize: "page size"
    case .pastTheEnd: "past the end"
    case .total: "totalResults"
    case .cursorPaging: "cursor pagination"
    case .idPaging: "paging by id"
    case .userNameFilter: "filter by userName"
    case .idFilter: "filter by id"
    case .externalIDFilter: "filter by externalId"
    case .changesFilter: "filter by time of change"
    case .sort: "sort by id"
    case .newestFirst: "sort by time of change"
    case .versions: "versions (ETag)"
    case .unchangedAnswer: "304 for the unchanged"
    case .listedMembers: "members in lists"
    case .patch: "PATCH"
    case .bulk: "bulk"
    case .userCreation: "create a user"
    case .groupCreation: "create a group"
    case .keptAttributes: "keeps what it is sent"
    case .duplicates: "refuses a second userName"
    case .replaceByPatch: "PATCH with a path"
    case .patchWithoutPath: "PATCH without a path"
    case .replaceByPut: "PUT"
    case .staleVersion: "412 for an old version"
    case .addMember: "add a member"
    case .addMemberTwice: "add a member again"
    case .removeMemberByFilter: "remove a member by filter"
    case .removeMemberByValue: "remove a member by value"
    case .bulkCall: "a bulk request"
    case .deletion: "delete"
    }
  }
}

extension Capabilities {
  /// What is known of a subject; nil where it was never tried.
  public func proof(_ subject: Proof.Subject, type: String? = nil) -> Proof? {
    proofs.first { $0.subject == subject && (type == nil || $0.type == type) }
  }

  /// Whether it was tried and works.
  public func isProven(_ subject: Proof.Subject, type: String? = nil) -> Bool {
    proof(subject, type: type)?.does == .proven
  }

  mutating func note(_ proof: Proof) {
    proofs.removeAll { $0.subject == proof.subject && $0.type == proof.type }
    proofs.append(proof)
  }
}
