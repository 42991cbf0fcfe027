import Foundation

/// What became of a person between two moments.
public struct ProfileDiff: Hashable, Sendable, Codable {
  /// A value that differs.
  public struct Field: Hashable, Sendable, Codable {
    /// The SCIM attribute path.
    public var name: String
    /// Whose value it is, at the later moment if it has one.
    public var server: String
    public var old: String?
    public var new: String?

    public init(name: String, server: String, old: String?, new: String?) {
      self.name = name
      self.server = server
      self.old = old
      self.new = new
    }
  }

  /// An account that came, went, or was turned on or off.
  public struct AccountChange: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
      case added, removed, activated, deactivated
    }

    public var kind: Kind
    public var server: String
    public var id: String
    public var userName: String
  }

  public var person: PersonReference
  public var from: Date
  public var to: Date
  public var fields: [Field]
  public var accounts: [AccountChange]
  /// As they were given. Order: as the profile has them.
  public var gained: [Grant]
  /// As they were held before.
  public var lost: [Grant]
  /// The servers of which one of the moments is not known.
  public var unknown: [HistoryStart]

  public init(from old: Profile, at from: Date, to new: Profile, at to: Date) {
    person = new.person
    (self.from, self.to) = (from, to)
    let marks = (old.past?.unknown ?? []) + (new.past?.unknown ?? [])
    unknown = marks.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    let dark = Set(unknown.map(\.server))
    fields = Self.fields(old, new).filter { !dark.contains($0.server) }
    accounts = Self.accounts(old, new).filter { !dark.contains($0.server) }
    gained = Self.grants(in: new, butNotIn: old, dark)
    lost = Self.grants(in: old, butNotIn: new, dark)
  }

  public var isEmpty: Bool {
    fields.isEmpty && accounts.isEmpty && gained.isEmpty && lost.isEmpty
  }

  /// The same as an operator sees it: that a hidden value changed is said, not what it was.
  public func seen(by visibility: Visibility) -> ProfileDiff {
    if visibility.isUnlimited { return self }
    var diff = self
    for index in fields.indices {
      diff.fields[index].old = fields[index].old.map {
        visibility.shown($0, of: fields[index].name)
      }
      diff.fields[index].new = fields[index].new.map {
        visibility.shown($0, of: fields[index].name)
      }
    }
    for index in accounts.indices {
      diff.accounts[index].userName = visibility.shown(accounts[index].userName, of: "userName")
    }
    return diff
  }

  private struct Value {
    var name: String
    var server: String
    var value: String
  }

  /// What no RFC names is each server's own.
  private static func values(_ profile: Profile) -> [(key: String, value: Value)] {
    profile.fields.map { ($0.name, Value(name: $0.name, server: $0.server, value: $0.value)) }
      + profile.extras.map {
        ("\($0.server) \($0.path)", Value(name: $0.path, server: $0.server, value: $0.value))
      }
  }

  private static func fields(_ old: Profile, _ new: Profile) -> [Field] {
    let before = Dictionary(values(old), uniquingKeysWith: { first, _ in first })
    let after = Dictionary(values(new), uniquingKeysWith: { first, _ in first })
    var order: [String] = []
    for (key, _) in values(old) + values(new) where !order.contains(key) { order.append(key) }
    return order.compactMap { key in
      let (left, right) = (before[key], after[key])
      guard left?.value != right?.value, let known = right ?? left else { return nil }
      return Field(
        name: known.name, server: known.server, old: left?.value, new: right?.value)
    }
  }

  private static func accounts(_ old: Profile, _ new: Profile) -> [AccountChange] {
    func change(_ kind: AccountChange.Kind, _ account: Account) -> AccountChange {
      AccountChange(
        kind: kind, server: account.server, id: account.id, userName: account.userName)
    }
    func same(_ one: Account, _ other: Account) -> Bool {
      one.server == other.server && one.id == other.id
    }
    let gone = old.accounts.filter { account in !new.accounts.contains { same($0, account) } }
    let changes = new.accounts.compactMap { account -> AccountChange? in
      guard let before = old.accounts.first(where: { same($0, account) }) else {
        return change(.added, account)
      }
      let (was, isNow) = (before.isActive != false, account.isActive != false)
      return was == isNow ? nil : change(isNow ? .activated : .deactivated, account)
    }
    return gone.map { change(.removed, $0) } + changes
  }

  private static func grants(
    in one: Profile, butNotIn other: Profile, _ dark: Set<String>
  ) -> [Grant] {
    let held = Set(other.grants.map(\.entitlement.reference))
    return one.grants.filter { grant in
      let reference = grant.entitlement.reference
      return reference.type != .account && !held.contains(reference)
        && !dark.contains(reference.server)
    }
  }
}
