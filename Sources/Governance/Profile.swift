import Foundation

/// One value of a person, with where and when it was read (design, section 5).
public struct SourcedField: Hashable, Sendable, Codable {
  /// The SCIM attribute path: `displayName`, `title`, `enterprise.department`.
  public var name: String
  public var value: String
  /// The server that won by the configured priority.
  public var server: String
  public var readAt: Date
  /// What other servers say instead; empty when all agree.
  public var disagreements: [Disagreement]
  /// Whether the configuration ranks the servers for this field alone.
  public var isRanked: Bool

  public struct Disagreement: Hashable, Sendable, Codable {
    public var server: String
    public var value: String

    public init(server: String, value: String) {
      self.server = server
      self.value = value
    }
  }

  public init(
    name: String, value: String, server: String, readAt: Date, disagreements: [Disagreement] = [],
    isRanked: Bool = false
  ) {
    self.name = name
    self.value = value
    self.server = server
    self.readAt = readAt
    self.disagreements = disagreements
    self.isRanked = isRanked
  }
}

/// A `User` resource on one server, as a screen shows it.
public struct Account: Hashable, Sendable, Codable {
  public var server: String
  public var id: String
  public var userName: String
  public var displayName: String
  /// nil when the server does not say.
  public var isActive: Bool?
  public var lastModified: Date?
  public var version: String?
  public var readAt: Date
  /// An operator's word on whose it is; nil where its attributes say so.
  public var link: AccountLink?

  public init(
    server: String, id: String, userName: String, displayName: String, isActive: Bool?,
    lastModified: Date?, version: String?, readAt: Date, link: AccountLink? = nil
  ) {
    self.server = server
    self.id = id
    self.userName = userName
    self.displayName = displayName
    self.isActive = isActive
    self.lastModified = lastModified
    self.version = version
    self.readAt = readAt
    self.link = link
  }

  public var reference: AccountReference {
    AccountReference(server: server, id: id, userName: userName)
  }
}

/// Why somebody holds something.
public enum GrantReason: Hashable, Sendable, Codable {
  /// An approved request did it.
  case decided(request: RequestID, by: String, at: Date)
  /// A rule of the policy approved a request for it.
  case ruled(request: RequestID, rule: String, at: Date)
  /// It appeared on the server, and somebody said here that it may stay.
  case accepted(by: String, reason: String, at: Date)
  /// Nobody here decided it, and it was there already when its server was first read to the end, at
  /// this moment.
  case beforeFirstSync(Date)
  /// Nobody here decided it: it appeared on the server after that.
  case unexplained
  /// A group of theirs is a member of it: it goes when they leave that group, named here.
  case through(group: String)

  /// The request that did it.
  public var request: RequestID? {
    switch self {
    case .decided(let request, _, _), .ruled(let request, _, _): request
    case .accepted, .beforeFirstSync, .unexplained, .through: nil
    }
  }
}

/// An identity holding an entitlement.
public struct Grant: Hashable, Sendable, Codable {
  public var entitlement: Entitlement
  public var reason: GrantReason
  /// When Countersign first saw it.
  public var firstSeen: Date
  /// When it ends by itself; nil for never.
  public var endsAt: Date?

  public init(entitlement: Entitlement, reason: GrantReason, firstSeen: Date, endsAt: Date? = nil) {
    self.entitlement = entitlement
    self.reason = reason
    self.firstSeen = firstSeen
    self.endsAt = endsAt
  }
}

/// A value of an account that changed.
public struct FieldChange: Hashable, Sendable, Codable {
  /// The SCIM attribute path.
  public var attribute: String
  public var old: String?
  public var new: String?

  public init(attribute: String, old: String?, new: String?) {
    self.attribute = attribute
    self.old = old
    self.new = new
  }

  /// Shape: `title: Engineer → Manager`.
  public var sentence: String {
    switch (attribute, old, new) {
    case ("active", "true", "false"): "account deactivated"
    case ("active", "false", "true"): "account activated"
    case (_, nil, let new?): "\(attribute): \(new), new"
    case (_, let old?, nil): "\(attribute): no more \(old)"
    default: "\(attribute): \(old ?? "") → \(new ?? "")"
    }
  }
}

/// One thing that happened to a person, or around them.
public struct TimelineEntry: Hashable, Sendable, Codable {
  public var time: Date
  public var sentence: String
  /// The server it was seen on; nil for what happened here.
  public var server: String?
  /// What the sentence says of a value; nil where it says something else.
  public var change: FieldChange?
  /// Whether the history keeps it, so that what was before it is known.
  public var isRecorded: Bool

  public init(
    time: Date, sentence: String, server: String? = nil, change: FieldChange? = nil,
    isRecorded: Bool = false
  ) {
    self.time = time
    self.sentence = sentence
    self.server = server
    self.change = change
    self.isRecorded = isRecorded
  }

  /// The entry as an operator sees it: that a hidden value changed is said, not what it was.
  public func seen(by visibility: Visibility) -> TimelineEntry {
    guard let change, visibility.sight(of: change.attribute) != .shown else { return self }
    var entry = self
    let seen = FieldChange(
      attribute: change.attribute,
      old: change.old.map { visibility.shown($0, of: change.attribute) },
      new: change.new.map { visibility.shown($0, of: change.attribute) })
    entry.change = seen
    entry.sentence = seen.sentence
    return entry
  }
}

/// Everything known of one person, from all servers.
public struct Profile: Hashable, Sendable, Codable {
  public var person: PersonReference
  /// Order: as the profile shows them.
  public var fields: [SourcedField]
  public var accounts: [Account]
  public var grants: [Grant]
  /// Order: the manager first, then theirs, up to the top; ends at a cycle.
  public var managers: [PersonReference]
  public var reports: [PersonReference]
  public var openRequests: [QueueEntry]
  /// Order: newest first.
  public var timeline: [TimelineEntry]
  public var findings: [Finding]
  /// What no RFC names. Order: by server as the accounts come, then as it is sent.
  public var extras: [ExtraField]
  public var devices: [Device]
  /// That it shows what was; nil for what is.
  public var past: PastMark?

  public init(
    person: PersonReference, fields: [SourcedField], accounts: [Account], grants: [Grant],
    managers: [PersonReference], reports: [PersonReference], openRequests: [QueueEntry],
    timeline: [TimelineEntry], findings: [Finding], extras: [ExtraField] = [],
    devices: [Device] = []
  ) {
    self.person = person
    self.fields = fields
    self.accounts = accounts
    self.grants = grants
    self.managers = managers
    self.reports = reports
    self.openRequests = openRequests
    self.timeline = timeline
    self.findings = findings
    self.extras = extras
    self.devices = devices
  }
}

/// One row of the people list.
public struct PersonRow: Hashable, Sendable, Codable {
  public var person: PersonReference
  public var userName: String
  public var title: String
  public var department: String
  /// The servers with an account, each with whether it is active.
  public var accounts: [AccountMark]

  public struct AccountMark: Hashable, Sendable, Codable {
    public var server: String
    public var isActive: Bool?

    public init(server: String, isActive: Bool?) {
      self.server = server
      self.isActive = isActive
    }
  }

  public init(
    person: PersonReference, userName: String, title: String, department: String,
    accounts: [AccountMark]
  ) {
    self.person = person
    self.userName = userName
    self.title = title
    self.department = department
    self.accounts = accounts
  }
}
