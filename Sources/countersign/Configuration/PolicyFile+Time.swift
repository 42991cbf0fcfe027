import Governance

extension PolicyFile {
  func time(hours: WorkingTime?) throws(ConfigurationError) -> TimeRules? {
    guard let table = try table("time") else { return nil }
    try table.refuseUnknown(known: PolicyTables.time.keys)
    var rules = TimeRules()
    rules.dueSeconds = try span("due", table)
    rules.remindSeconds = try span("remind", table)
    rules.expireSeconds = try span("expire", table)
    rules.answerSeconds = try span("answer_within", table)
    rules.countsWorkingTime = try table.choice("counts", among: ["all", "working"]) == "working"
    rules.defaultDuration = try duration("default_duration", table)
    rules.maximumDuration = try duration("max_duration", table)
    try readEscalation(table, into: &rules)
    try refuseNonsense(rules, hours, table)
    return rules
  }

  private func readEscalation(
    _ table: SettingsReader, into rules: inout TimeRules
  ) throws(ConfigurationError) {
    rules.escalateSeconds = try span("escalate_after", table)
    rules.isChain = try table.choice("escalate", among: ["once", "chain"]) == "chain"
    if table.members["escalate_to"] != nil {
      rules.escalateTo = try approvers("escalate_to", table)
    }
    if rules.isChain, !rules.escalateTo.isEmpty {
      throw document.error(
        .contradiction, at: table.path("escalate_to"),
        "A chain goes up the managers, and “escalate_to” names somebody else.",
        advice: "Remove it, or write escalate = \"once\".")
    }
    if rules.escalateSeconds != nil, !rules.isChain, rules.escalateTo.isEmpty {
      throw missing("escalate_to", table, "Say to whom: escalate_to = [\"manager-of-manager\"].")
    }
    for key in ["escalate_to", "escalate"]
    where rules.escalateSeconds == nil && table.members[key] != nil {
      throw missing("escalate_after", table, "Say after how long: escalate_after = \"1d\".")
    }
  }

  private func refuseNonsense(
    _ rules: TimeRules, _ hours: WorkingTime?, _ table: SettingsReader
  ) throws(ConfigurationError) {
    if rules.countsWorkingTime, hours == nil {
      throw document.error(
        .contradiction, at: table.path("counts"), "Nothing says when people work.",
        advice: "Add a table [hours], or write counts = \"all\".")
    }
    if let due = rules.dueSeconds, let expire = rules.expireSeconds, expire < due {
      throw document.error(
        .contradiction, at: table.path("expire"), "Requests lapse before they are due.",
        advice: "Give “expire” a longer span than “due”.")
    }
    let most = rules.maximumDuration.flatMap(ISODuration.init(iso:))
    let usual = rules.defaultDuration.flatMap(ISODuration.init(iso:))
    if let most, let usual, let end = most.end(from: .init(timeIntervalSince1970: 0)),
      let usualEnd = usual.end(from: .init(timeIntervalSince1970: 0)), usualEnd > end
    {
      throw document.error(
        .contradiction, at: table.path("default_duration"),
        "The usual length of a grant is more than the greatest.",
        advice: "Lower “default_duration”, or raise “max_duration”.")
    }
  }

  /// Units: seconds.
  func span(_ key: String, _ table: SettingsReader) throws(ConfigurationError) -> Int? {
    guard let text = try table.text(key) else { return nil }
    guard let seconds = ISODuration(human: text)?.fixedSeconds else {
      throw document.error(
        .badValue, at: table.path(key), "“\(text)” is no span of time.",
        advice: "Write \"90m\", \"8h\" or \"2d\".")
    }
    return seconds
  }

  /// Shape: an ISO 8601 duration.
  func duration(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> String? {
    guard let text = try table.text(key) else { return nil }
    guard let duration = ISODuration(human: text) else {
      throw document.error(
        .badValue, at: table.path(key), "“\(text)” is no length of time.",
        advice: "Write \"8h\", \"30d\" or \"1y\".")
    }
    return duration.iso
  }
}
