import SCIM

/// Creating and changing an account.
extension WriteTrial {
  /// From what a careful client sends down to what the strictest servers take.
  private func documents(_ name: String) -> [JSON] {
    let address = "\(name)@example.com"
    let tiny: JSON = [
      "schemas": [.string(SchemaURN.user)], "userName": .string(address), "active": true,
      "name": ["givenName": "Countersign", "familyName": "Check"],
      "displayName": "Countersign check", "emails": [["value": .string(address)]],
    ]
    var lean = tiny
    lean["externalId"] = .string(name)
    lean["emails"] = [["value": .string(address), "type": "work", "primary": true]]
    var full = lean
    full["schemas"] = [.string(SchemaURN.user), .string(SchemaURN.enterpriseUser)]
    full["title"] = "Check"
    full[SchemaURN.enterpriseUser] = ["department": "Countersign"]
    return [full, lean, tiny]
  }

  /// The first account; nil when the server makes none.
  func tryCreation(
    _ proofs: inout [Proof]
  ) async throws(SyncError) -> OwnResources.Resource? {
    var refusal: SyncError?
    for document in documents(own.mark + "-a") {
      let (answer, made) = try await create(usersEndpoint, document)
      switch answer {
      case .refused(let error): refusal = error
      case .done(let status, _, _):
        let without = refusal.map { "; more attributes are \($0.refusalWords)" } ?? ""
        proofs.append(
          Proof(
            .userCreation, type: "User", does: made == nil ? .refuted : .proven,
            made == nil ? "\(status), and nobody is there" : "\(status)\(without)"))
        guard let made else { return nil }
        try await tryKept(document, made, &proofs)
        return made
      }
    }
    proofs.append(
      Proof(
        .userCreation, type: "User", does: .absent, refusal?.refusalWords ?? "not tried"))
    return nil
  }

  /// Another account, only to be a member.
  func secondUser() async throws(SyncError) -> OwnResources.Resource? {
    for document in documents(own.mark + "-b") {
      let (answer, made) = try await create(usersEndpoint, document)
      if answer.isDone { return made }
    }
    return nil
  }

  /// PROVIDERS rule 5: attributes that a server does not store are dropped in silence.
  private func tryKept(
    _ sent: JSON, _ user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard let kept = try await call.read(user.path)?.json else {
      proofs.append(
        Proof(.keptAttributes, type: "User", does: .refuted, "the account cannot be read back"))
      return
    }
    let lost = Self.leaves.filter { path in
      guard let value = path.value(in: sent) else { return false }
      return path.value(in: kept) != value
    }.map(\.name)
    proofs.append(
      Proof(
        .keptAttributes, type: "User", does: lost.isEmpty ? .proven : .refuted,
        lost.isEmpty
          ? "all that was sent comes back" : "dropped or changed: \(lost.joined(separator: ", "))"))
  }

  private struct Leaf: Sendable {
    var name: String
    var steps: [String]

    init(_ steps: String..., named name: String? = nil) {
      self.steps = steps
      self.name = name ?? steps.joined(separator: ".")
    }

    /// Of a list, its first entry. Text without case, truth values as such.
    func value(in json: JSON) -> String? {
      var json: JSON? = json
      for step in steps { json = (json?.array?.first ?? json)?[step] }
      guard let json else { return nil }
      return json.lenientBool.map { "\($0)" } ?? json.idText?.lowercased()
    }
  }

  private static let leaves = [
    Leaf("userName"), Leaf("externalId"), Leaf("name", "givenName"), Leaf("name", "familyName"),
    Leaf("displayName"), Leaf("title"), Leaf("active"), Leaf("emails", "value"),
    Leaf("emails", "type"), Leaf("emails", "primary"),
    Leaf(SchemaURN.enterpriseUser, "department", named: "department"),
  ]

  /// PROVIDERS rule 8: 409 with or without `uniqueness`, or 500, or a second account.
  func tryDuplicate(
    of user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard var document = try await call.read(user.path)?.json else { return }
    for name in ["id", "meta", "groups"] { document[name] = nil }
    document["externalId"] = .string(own.mark + "-again")
    func note(_ does: Capabilities.Support, _ detail: String) {
      proofs.append(Proof(.duplicates, type: "User", does: does, detail))
    }
    switch try await create(usersEndpoint, document).answer {
    case .refused(let error) where error.code == .conflict:
      note(.proven, error.scimType == "uniqueness" ? "409 uniqueness" : "409 without a scimType")
    case .refused(let error): note(.refuted, "refused, but with \(error.status)")
    case .done(let status, let json, _):
      let isSame = json?["id"]?.idText == user.id
      note(.refuted, isSame ? "\(status) with the first account" : "\(status): a second account")
    }
  }

  // MARK: - Changes

  func tryChanges(
    of user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    let oldVersion = try await call.read(user.path)?.version
    proofs.append(
      try await change(
        .replaceByPatch, user, to: false, ["op": "replace", "path": "active", "value": false]))
    proofs.append(
      try await change(
        .patchWithoutPath, user, to: true, ["op": "replace", "value": ["active": true]]))
    try await tryStaleVersion(user, oldVersion, &proofs)
    try await tryPut(user, &proofs)
  }

  private func change(
    _ subject: Proof.Subject, _ user: OwnResources.Resource, to isActive: Bool, _ operation: JSON
  ) async throws(SyncError) -> Proof {
    switch try await patch(user, operation) {
    case .refused(let error):
      return Proof(subject, type: "User", does: .absent, error.refusalWords)
    case .done(let status, _, _):
      let isSo = try await call.read(user.path)?.json["active"]?.lenientBool == isActive
      return Proof(
        subject, type: "User", does: isSo ? .proven : .refuted,
        isSo ? "takes effect" : "answered \(status), and nothing changed")
    }
  }

  /// PROVIDERS rule 14: versions that are shown and not obeyed.
  private func tryStaleVersion(
    _ user: OwnResources.Resource, _ old: String?, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard let old, let current = try await call.read(user.path)?.version else { return }
    func note(_ does: Capabilities.Support, _ detail: String) {
      proofs.append(Proof(.staleVersion, type: "User", does: does, detail))
    }
    guard old != current else {
      return note(.refuted, "the version does not move when the account changes")
    }
    let operation: JSON = ["op": "replace", "path": "active", "value": true]
    switch try await patch(user, operation, ifMatch: old) {
    case .refused(let error) where error.code == .preconditionFailed: note(.proven, "412")
    case .refused(let error): note(.unknown, error.refusalWords)
    case .done: note(.refuted, "an old version is taken")
    }
  }

  private func tryPut(
    _ user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard var document = try await call.read(user.path)?.json else { return }
    for name in ["meta", "groups"] { document[name] = nil }
    document["displayName"] = "Countersign checks"
    switch try await call.send("PUT", user.path, document) {
    case .refused(let error):
      proofs.append(Proof(.replaceByPut, type: "User", does: .absent, error.refusalWords))
    case .done(let status, _, _):
      let now = try await call.read(user.path)?.json["displayName"]?.string
      let isSo = now == "Countersign checks"
      proofs.append(
        Proof(
          .replaceByPut, type: "User", does: isSo ? .proven : .refuted,
          isSo ? "takes effect" : "answered \(status), and nothing changed"))
    }
  }
}
