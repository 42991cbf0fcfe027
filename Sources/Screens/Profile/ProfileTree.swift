import Governance
import Terminal

extension ProfilePage {
  /// From the top down to the person, each below whom they report to.
  mutating func addManagers() {
    for (level, manager) in profile.managers.reversed().enumerated() {
      builder.add(
        branch(level) + [Run(manager.name, .link)], id: "manager \(manager.key.rawValue)",
        target: .person(manager.key))
    }
    guard !profile.managers.isEmpty else { return }
    builder.add(branch(profile.managers.count) + [Run(profile.person.name, .title)])
  }

  /// The branches below the person.
  mutating func addReports() {
    for (index, report) in profile.reports.enumerated() {
      let isLast = index == profile.reports.count - 1
      builder.add(
        [Run("  \(isLast ? "└" : "├") ", .dim), Run(report.name, .link)],
        id: "report \(report.key.rawValue)", target: .person(report.key))
    }
  }

  /// A chain longer than the screen is wide goes straight down at last.
  private func branch(_ level: Int) -> [Run] {
    let indent = String(repeating: "  ", count: min(level, 9))
    return [Run("  \(indent.dropLast(level == 0 ? 0 : 2))\(level == 0 ? "" : "└ ")", .dim)]
  }
}
