import Foundation

/// What one service says about one of its accounts at the start.
struct SampleAccount: Sendable {
  enum Holder: Sendable {
    case person(Person)
    case stranger(Stranger)
  }

  let holder: Holder
  let userName: String
  let displayName: String
  let email: String?
  let isActive: Bool
  let title: String?
  let department: String?
  let lastSignIn: Date?
  let created: Date
  let modified: Date

  var person: Person? {
    if case .person(let person) = holder { person } else { nil }
  }
}

extension Organisation {
  /// Whether a person has an account on a service. Gaps are where a joiner waits or somebody forgot.
  func hasAccount(_ person: Person, on tenant: TenantName) -> Bool {
    let share = SplitMix.share(
      seed, stream: .presence, index: person.index * 4 + tenant.number)
    let isCast = castMember(at: person.index) != nil
    switch tenant {
    case .hr: return true
    case .idp: return isCast || person.rank == 0 || share >= 0.02
    case .code:
      if person.isJoining { return false }
      if person.hasLeft { return person.department.writesCode && share < 0.4 }
      if person.department.slug == "design" { return share < 0.4 }
      return person.department.writesCode && (isCast || share >= 0.02)
    case .chat:
      if person.userName == "ada.okafor" || person.isJoining { return false }
      return isCast || share >= 0.05
    }
  }

  /// What the service says about somebody who has an account there.
  func account(of person: Person, on tenant: TenantName) -> SampleAccount {
    let stamps = stamps(of: person, on: tenant)
    let doubt = SplitMix.share(
      seed, stream: .disagreement, index: person.index * 4 + tenant.number)
    // The service missed the last promotion or the last move.
    let missedTitle = tenant != .hr && doubt < 0.03
    let missedMove = tenant != .hr && doubt >= 0.03 && doubt < 0.05
    let elsewhere = Department.all[(person.index + 7) % Department.all.count].name
    return SampleAccount(
      holder: .person(person), userName: userName(of: person, on: tenant),
      displayName: displayName(of: person, on: tenant),
      email: tenant == .chat && doubt > 0.995 ? "\(person.handle)@chat.example.com" : person.email,
      isActive: isActive(person, on: tenant),
      title: missedTitle ? person.formerTitle : person.title,
      department: missedMove ? elsewhere : person.department.name,
      lastSignIn: tenant == .idp ? lastSignIn(of: person) : nil,
      created: stamps.created, modified: stamps.modified)
  }

  func account(of stranger: Stranger, number: Int, on tenant: TenantName) -> SampleAccount {
    let created = days(-(900 + number % 400), seconds: number * 61)
    return SampleAccount(
      holder: .stranger(stranger), userName: stranger.userName,
      displayName: stranger.displayName, email: nil, isActive: stranger.isActive, title: nil,
      department: nil,
      lastSignIn: tenant == .idp
        ? days(-stranger.lastSignInDaysAgo, seconds: -3_600 - number) : nil,
      created: created, modified: days(-(20 + number % 300), seconds: number * 17))
  }

  func isActive(_ person: Person, on tenant: TenantName) -> Bool {
    guard person.hasLeft else { return true }
    if castMember(at: person.index) != nil { return tenant != .hr }
    let share = SplitMix.share(seed, stream: .presence, index: -1 - person.index)
    return switch tenant {
    case .hr: false
    case .idp: share < 0.12
    case .code: share < 0.5
    case .chat: share < 0.2
    }
  }

  private func userName(of person: Person, on tenant: TenantName) -> String {
    switch tenant {
    case .hr, .chat: person.email
    case .idp: person.userName
    case .code: person.handle
    }
  }

  /// What the service calls a person.
  func displayName(of person: Person, on tenant: TenantName) -> String {
    switch tenant {
    case .hr, .idp, .code: person.latinName
    case .chat: person.nativeName ?? person.given.latin
    }
  }

  private func lastSignIn(of person: Person) -> Date? {
    if person.isJoining { return nil }
    if person.userName == "harold.whitcombe" { return days(-214, seconds: 1_800) }
    var random = SplitMix(seed: seed, stream: .signIn, index: person.index)
    let second = -random.below(86_400)
    if random.chance(0.03) { return days(-(95 + random.below(400)), seconds: second) }
    return days(-random.below(25), seconds: second)
  }

  /// When the account was made and last changed: never later than now.
  private func stamps(
    of person: Person, on tenant: TenantName
  ) -> (created: Date, modified: Date) {
    var random = SplitMix(
      seed: seed, stream: .stamp, index: person.index * 4 + tenant.number)
    let latest = now.addingTimeInterval(-3_600)
    let begun = person.hired.addingTimeInterval(Double(-random.below(14)) * 86_400)
    let created = min(begun, latest.addingTimeInterval(Double(-random.below(259_200))))
    let age = latest.timeIntervalSince(created)
    let share = Double(random.below(10_000)) / 10_000
    return (created, created.addingTimeInterval((age * share).rounded()))
  }
}
