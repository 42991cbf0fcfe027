import Governance

extension PolicyTables {
  static let hours = SettingTable(
    name: "[hours]",
    help: "When people work. Without this table no hour is unusual, and clocks never stand still.",
    settings: [
      Setting(
        "timezone", "text", .value("\"\(WorkingTime().timeZone)\""),
        "Its IANA name, such as `Europe/Berlin`."),
      Setting(
        "days", "list of texts", .value("[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
        "The working days: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`."),
      Setting("from", "text", .value("\"09:00\""), "When work begins."),
      Setting("to", "text", .value("\"17:00\""), "When it ends."),
      Setting(
        "holidays", "list of texts", .value("[]"), "Days without work: `2026-12-25`."),
    ])

  static let time = SettingTable(
    name: "[time]",
    help: "Until when requests are due and grants last, in spans such as `90m`, `8h` or `2d`. What"
      + " the clock did stays done. `countersign remind` lists what is new, each once.",
    settings: [
      Setting(
        "counts", "text", .value("\"all\""),
        "`working`: spans count the hours of `[hours]` alone; `all` counts every hour."),
      Setting(
        "due", "span of time", .words("only what the request says"),
        "After a request came in, where it does not say when it is needed."),
      Setting("remind", "span of time", .words("no reminder"), "Before it is due."),
      Setting(
        "escalate_after", "span of time", .words("no escalation"),
        "After it was due, until others may decide too."),
      Setting(
        "escalate_to", "list of texts", .words("must be there with an escalation, but in a chain"),
        "Who may decide then, besides those of the step; written as approvers."),
      Setting(
        "escalate", "text", .words("`once`"),
        "`once`, or `chain`: again and again, one manager further up, without `escalate_to`."),
      Setting(
        "expire", "span of time", .words("requests never lapse"),
        "After a request came in, until it lapses undecided."),
      Setting(
        "answer_within", "span of time", .words("a week"),
        "How long a question to who asked stops the clock at most."),
      Setting(
        "default_duration", "span of time", .words("no end"),
        "Of a grant that names no length: `30d`."),
      Setting(
        "max_duration", "span of time", .words("no limit"),
        "The longest grant; `countersign extend` asks for more in time."),
    ])

  static let breakGlass = SettingTable(
    name: "[break_glass]",
    help: "An emergency: `countersign request --break-glass` gives what stands here at once, to"
      + " oneself, without asking anybody. A rule that denies and a separation still count. It is"
      + " reviewed by somebody else afterwards. Without this table there are no emergencies.",
    settings: [
      Setting("who", "list of texts", .required, "People, or members of groups, who may take it."),
      Setting("access", "list of texts", .required, "What they get, each `SERVER:TYPE:NAME`."),
      Setting("max_duration", "span of time", .required, "For how long at most."),
      Setting(
        "reviewers", "list of texts", .required, "Who says afterwards whether it was justified."),
      Setting("review_within", "span of time", .required, "Until when they say so."),
    ])

  static let role = SettingTable(
    name: "[[role]]",
    help: "Who sees and does what in this program. Without any, everybody who can open the database"
      + " sees and does everything; several roles add up. The database file itself is protected by"
      + " its mode alone.",
    settings: [
      Setting("name", "text", .required, "What a refusal calls it."),
      Setting(
        "members", "list of texts", .required,
        "Who has it: `person:ADDRESS`, `SERVER:group:NAME`, or `anyone`."),
      Setting(
        "can", "list of texts", .words("all of them"),
        OperatorRole.Action.allCases.map { "`\($0.rawValue)`: \($0.words)" }
          .joined(separator: "; ") + "."),
      Setting(
        "people", "text", .value("\"all\""),
        "Whom they may look up: "
          + OperatorRole.People.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."),
      Setting(
        "hide", "list of texts", .value("[]"),
        "Attributes that are not shown, by the names of `countersign show`: `enterprise.costCenter`,"
          + " or `enterprise` for all below it. No limit, search or completion may ask for them."),
      Setting("mask", "list of texts", .value("[]"), "Attributes of which a hint is shown."),
    ])
}
