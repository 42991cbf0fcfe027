import Governance

/// What `policy.toml` may say. ``PolicyFile`` refuses everything else.
enum PolicyTables {
  static let all = [
    top, step, rule, separation, owner, risk, hours, time, breakGlass, role,
  ]

  static let top = SettingTable(
    name: "", help: "Keys at the top of the file, before any table.",
    settings: [
      Setting(
        "order", "text", .value("\"\(Policy.Order.inTurn.rawValue)\""),
        "`in-turn`: a step opens once those before it have passed. `side-by-side`: all are open at"
          + " once."),
      Setting(
        "consent", "text", .value("\"always\""),
        "Who asked must agree to a counter-offer: `always`, or `not-for-less` when it gives fewer"
          + " items or a shorter time of what was asked for."),
      Setting(
        "step", "tables", .words("one approval by anyone whom the request does not concern"),
        "Who must agree: `[[step]]`, one each."),
      Setting("rule", "tables", .words("none"), "`[[rule]]`, one each."),
      Setting("separation", "tables", .words("none"), "`[[separation]]`, one each."),
      Setting("owner", "tables", .words("as the servers say"), "`[[owner]]`, one each."),
      Setting("risk", "table", .words("the weights below"), "`[risk]`."),
      Setting("hours", "table", .words("no hour is unusual"), "`[hours]`."),
      Setting("time", "table", .words("nothing is ever late"), "`[time]`."),
      Setting("break_glass", "table", .words("no emergencies"), "`[break_glass]`."),
      Setting("role", "tables", .words("everybody sees and does everything"), "`[[role]]`."),
    ])

  private static let approverWords =
    "Written `manager`, `manager-of-manager`, `owner`, `anyone`, `person:ADDRESS`, or"
    + " `SERVER:group:NAME` for the members of a group."

  private static let who = [
    Setting("approvers", "list of texts", .required, "Who may pass it. \(approverWords)"),
    Setting(
      "fallback", "list of texts", .value("[]"),
      "Who steps in, in order, when too few approvers can."),
    Setting("quorum", "number", .value("1"), "How many different people must say yes, at most 20."),
  ]

  static let step = SettingTable(
    name: "[[step]]", help: "Steps must all pass. Nobody passes two steps of one request.",
    settings: [Setting("name", "text", .required, "What the request's page calls it.")] + who + [
      Setting(
        "when", "text", .words("for all requests"),
        "Only for requests of which this filter is true: `item.privileged eq true`.")
    ])

  static let rule = SettingTable(
    name: "[[rule]]",
    help: "Rules look once, when a request comes in. Each that applies is shown on the request. A"
      + " rule that denies goes before one that approves.",
    settings: [
      Setting("name", "text", .required, "What the request's page calls it."),
      Setting("when", "text", .required, "The requests that it is for, as a filter: `risk ge 70`."),
      Setting(
        "then", "text", .required,
        "`approve`, without anybody, unless the plan has an obstacle; `deny`; or `require`: one step"
          + " more, whose approvers follow."),
    ] + who.map { onlyWith($0, "`require`") })

  static let separation = SettingTable(
    name: "[[separation]]",
    help: "Access that one person may not hold together: held, on its way, asked for in any open"
      + " request, and by way of groups within groups.",
    settings: [
      Setting("name", "text", .required, "What the request's page calls it."),
      Setting(
        "entitlements", "list of texts", .required,
        "Two or more, each `SERVER:TYPE:NAME`: `idp:group:payers`."),
      Setting(
        "then", "text", .value("\"block\""),
        "`block`, or `approval`: allowed with a reason and an end, once the approvers agreed too."),
    ] + who.map { onlyWith($0, "`approval`") })

  static let owner = SettingTable(
    name: "[[owner]]", help: "Who answers for an entitlement, where its server does not say so.",
    settings: [
      Setting("of", "text", .required, "The entitlement: `idp:group:finance-approvers`."),
      Setting("approvers", "list of texts", .required, "Its owners. \(approverWords)"),
    ])

  static let risk = SettingTable(
    name: "[risk]",
    help:
      "What makes a risk: points of 100 for each reason, added up to 100 at most, shown with the"
      + " request. A decision keeps the facts and the weights that it was judged by.",
    settings: Risk.Weights.fields.map { field in
      let value = Risk.Weights()[keyPath: field.path]
      let words = field.words.prefix(1).uppercased() + field.words.dropFirst()
      return Setting(
        field.name, "number", .value("\(value)"),
        "\(words). \(field.range.lowerBound) to \(field.range.upperBound).")
    })

  private static func onlyWith(_ setting: Setting, _ then: String) -> Setting {
    let absence: Setting.Absence =
      setting.absence == .required ? .words("must be there with \(then)") : setting.absence
    return Setting(
      setting.key, setting.kind, absence, "Only with \(then). \(setting.help)")
  }
}
