extension Risk {
  /// The weights of the reasons. Units: points of 100.
  public struct Weights: Hashable, Sendable, Codable {
    public var privileged = 30
    public var noPeerHolds = 25
    public var fewPeersHold = 20
    public var somePeersHold = 10
    public var noEndOnPrivileged = 15
    public var beneficiaryUnknown = 40
    public var beneficiaryInactive = 25
    public var beneficiaryNew = 10
    public var beneficiaryDormant = 15
    public var noJustification = 10
    public var staleData = 10
    public var accountDeactivated = 10
    public var separationBroken = 40
    public var separationAllowed = 25
    public var outsideHours = 10
    /// An account younger than this is new. Units: days.
    public var newAccountDays = 14
    /// Who has not signed in for this long is dormant. Units: days.
    public var dormantDays = 90
    /// Data older than this is stale. Units: hours.
    public var staleHours = 24

    public init() {}
  }
}

extension Risk.Weights {
  /// One weight, as `policy.toml` calls it.
  public struct Field: Sendable {
    public var name: String
    /// What the points are for, or what the number means.
    public var words: String
    public var path: any WritableKeyPath<Risk.Weights, Int> & Sendable
    public var range: ClosedRange<Int>
  }

  private static func points(
    _ name: String, _ path: any WritableKeyPath<Risk.Weights, Int> & Sendable, _ words: String
  ) -> Field {
    Field(name: name, words: words, path: path, range: 0...100)
  }

  /// All of them. Order: as a policy is shown.
  public static let fields: [Field] = [
    points("privileged", \.privileged, "privileged access"),
    points("privileged_without_end", \.noEndOnPrivileged, "privileged access without an end"),
    points("no_peer", \.noPeerHolds, "no peer in the department holds it"),
    points("few_peers", \.fewPeersHold, "a tenth of the peers or less hold it"),
    points("some_peers", \.somePeersHold, "a quarter of the peers or less hold it"),
    points("separation", \.separationBroken, "a separation of duties forbids it"),
    points(
      "separation_allowed", \.separationAllowed,
      "a separation of duties allows it with another approval"),
    points("unknown_person", \.beneficiaryUnknown, "no server knows the person"),
    points("inactive_person", \.beneficiaryInactive, "every account of the person is inactive"),
    points("new_account", \.beneficiaryNew, "the person's first account is new"),
    points("dormant_account", \.beneficiaryDormant, "the person has not signed in for long"),
    points("no_reason", \.noJustification, "no reason is given"),
    points("outside_hours", \.outsideHours, "asked outside the working hours"),
    points("old_data", \.staleData, "the data is old"),
    points("account_taken", \.accountDeactivated, "an account is deactivated"),
    Field(
      name: "new_account_days", words: "days that an account is new", path: \.newAccountDays,
      range: 0...3650),
    Field(
      name: "dormant_days", words: "days without a sign-in until dormant", path: \.dormantDays,
      range: 1...3650),
    Field(
      name: "old_data_hours", words: "hours until data is old", path: \.staleHours,
      range: 1...8760),
  ]

  var canonical: CanonicalJSON {
    .object(Self.fields.map { .init($0.name, .number(.init(self[keyPath: $0.path]))) })
  }
}
