import SCIM

/// Removes what the trial made.
extension WriteTrial {
  /// What stays behind, one sentence each.
  func cleanUp() async -> [String] {
    await gatherLost()
    var sentences: [String] = []
    for resource in own.all {
      do throws(SyncError) {
        guard let left = try await remove(resource) else { continue }
        sentences.append(left)
      } catch {
        sentences.append(
          "\(server) was not reached to remove \(resource.path), which the check made: "
            + "remove it there.")
      }
    }
    return sentences
  }

  /// What was made although no answer said so.
  private func gatherLost() async {
    var places = [(usersEndpoint, "userName", own.mark + "-a@example.com")]
    places.append((usersEndpoint, "userName", own.mark + "-b@example.com"))
    if let groupsEndpoint { places.append((groupsEndpoint, "displayName", own.mark + "-group")) }
    for (endpoint, attribute, name) in places {
      do throws(SyncError) {
        for resource in try await found(endpoint, attribute, name) { own.add(resource) }
      } catch {
        // What cannot be looked for is removed by the ids that are known.
        continue
      }
    }
  }

  /// What bears exactly this name: a filter that is ignored must not lead to others.
  func found(
    _ endpoint: String, _ attribute: String, _ name: String
  ) async throws(SyncError) -> [OwnResources.Resource] {
    guard name.hasPrefix(own.mark) else { return [] }
    let filter = Filter.equal(AttributePath(attribute), name).description
    let probe = Probe(reader: call.reader)
    let rows = try await probe.list(endpoint, [("filter", filter)])?.resources ?? []
    return rows.filter { $0[attribute]?.string?.lowercased() == name.lowercased() }
      .compactMap { $0["id"]?.idText }.map { OwnResources.Resource(endpoint: endpoint, id: $0) }
  }

  /// nil when it is gone; else what stays.
  private func remove(_ resource: OwnResources.Resource) async throws(SyncError) -> String? {
    guard let there = try await call.read(resource.path) else { return nil }
    guard own.isOurs(there.json) else { return nil }
    let answer = try await call.send("DELETE", resource.path)
    guard let left = try await call.read(resource.path) else { return nil }
    let isUser = resource.endpoint == usersEndpoint
    let name = left.json[isUser ? "userName" : "displayName"]?.string ?? resource.id
    guard isUser else { return "\(name) stays on \(server) (\(resource.path)): remove it there." }
    if left.json["active"]?.lenientBool != false {
      _ = try await patch(resource, ["op": "replace", "path": "active", "value": false])
    }
    let isInactive = try await call.read(resource.path)?.json["active"]?.lenientBool == false
    let how = answer.isDone ? "deletes softly" : "deletes nobody"
    return "\(name) stays on \(server), which \(how)\(isInactive ? ", as an inactive account" : "")"
      + " (\(resource.path)): remove it there."
  }
}
