import Governance

/// What the operator means: what is tagged, else what the cursor stands on.
public enum Selection: Hashable, Sendable {
  /// Order: as tagged.
  case requests([RequestID])
  case person(IdentityKey)
  /// A call of the outbox, by its row.
  case action(Int64)
  /// A record of the audit log, by its sequence.
  case record(Int64)
  case server(String)
  case finding(Finding)
}

extension AppState {
  /// nil where nothing is, and while it is still being read.
  var selection: Selection? {
    switch place {
    case .queue:
      if !queue.tags.isEmpty { return .requests(queue.tags) }
      return queue.list.selected.map { .requests([$0.request.id]) }
    case .people: return people.list.selected.map { .person($0.person.key) }
    case .activity: return activity.selected.map { .action($0.id) }
    case .audit: return audit.list.selected.map { .record($0.sequence) }
    case .servers: return selectedServer.map { .server($0.name) }
    case .findings: return findings.selected.map { .finding($0) }
    case .request(let id): return details[id]?.detail.map { .requests([$0.request.id]) }
    case .profile(let key): return profiles[key]?.profile.map { .person($0.person.key) }
    case .form, .help, .calls, .themes: return nil
    }
  }
}
