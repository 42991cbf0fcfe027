import Governance
import Terminal

/// Who somebody is in a few words: what they do, where, for whom, and where their accounts are.
enum IdentityWords {
  static func parts(_ profile: Profile, servers: [ServerState]) -> [StyledText] {
    var parts: [StyledText] = []
    if let title = profile.value("title") { parts.append(StyledText(title)) }
    let places = [
      profile.value("enterprise.department"), profile.value("enterprise.organization"),
      profile.value("addresses.locality"),
    ].compactMap { $0 }
    if !places.isEmpty { parts.append(StyledText(places.joined(separator: ", "))) }
    if let manager = profile.managers.first {
      parts.append(StyledText("manager ", .dim) + StyledText(manager.name))
    }
    return parts + accounts(profile, servers: servers)
  }

  static func line(_ profile: Profile, servers: [ServerState]) -> StyledText {
    joined(parts(profile, servers: servers))
  }

  /// `active hr idp`, `off chat`, `not on code`.
  private static func accounts(_ profile: Profile, servers: [ServerState]) -> [StyledText] {
    let active = profile.accounts.filter { $0.isActive != false }.map(\.server)
    let off = profile.accounts.filter { $0.isActive == false }.map(\.server)
    let held = Set(profile.accounts.map(\.server))
    let none = servers.map(\.name).filter { !held.contains($0) }
    var parts: [StyledText] = []
    if !active.isEmpty { parts.append(StyledText("active ", .dim) + list(active, .ok)) }
    if !off.isEmpty { parts.append(StyledText("off ", .dim) + list(off, .warning)) }
    if !none.isEmpty { parts.append(StyledText("not on ", .dim) + list(none, .dim)) }
    return parts.isEmpty ? [StyledText("no account", .warning)] : parts
  }

  private static func list(_ names: [String], _ role: StyleRole) -> StyledText {
    StyledText(names.joined(separator: " "), role)
  }

  static let separator = StyledText(" · ", .dim)

  private static func joined(_ parts: [StyledText]) -> StyledText {
    var text = StyledText()
    for (index, part) in parts.enumerated() {
      if index > 0 { text += separator }
      text += part
    }
    return text
  }
}

extension Profile {
  /// The value of a field by its attribute path; nil when nobody says.
  func value(_ name: String) -> String? {
    let value = fields.first { $0.name == name }?.value
    return value?.isEmpty == true ? nil : value
  }
}
