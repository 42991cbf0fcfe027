import Governance

/// Where the operator is: a tab, or a page that was opened from one.
enum Place: Hashable, Sendable {
  case queue, people, activity, audit, servers
  case request(RequestID)
  case profile(IdentityKey)
  case findings
  case calls
  case themes
  case form
  case help

  /// Order: as the header shows them.
  static let tabs: [Place] = [.queue, .people, .activity, .audit, .servers]

  /// A list with the details of its selected row.
  var hasPane: Bool {
    switch self {
    case .queue, .activity, .audit, .servers, .findings, .calls: true
    case .people, .request, .profile, .form, .help, .themes: false
    }
  }

  var isTab: Bool { Self.tabs.contains(self) }

  var title: String {
    switch self {
    case .queue: "Queue"
    case .people: "People"
    case .activity: "Activity"
    case .audit: "Audit"
    case .servers: "Servers"
    case .request: "Request"
    case .profile: "Profile"
    case .findings: "Findings"
    case .calls: "Calls"
    case .themes: "Themes"
    case .form: "New request"
    case .help: "Help"
    }
  }
}

/// A place that `back` returns to, with where its cursor stood.
struct Visit: Hashable, Sendable {
  var place: Place
  var cursor: DocumentCursor
}
