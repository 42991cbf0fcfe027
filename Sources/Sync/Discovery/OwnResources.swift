import SCIM
import Synchronization

/// What a write trial made on a server, so that all of it is removed again.
final class OwnResources: Sendable {
  struct Resource: Hashable, Sendable {
    /// Below the base URL. Shape: `/Users`.
    var endpoint: String
    var id: String

    var path: String { "\(endpoint)/\(PercentEncoding.pathSegment(id))" }
  }

  /// Stands in the name of everything that is made, and in nothing else.
  let mark: String
  private let made = Mutex<[Resource]>([])

  init(mark: String) { self.mark = mark }

  func add(_ resource: Resource) {
    made.withLock { made in
      if !made.contains(resource) { made.append(resource) }
    }
  }

  /// Whether a resource bears the mark.
  func isOurs(_ json: JSON) -> Bool {
    ["userName", "displayName"].contains { name in
      json[name]?.string?.lowercased().hasPrefix(mark.lowercased()) == true
    }
  }

  /// Order: the latest first, so that groups go before their members.
  var all: [Resource] { made.withLock { $0.reversed() } }
}
