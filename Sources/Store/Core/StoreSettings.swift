/// An attribute of an account by which accounts on different servers are taken for one person's.
public enum CorrelationAttribute: String, Hashable, Sendable, CaseIterable {
  /// The primary e-mail address, compared without case. Key: `mail:ada@example.com`.
  case emails
  /// The `userName`: as an e-mail address where it is one, else as `user:ada`.
  case userName
  /// The `userName`, and only where it is an e-mail address.
  case userNameAddress
  /// Key: `employee:4711`.
  case employeeNumber
  /// Key: `external:…`.
  case externalId
}

/// What the configuration says about how accounts become people.
public struct StoreSettings: Hashable, Sendable {
  /// Order: tried one after the other; the first that an account has makes its key.
  public var correlation: [CorrelationAttribute]
  /// Servers whose values win. Order: best first; servers not named come last, by name.
  public var priority: [String]
  /// Servers whose values win for one field. Order: best first; the others follow by `priority`.
  public var fieldPriority: [PersonField: [String]]
  /// Names of entitlements that give power over others: `*admin*`, `prod-*`; matched without case.
  public var privileged: [String]
  /// Attributes that the history keeps nothing of, by server: they are never fetched.
  public var withheld: [String: [String]]

  public init(
    correlation: [CorrelationAttribute] = [.emails, .userNameAddress], priority: [String] = [],
    fieldPriority: [PersonField: [String]] = [:],
    privileged: [String] = ["*admin*", "*root*", "*owner*", "prod*", "*production*"],
    withheld: [String: [String]] = [:]
  ) {
    self.correlation = correlation
    self.priority = priority
    self.fieldPriority = fieldPriority
    self.privileged = privileged
    self.withheld = withheld
  }

  /// The servers whose word counts for a field. Order: best first.
  public func priority(for field: PersonField) -> [String] {
    guard let own = fieldPriority[field] else { return priority }
    return own + priority.filter { !own.contains($0) }
  }
}
