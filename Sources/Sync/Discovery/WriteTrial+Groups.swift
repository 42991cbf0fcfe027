import SCIM

/// Groups and their members (PROVIDERS rule 6).
extension WriteTrial {
  func tryGroups(
    at endpoint: String, with first: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard let group = try await tryGroupCreation(endpoint, first, &proofs),
      let second = try await secondUser()
    else { return }
    guard try await tryAdding(second, to: group, &proofs) else { return }
    // Some drop the members that a group is created with.
    if try await members(group)?.contains(first.id) == false {
      _ = try await add(first, to: group)
    }
    try await tryRemoving(.removeMemberByFilter, second, keeping: first, from: group, &proofs)
    _ = try await add(second, to: group)
    _ = try await add(first, to: group)
    try await tryRemoving(.removeMemberByValue, second, keeping: first, from: group, &proofs)
  }

  private func tryGroupCreation(
    _ endpoint: String, _ user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) -> OwnResources.Resource? {
    let bare: JSON = [
      "schemas": [.string(SchemaURN.group)], "displayName": .string(own.mark + "-group"),
    ]
    var full = bare
    full["externalId"] = .string(own.mark + "-group")
    full["members"] = [["value": .string(user.id)]]
    var refusal: SyncError?
    for document in [full, bare] {
      let (answer, made) = try await create(endpoint, document)
      switch answer {
      case .refused(let error): refusal = error
      case .done(let status, _, _):
        let without = refusal.map { "; with members it is \($0.refusalWords)" } ?? ""
        proofs.append(
          Proof(
            .groupCreation, type: "Group", does: made == nil ? .refuted : .proven,
            made == nil ? "\(status), and no group is there" : "\(status)\(without)"))
        return made
      }
    }
    proofs.append(
      Proof(
        .groupCreation, type: "Group", does: .absent, refusal?.refusalWords ?? "not tried"))
    return nil
  }

  /// The ids of the members, each as often as it comes; nil where the group does not tell.
  private func members(_ group: OwnResources.Resource) async throws(SyncError) -> [String]? {
    guard let json = try await call.read(group.path)?.json else { return nil }
    return json["members"]?.array?.compactMap { $0["value"]?.idText }
  }

  private func add(
    _ user: OwnResources.Resource, to group: OwnResources.Resource
  ) async throws(SyncError) -> WriteCall.Answer {
    try await patch(
      group, ["op": "add", "path": "members", "value": [["value": .string(user.id)]]])
  }

  /// False when members cannot be added, or cannot be seen.
  private func tryAdding(
    _ user: OwnResources.Resource, to group: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) -> Bool {
    func note(
      _ subject: Proof.Subject, _ does: Capabilities.Support, _ detail: String
    ) {
      proofs.append(Proof(subject, type: "Group", does: does, detail))
    }
    if case .refused(let error) = try await add(user, to: group) {
      note(.addMember, .absent, error.refusalWords)
      return false
    }
    guard let after = try await members(group) else {
      note(.addMember, .unknown, "answered 2xx; the group does not tell its members")
      return false
    }
    guard after.contains(user.id) else {
      note(.addMember, .refuted, "answered 2xx, and nobody was added")
      return false
    }
    note(.addMember, .proven, "takes effect")
    if case .refused(let error) = try await add(user, to: group) {
      note(.addMemberTwice, .proven, error.refusalWords)
      return true
    }
    let times = try await members(group)?.count { $0 == user.id } ?? 0
    note(
      .addMemberTwice, times == 1 ? .proven : .refuted,
      times == 1 ? "stays one member" : "is a member \(times) times")
    return true
  }

  private func tryRemoving(
    _ subject: Proof.Subject, _ user: OwnResources.Resource, keeping other: OwnResources.Resource,
    from group: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    func note(_ does: Capabilities.Support, _ detail: String) {
      proofs.append(Proof(subject, type: "Group", does: does, detail))
    }
    let before = try await members(group) ?? []
    guard before.contains(user.id), before.contains(other.id) else {
      return note(.unknown, "the group could not be given two members")
    }
    let selection = Filter.equal(AttributePath("value"), user.id)
    let operation: JSON =
      subject == .removeMemberByFilter
      ? ["op": "remove", "path": .string("members[\(selection)]")]
      : ["op": "remove", "path": "members", "value": [["value": .string(user.id)]]]
    if case .refused(let error) = try await patch(group, operation) {
      return note(.absent, error.refusalWords)
    }
    let after = try await members(group) ?? []
    switch (after.contains(user.id), after.contains(other.id)) {
    case (false, true): note(.proven, "takes that member alone")
    case (false, false): note(.refuted, "empties the whole group")
    case (true, _): note(.refuted, "answered 2xx, and nobody was removed")
    }
  }
}
