import Foundation
import Governance
import Terminal

/// One person on paper: the profile in sections, those without content left out.
struct ProfileText {
  let profile: Profile
  let now: Date
  let zone: TimeZone

  func lines(width: Int?) -> [String] {
    var lines = PastText(profile: profile, zone: zone).lines
    for (title, table) in sections {
      let body = table.lines(width: width.map { $0 - 2 }).dropFirst()
      guard !body.isEmpty else { continue }
      lines += ["", title] + body.map { "  \($0)" }
    }
    return lines
  }

  private var sections: [(String, Table)] {
    [
      ("Findings", list(profile.findings.map(\.sentence))), ("Fields", fields),
      ("Further attributes", extras), ("Accounts", accounts), ("Devices", devices),
      ("Holds", grants),
      ("Managers", list(profile.managers.map(\.name))),
      ("Reports", list(profile.reports.map(\.name))), ("Open requests", requests),
      ("Timeline", timeline),
    ]
  }

  private var fields: Table {
    var table = Table([
      .init(""), .init("", isElastic: true), .init(""), .init("", isElastic: true),
    ])
    for field in profile.fields {
      let ranked = field.isRanked ? ["by field_priority"] : []
      let others = ranked + field.disagreements.map { "\($0.server) says \($0.value)" }
      table.rows.append([
        field.name, field.value, "\(field.server) \(age(field.readAt))",
        others.joined(separator: ", "),
      ])
    }
    return table
  }

  private var extras: Table {
    var table = Table([
      .init(""), .init("", isElastic: true), .init(""), .init("", isElastic: true),
    ])
    for extra in profile.extras {
      table.rows.append([
        extra.name, extra.value, "\(extra.server) \(age(extra.readAt))", extra.path,
      ])
    }
    return table
  }

  private var devices: Table {
    var table = Table([.init(""), .init(""), .init(""), .init("", isElastic: true)])
    for device in profile.devices {
      table.rows.append([
        device.name, device.isActive.map { $0 ? "active" : "inactive" } ?? "unknown",
        "\(device.server) \(age(device.readAt))",
        device.identifiers.map { "\($0.name) \($0.value)" }.joined(separator: ", "),
      ])
    }
    return table
  }

  private var accounts: Table {
    var table = Table([
      .init(""), .init("", isElastic: true), .init(""), .init(""), .init("", isElastic: true),
    ])
    for account in profile.accounts {
      let state = account.isActive.map { $0 ? "active" : "inactive" } ?? "unknown"
      table.rows.append([
        account.server, account.userName, state,
        profile.past == nil ? "read \(age(account.readAt)) ago" : "",
        account.link?.sentence ?? "",
      ])
    }
    return table
  }

  private var grants: Table {
    var table = Table([
      .init(""), .init(""), .init("", isElastic: true), .init(""), .init("", isElastic: true),
    ])
    for grant in profile.grants {
      let reason = GrantWords(zone: zone).reason(grant)
      let ends = grant.endsAt.map { ", ends \(Moment.text($0, in: zone))" } ?? ""
      let reference = grant.entitlement.reference
      table.rows.append([
        reference.server, reference.type.rawValue, grant.entitlement.display,
        grant.entitlement.isPrivileged ? "privileged" : "",
        reason + ends
          + (grant.entitlement.terms?.words(holders: nil) ?? []).map { ", \($0)" }.joined(),
      ])
    }
    return table
  }

  private var requests: Table {
    var table = Table([.init(""), .init("", isElastic: true), .init("", isElastic: true)])
    for entry in profile.openRequests {
      table.rows.append([
        entry.request.id.rawValue, entry.request.items.map(\.shown).joined(separator: ", "),
        entry.request.justification,
      ])
    }
    return table
  }

  private var timeline: Table {
    var table = Table([.init(""), .init("", isElastic: true), .init("")])
    for entry in profile.timeline.prefix(20) {
      table.rows.append([Moment.text(entry.time, in: zone), entry.sentence, entry.server ?? ""])
    }
    return table
  }

  private func list(_ texts: [String]) -> Table {
    var table = Table([.init("", isElastic: true)])
    table.rows = texts.map { [$0] }
    return table
  }

  /// How long ago a value was read; nothing for the past, which is told as it was at one moment.
  private func age(_ date: Date) -> String {
    if profile.past != nil { return "" }
    return Moment.span(seconds: max(0, now.timeIntervalSince(date)))
  }
}
