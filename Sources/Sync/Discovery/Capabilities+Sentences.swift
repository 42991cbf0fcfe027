extension Capabilities {
  /// Says in ``capabilities`` and ``limits`` what the rest of the value means for people.
  mutating func describe() {
    let able: [(Support, String)] = [
      (indexPaging, "index pagination"), (cursorPaging, "cursor pagination"), (etag, "ETag"),
      (equalityFilter, "filters"), (patch, "PATCH"), (bulk, "bulk"),
    ]
    capabilities = able.filter { $0.0 == .proven || $0.0 == .announced }
      .map { $0.0 == .proven ? $0.1 : "\($0.1) (announced)" }
    let incremental = resourceTypes.map(\.name).filter { lastModifiedFilter[$0] == .proven }
    if !incremental.isEmpty {
      capabilities.append("incremental sync (\(incremental.joined(separator: ", ")))")
    }
    limits = sentences() + writingSentences()
    methods = methodSentences()
    let order = Proof.Subject.allCases
    let types = resourceTypes.map(\.name)
    proofs.sort { left, right in
      let places = [left, right].map { proof in
        (
          order.firstIndex(of: proof.subject) ?? 0,
          proof.type.flatMap { types.firstIndex(of: $0) } ?? 0
        )
      }
      return places[0] < places[1]
    }
  }

  /// What was seen not to work by writing.
  private func writingSentences() -> [String] {
    let sentences: [(Proof.Subject, [Support], String)] = [
      (.userCreation, [.absent, .refuted], "It makes no accounts"),
      (.keptAttributes, [.refuted], "It does not keep all that it is sent"),
      (.duplicates, [.refuted], "It does not refuse a second userName as it should"),
      (.replaceByPatch, [.absent, .refuted], "It does not change accounts by PATCH"),
      (.staleVersion, [.refuted], "It overwrites what somebody else changed meanwhile"),
      (.addMember, [.absent, .refuted], "It does not add members by PATCH"),
      (.addMemberTwice, [.refuted], "It lists a member twice who is added twice"),
      (.removeMemberByFilter, [.absent, .refuted], "It does not remove one member by filter"),
      (.removeMemberByValue, [.refuted], "Removing a member by value cannot be used"),
      (.bulkCall, [.refuted], "Its bulk requests do not work"),
      (.deletion, [.absent, .refuted], "It does not delete accounts"),
    ]
    return sentences.compactMap { subject, bad, sentence in
      guard let proof = proof(subject), bad.contains(proof.does) else { return nil }
      return "\(sentence): \(proof.detail)."
    }
  }

  private func sentences() -> [String] {
    var sentences: [String] = []
    if endpoint(of: "Group") == nil { sentences.append("It offers no groups.") }
    if cursorPaging == .refuted {
      sentences.append("It announces cursors, but they do not lead from page to page.")
    }
    if indexPaging == .refuted {
      sentences.append("It does not page by index: lists are taken as they come.")
    }
    if equalityFilter == .refuted {
      sentences.append("Its filters are not to be trusted: every result is compared.")
    }
    if etag == .refuted || etag == .absent {
      sentences.append("It has no versions: two writers at once are noticed by reading back alone.")
    }
    for type in resourceTypes.map(\.name) {
      switch lastModifiedFilter[type] {
      case .refuted:
        sentences.append(
          "It cannot say which \(type) resources changed: each sync reads all of them.")
      case .absent:
        sentences.append(
          "It does not date its \(type) resources: each sync reads all of them.")
      case .unknown, .announced, .proven, nil: break
      }
    }
    if patch == .absent { sentences.append("It says that it does not take PATCH.") }
    return sentences
  }
}
