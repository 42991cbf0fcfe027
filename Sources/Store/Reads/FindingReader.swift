import GRDB
import Governance

/// Finds what somebody should look at, from a profile.
struct FindingReader {
  private let database: Database
  private let settings: StoreSettings
  private var priority: [String] { settings.priority }

  init(_ database: Database, settings: StoreSettings) {
    self.database = database
    self.settings = settings
  }

  func findings(of profile: Profile, _ accounts: [AccountRecord]) throws -> [Finding] {
    try drifts(profile) + orphans(profile, accounts)
      + CorrelationConflicts().findings(database, of: profile.person, limit: 20)
      + inactive(profile, accounts) + privileges(profile)
      + manager(profile, accounts) + disagreements(profile)
  }

  private func drifts(_ profile: Profile) throws -> [Finding] {
    let reader = DriftReader(database, settings: settings)
    let key = profile.person.key
    let drifts =
      try reader.departures(.ended, of: key) + reader.given(of: profile)
      + reader.departures(.taken, of: key)
    return drifts.map(Finding.init)
  }

  private func disagreements(_ profile: Profile) -> [Finding] {
    profile.fields.filter { !$0.disagreements.isEmpty }.map { field in
      let others = field.disagreements.map { "\($0.server) says “\($0.value)”" }
      return Finding(
        kind: .disagreement,
        sentence:
          "\(field.name): \(field.server) says “\(field.value)”, \(others.joined(separator: ", "))."
      ).revealing([field.name], discreet: "\(field.name): the servers say different things.")
    }
  }

  private func privileges(_ profile: Profile) -> [Finding] {
    profile.grants.filter(\.entitlement.isPrivileged).compactMap { grant in
      let name = "\(grant.entitlement.display) on \(grant.entitlement.reference.server)"
      switch grant.reason {
      case .decided, .ruled, .accepted: return nil
      case .unexplained, .beforeFirstSync:
        return Finding(
          kind: .unexplainedPrivilege, sentence: "Nobody decided here about \(name).")
      case .through(let group):
        return Finding(
          kind: .unexplainedPrivilege,
          sentence: "Nobody decided here about \(name), which comes through \(group).")
      }
    }
  }

  private func inactive(_ profile: Profile, _ accounts: [AccountRecord]) -> [Finding] {
    accounts.filter { $0.account.isActive == false }.compactMap { account in
      let held = profile.grants.filter {
        $0.entitlement.reference.server == account.server
          && $0.entitlement.reference.type != .account
      }
      guard !held.isEmpty else { return nil }
      return Finding(
        kind: .inactiveWithAccess,
        sentence: "The account on \(account.server) is inactive and holds "
          + "\(held.count == 1 ? held[0].entitlement.display : "\(held.count) entitlements").")
    }
  }

  private func manager(_ profile: Profile, _ accounts: [AccountRecord]) -> [Finding] {
    guard profile.managers.isEmpty,
      let account = accounts.first(where: { $0.managerRef != nil })
    else { return [] }
    return [
      Finding(
        kind: .managerMissing,
        sentence: "\(account.server) names a manager that it has no account of.")
    ]
  }

  private func orphans(_ profile: Profile, _ accounts: [AccountRecord]) throws -> [Finding] {
    guard let best = try OrphanAccounts.authority(database, priority),
      !accounts.contains(where: { $0.server == best.serverName })
    else { return [] }
    let servers = Set(accounts.map(\.server)).sorted().joined(separator: ", ")
    return [OrphanAccounts.finding(best.serverName, servers)]
  }
}
