/// An account that belongs to nobody in the human resources system.
struct Stranger: Sendable {
  let userName: String
  let displayName: String
  let isActive: Bool
  /// Units: days before now.
  let lastSignInDaysAgo: Int

  private static let identityProvider: [Stranger] = [
    Stranger("svc-backup", "Backup Service", signIn: 0),
    Stranger("svc-ci", "Continuous Integration", signIn: 0),
    Stranger("svc-etl", "Nightly Warehouse Load", signIn: 1),
    Stranger("svc-legacy-crm", "Legacy CRM Connector", signIn: 611),
    Stranger("test.user", "Test User", signIn: 390),
    Stranger("j.hopkins-ext", "Jo Hopkins (Contractor)", signIn: 170),
  ]
  private static let codeHost: [Stranger] = [
    Stranger("release-robot", "Release Robot", signIn: 0),
    Stranger("mirror-robot", "Mirror Robot", signIn: 2),
    Stranger("kwame-freelance", "Kwame Freelance", signIn: 240),
  ]
  private static let chat: [Stranger] = [
    Stranger("standup-bot", "Standup Bot", signIn: 0),
    Stranger("guest-auditor", "Guest Auditor", signIn: 130),
  ]

  private init(_ userName: String, _ displayName: String, signIn: Int, active: Bool = true) {
    self.userName = userName
    self.displayName = displayName
    isActive = active
    lastSignInDaysAgo = signIn
  }

  /// How many there are on one service, growing slowly with the organisation.
  static func count(on tenant: TenantName, people: Int) -> Int {
    let named = table(tenant).count
    return named == 0 ? 0 : named + max(0, people - 1000) / 500
  }

  /// The named ones first, then numbered service accounts.
  static func at(_ index: Int, on tenant: TenantName) -> Stranger {
    let named = table(tenant)
    if index < named.count { return named[index] }
    let number = index - named.count + 1
    return Stranger(
      "svc-job-\(number)", "Scheduled Job \(number)", signIn: number % 5 == 0 ? 300 + number : 1,
      active: number % 7 != 0)
  }

  private static func table(_ tenant: TenantName) -> [Stranger] {
    switch tenant {
    case .hr: []
    case .idp: identityProvider
    case .code: codeHost
    case .chat: chat
    }
  }
}
