import Foundation
import Governance
import SCIM
import Screens
import Store

/// What is selected as JSON, by the same records that the verbs print with `--json`.
struct SelectionRecords: Sendable {
  let session: Session

  /// Order: as selected, one line each; what is gone by now has none.
  ///
  /// Throws: `StoreError`, or a ``Failure`` for a person whom the operator may not look up.
  func lines(_ selection: Selection) throws -> [String] {
    let store = session.store
    switch selection {
    case .requests(let ids):
      return try ids.compactMap { try store.request($0) }.map { Records.request($0).text }
    case .person(let key):
      guard let profile = try store.profile(key, now: session.now) else { return [] }
      try session.allow(seeing: profile.person)
      return [try Records.line(profile.seen(by: session.visibility()))]
    case .action(let id): return try store.action(id).map { [try Records.line($0)] } ?? []
    case .record(let sequence):
      return try store.auditRecords(after: sequence - 1, count: 1).map { try Records.line($0) }
    case .server(let name):
      return try store.servers(session.configuration.configuredServers, now: session.now)
        .filter { $0.name == name }.map { try Records.line($0) }
    case .finding(let finding): return [try Records.line(finding)]
    }
  }
}
