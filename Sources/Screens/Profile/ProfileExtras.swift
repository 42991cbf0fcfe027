import Governance
import Terminal

/// What no RFC names, and devices.
extension ProfilePage {
  mutating func addExtras() {
    let names = profile.extras.map(\.name)
    let nameWidth = min(36, names.map { DisplayText.columns(of: $0) }.max() ?? 0)
    for extra in profile.extras {
      let source = "  \(extra.server)\(readAt(extra.readAt))"
      builder.wrap(
        extra.value + source, lead: [Run("  \(padded(extra.name, nameWidth))  ", .dim)],
        id: "extra \(extra.server) \(extra.path)")
    }
  }

  mutating func addDevices() {
    let names = profile.devices.map(\.name)
    let nameWidth = min(32, max(12, names.map { DisplayText.columns(of: $0) }.max() ?? 0))
    for device in profile.devices {
      let (mark, role) = Self.mark(device.isActive)
      builder.add(
        [
          Run("  \(padded(device.name, nameWidth)) "), Run(mark, role),
          Run(
            "  \(device.server) \(moments.short(device.readAt))"
              + (device.lastModified.map { "  changed \(moments.short($0))" } ?? ""), .dim),
        ], id: "device \(device.server) \(device.id)")
      let identifiers = device.identifiers.map { "\($0.name) \($0.value)" }
      if !identifiers.isEmpty {
        builder.wrap(identifiers.joined(separator: " · "), .dim, lead: [Run("      ")])
      }
    }
  }

  static func mark(_ isActive: Bool?) -> (String, StyleRole) {
    switch isActive {
    case true: ("✓ active ", .ok)
    case false: ("− off    ", .warning)
    case nil: ("? unsaid ", .dim)
    }
  }
}
