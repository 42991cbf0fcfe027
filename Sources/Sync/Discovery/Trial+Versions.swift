import SCIM

/// Whether resources have versions and lists have members (PROVIDERS rules 12 and 14).
extension Trial {
  func tryVersions(_ found: inout Capabilities) async throws(SyncError) {
    let says = found.etag
    guard !rows.isEmpty else {
      found.note(Proof(.versions, says: says, does: .unknown, "there is no user to try it with"))
      return
    }
    let single = try await firstAlone()
    let versions = [
      single?.etag, single?.json["meta"]?["version"]?.idText,
      rows.first?["meta"]?["version"]?.idText,
    ]
    let version = versions.compactMap { $0 }.first { !$0.isEmpty }
    found.etag = version == nil ? .refuted : .proven
    found.note(
      Proof(
        .versions, says: says, does: found.etag,
        version == nil ? "resources have none" : "resources have one"))
    guard let version, let id = id(rows.first) else { return }
    let isObeyed = try await probe.isUnchanged(type.endpoint, id: id, version: version)
    found.note(
      Proof(
        .unchangedAnswer, says: says, does: isObeyed ? .proven : .refuted,
        isObeyed ? "If-None-Match answers 304" : "If-None-Match is ignored"))
  }

  /// Some leave members out of lists (AWS, GitLab, against RFC 7643 §4.2).
  func tryListedMembers(_ found: inout Capabilities) async throws(SyncError) {
    func note(_ does: Capabilities.Support, _ detail: String) {
      found.note(Proof(.listedMembers, type: type.name, does: does, detail))
    }
    let hasMembers: (JSON) -> Bool = { !($0["members"]?.array ?? []).isEmpty }
    // An empty list of members is a list of members.
    if rows.contains(where: { $0["members"]?.array != nil }) {
      return note(.proven, "lists show them")
    }
    for row in rows {
      guard let id = id(row), let alone = try await probe.resource(type.endpoint, id: id) else {
        continue
      }
      if hasMembers(alone.json) { return note(.refuted, "shown only where a group is read alone") }
    }
    note(.unknown, rows.isEmpty ? "there is no group" : "the first groups show none")
  }
}
