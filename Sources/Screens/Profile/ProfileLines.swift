import Foundation
import Governance
import Terminal

/// The sections of a profile. Order: as shown; what is wrong stands first.
enum ProfileSection: String, CaseIterable {
  case findings, fields, extras, accounts, devices, requests, access, managers, reports, timeline

  /// Whether nothing is said where there is nothing.
  var isOptional: Bool { self == .findings || self == .extras || self == .devices }

  var title: String {
    switch self {
    case .findings: "Look at"
    case .fields: "Identity"
    case .extras: "Further attributes"
    case .accounts: "Accounts"
    case .devices: "Devices"
    case .requests: "Open requests"
    case .access: "Access"
    case .managers: "Manager chain"
    case .reports: "Reports"
    case .timeline: "Timeline"
    }
  }
}

/// One person from all servers, as lines.
func profileLines(_ profile: Profile, _ state: AppState, width: Int) -> [Line] {
  var page = ProfilePage(profile: profile, state: state, width: width)
  page.build()
  return page.builder.lines
}

struct ProfilePage {
  let profile: Profile
  let state: AppState
  var builder: LineBuilder

  init(profile: Profile, state: AppState, width: Int) {
    self.profile = profile
    self.state = state
    builder = LineBuilder(width: width)
  }

  var moments: Moments { state.moments }

  mutating func build() {
    if let past = profile.past { addPast(past) }
    let dark = Set(profile.past?.unknown.map(\.server) ?? [])
    let parts = IdentityWords.parts(
      profile, servers: state.servers.filter { !dark.contains($0.name) })
    builder.flow(parts, separator: IdentityWords.separator)
    section(.findings, profile.findings.count) { page in page.addFindings() }
    section(.fields, profile.fields.count, note: fieldNote) { page in page.addFields() }
    section(.extras, profile.extras.count) { page in page.addExtras() }
    section(.accounts, profile.accounts.count) { page in page.addAccounts() }
    section(.devices, profile.devices.count) { page in page.addDevices() }
    if profile.past == nil {
      section(.requests, profile.openRequests.count) { page in page.addRequests() }
    }
    section(.access, profile.grants.count, note: accessNote) { page in page.addAccess() }
    section(.managers, profile.managers.count) { page in page.addManagers() }
    if profile.past == nil {
      section(.reports, profile.reports.count) { page in page.addReports() }
    }
    section(.timeline, profile.timeline.count) { page in page.addTimeline() }
  }

  /// A section without anything in it says so in its heading and takes one line.
  private mutating func section(
    _ section: ProfileSection, _ count: Int, note: String = "",
    content: (inout ProfilePage) -> Void
  ) {
    if count == 0 && section.isOptional { return }
    let isFolded = state.profiles.folded.contains(section.rawValue)
    if !isFolded { builder.gap() }
    let mark = count == 0 ? "  " : isFolded ? "▸ " : "▾ "
    builder.add(
      [
        Run(mark, .dim), Run(section.title, .heading),
        Run(count == 0 ? "  none" : "  \(count)", .dim),
        Run(note.isEmpty ? "" : " · \(note)", .dim),
      ], id: "section \(section.rawValue)", target: .section(section.rawValue))
    if !isFolded { content(&self) }
  }

  private mutating func addFindings() {
    for finding in profile.findings {
      builder.wrap(finding.sentence, .warning, lead: [Run("  ! ", .warning)])
    }
  }

  private var fieldNote: String {
    let count = profile.fields.filter { !$0.disagreements.isEmpty }.count
    return count == 0 ? "" : "\(count) disputed"
  }

  private mutating func addFields() {
    let nameWidth = min(24, profile.fields.map { Self.label($0.name).count }.max() ?? 0)
    let valueWidth = min(40, max(12, builder.width - nameWidth - 26))
    for field in profile.fields {
      let value = padded(field.value, valueWidth)
      builder.add(
        [
          Run("  \(padded(Self.label(field.name), nameWidth))  ", .dim), Run(value),
          Run("  \(field.server)\(readAt(field.readAt))", .dim),
          Run(field.isRanked ? "  by field_priority" : "", .dim),
        ], id: "field \(field.name)")
      for other in field.disagreements {
        builder.add([
          Run("  " + String(repeating: " ", count: nameWidth) + "≠ ", .warning),
          Run(padded(other.value, valueWidth), .warning), Run("  \(other.server) says", .dim),
        ])
      }
    }
  }

  private mutating func addAccounts() {
    let names = profile.accounts.map(\.userName)
    let nameWidth = min(36, max(12, names.map { DisplayText.columns(of: $0) }.max() ?? 0))
    let serverWidth = min(12, profile.accounts.map(\.server.count).max() ?? 0)
    for account in profile.accounts {
      let (mark, role) = Self.mark(account.isActive)
      let changed = account.lastModified.map { "  changed \(moments.short($0))" } ?? ""
      builder.add(
        [
          Run("  \(padded(account.server, serverWidth)) ", .text), Run(mark, role),
          Run(padded(account.userName, nameWidth)),
          Run(profile.past == nil ? "  read\(readAt(account.readAt))\(changed)" : "", .dim),
          Run("  \(account.id)", .dim),
        ], id: "account \(account.server) \(account.id)", target: .account(account.reference))
      if let link = account.link {
        builder.wrap(
          "\(link.sentence), \(moments.day(link.since))", .notice, lead: [Run("      ⊷ ", .notice)])
      }
    }
  }

  private mutating func addRequests() {
    for entry in profile.openRequests {
      let due = entry.request.neededBy.map { "  due \(moments.short($0))" } ?? ""
      builder.add(
        [Run("  ")] + RequestWords.risk(entry.riskScore).runs + [Run("  ")]
          + RequestWords.access(entry.request).runs
          + [Run("  \(RequestWords.servers(entry.request))\(due)", .dim)],
        id: "request \(entry.request.id.rawValue)", target: .request(entry.request.id))
    }
  }

  private mutating func addTimeline() {
    for entry in profile.timeline {
      let time = padded(moments.long(entry.time), 17)
      let server = entry.server.map { " · \($0)" } ?? ""
      builder.wrap("\(entry.sentence)\(server)", lead: [Run("  \(time) ", .dim)])
    }
  }

  /// When a value was read; the past is told as it was at one moment.
  func readAt(_ date: Date) -> String { profile.past == nil ? " \(moments.short(date))" : "" }

  /// The last part of a SCIM path in words: `enterprise.costCenter` as `cost center`.
  private static func label(_ name: String) -> String {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    var words = ""
    for character in last {
      if character.isUppercase && !words.isEmpty { words += " " }
      words += character.lowercased()
    }
    return words
  }
}

/// The text in exactly so many columns.
func padded(_ text: String, _ width: Int) -> String {
  let shown = DisplayText.truncated(text, to: width)
  return shown + String(repeating: " ", count: max(0, width - DisplayText.columns(of: shown)))
}
