import SCIM

/// Whether filters are obeyed (PROVIDERS rule 3): some are ignored and return everyone, some wrongly
/// return nobody, so each is asked for somebody and for nobody.
extension Trial {
  func tryFilters(_ found: inout Capabilities) async throws(SyncError) {
    let says = found.equalityFilter
    found.note(try await equality(.userNameFilter, "userName", says: says) { $0.lowercased() })
    found.note(try await equality(.idFilter, "id", says: says) { $0 })
    found.note(try await equality(.externalIDFilter, "externalId", says: says) { $0 })
    let does = found.proof(.userNameFilter)?.does ?? .unknown
    if does != .unknown { found.equalityFilter = does }
  }

  /// - Parameter compared: `userName` compares without case (RFC 7643 §4.1.1).
  private func equality(
    _ subject: Proof.Subject, _ attribute: String, says: Capabilities.Support,
    compared: (String) -> String
  ) async throws(SyncError) -> Proof {
    let known = rows.compactMap { $0[attribute]?.idText }.first { !$0.isEmpty }
    guard let known else {
      return Proof(subject, says: says, does: .unknown, "no user here has \(attribute)")
    }
    func proof(_ does: Capabilities.Support, _ detail: String) -> Proof {
      Proof(subject, says: says, does: does, detail)
    }
    guard let hit = try await filtered("\(attribute) eq \(quoted(known))") else {
      return proof(.refuted, "refused")
    }
    guard !hit.resources.isEmpty else { return proof(.refuted, "finds nobody who is there") }
    let isTrue = hit.resources.allSatisfy {
      $0[attribute]?.idText.map(compared) == compared(known)
    }
    guard isTrue else { return proof(.refuted, "ignored: others come back") }
    let nobody = "countersign-nobody-\(Int(now.timeIntervalSince1970))"
    guard let miss = try await filtered("\(attribute) eq \(quoted(nobody))") else {
      // An id may have to look like one.
      return attribute == "id"
        ? proof(.proven, "finds the one") : proof(.refuted, "refused for a value nobody has")
    }
    guard miss.resources.isEmpty else { return proof(.refuted, "ignored: others come back") }
    return proof(.proven, "finds the one, and nobody where there is none")
  }
}
