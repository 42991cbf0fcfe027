extension Capabilities {
  /// What Countersign does on this server because of what was found, one sentence each.
  func methodSentences() -> [String] {
    [pagingSentence] + waySentences() + changeSentences()
      + [
        memberSentence, versionSentence, lookupSentence, removalSentence,
      ].compactMap { $0 }
  }

  private var pagingSentence: String {
    let limit = maximumPageSize.map { ", at most \($0) at a time" } ?? ""
    switch (cursorPaging, indexPaging) {
    case (.proven, _): return "Reads lists by cursor\(limit)."
    case (_, .refuted): return "Takes lists as they come, in one piece."
    default:
      return "Reads lists by index\(limit), each page beginning with the end of the page before,"
        + " and again where something moved."
    }
  }

  private func waySentences() -> [String] {
    let types = resourceTypes.map(\.name)
    let sorted = types.filter { way(of: $0) == .sorted }
    let byID = types.filter { way(of: $0) == .byID }
    return [
      (sorted, "Asks for the order of ids, since any other moves while it is read"),
      (byID, "Asks for what comes after the last id, since a large startIndex is refused"),
    ].filter { !$0.0.isEmpty }.map { "\($0.1): \($0.0.joined(separator: ", "))." }
  }

  private func changeSentences() -> [String] {
    let types = resourceTypes.map(\.name)
    let able = types.filter { lastModifiedFilter[$0] == .proven }
    let counted = able.filter { isProven(.total, type: $0) }
    let uncounted = able.filter { !counted.contains($0) }
    let whole = types.filter { !able.contains($0) }
    return [
      (
        counted,
        "Asks only for what changed, compares the number for deletions, and reads all once"
          + " a day"
      ),
      (
        uncounted,
        "Reads all each time while there are few, since totals cannot be relied on for"
          + " deletions; else what changed, and all once a day"
      ),
      (whole, "Reads all and compares, each time"),
    ].filter { !$0.0.isEmpty }.map { "\($0.1): \($0.0.joined(separator: ", "))." }
  }

  private var memberSentence: String? {
    guard endpoint(of: "Group") != nil else { return nil }
    switch memberSource {
    case .usersOfGroup: return "Asks for each group's members among the users, by filter."
    case .groupsOfUser: return "Asks for each user's groups, by filter, at each sync."
    case .alone: return "Reads each group alone, for its members."
    case .unknown, .listed:
      let isRefuted = proof(.listedMembers)?.does == .refuted
      return isRefuted ? "Reads each group alone, for its members." : nil
    }
  }

  private var versionSentence: String {
    etag == .proven
      ? "Sends If-Match with each change, so that nobody's change is overwritten."
      : "Looks before and after each change, since there are no versions to name."
  }

  private var lookupSentence: String {
    equalityFilter == .proven
      ? "Looks accounts up by filter, and compares what comes back."
      : "Looks accounts up by reading the list, since filters cannot be relied on."
  }

  private var removalSentence: String? {
    guard endpoint(of: "Group") != nil else { return nil }
    switch habits?.obeyed(for: .removeMember) ?? .path {
    case .whole: return "Removes members by replacing the whole group, as it is then."
    case .valueArray:
      return "Removes members by value, and puts the others back should they go too."
    case .path, .pathless, .text:
      return "Removes members by a value filter; in another form only after that is refused."
    }
  }
}
