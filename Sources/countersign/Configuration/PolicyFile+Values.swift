import Governance
import Store

extension PolicyFile {
  /// The tables of `[[name]]`. Order: as in the file.
  func tables(_ name: String) throws(ConfigurationError) -> [SettingsReader] {
    guard let node = document.members[name] else { return [] }
    guard case .list(let nodes) = node else { throw notTables(name, node) }
    var tables: [SettingsReader] = []
    for (index, node) in nodes.enumerated() {
      guard case .table(let members) = node else { throw notTables(name, node) }
      tables.append(
        SettingsReader(document: document, prefix: "\(name)[\(index)]", members: members))
    }
    return tables
  }

  private func notTables(_ name: String, _ node: TOMLNode) -> ConfigurationError {
    document.error(
      .badValue, at: name, "“\(name)” is \(node.kind).",
      advice: "Start each with a line [[\(name)]], in two pairs of brackets.")
  }

  func required(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> String {
    if let text = try table.text(key) { return text }
    throw missing(key, table, "Give it: \(key) = \"…\".")
  }

  func missing(_ key: String, _ table: SettingsReader, _ advice: String) -> ConfigurationError {
    document.error(.missingKey, at: table.prefix, "“\(key)” is missing.", advice: advice)
  }

  func condition(_ table: SettingsReader) throws(ConfigurationError) -> String? {
    guard let text = try table.text("when") else { return nil }
    if let mistake = Store.mistake(inCondition: text) {
      throw document.error(
        .badValue, at: table.path("when"), mistake.sentence, advice: mistake.advice)
    }
    return text
  }

  func approvers(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> [Approver] {
    guard let texts = try table.texts(key), !texts.isEmpty else {
      throw missing(key, table, "Say who: \(key) = [\"manager\"].")
    }
    var approvers: [Approver] = []
    for text in texts {
      guard let approver = Approver(text) else {
        let words = Approver.fixed.map(\.text)
        let advice =
          Spelling.nearest(to: text, among: words).map { "Did you mean “\($0)”?" }
          ?? "Write \(words.joined(separator: ", ")), person:ADDRESS or SERVER:group:NAME."
        throw document.error(
          .badValue, at: table.path(key), "“\(text)” is no approver.", advice: advice)
      }
      if case .members(let server, _) = approver { try know(server, key, table) }
      approvers.append(approver)
    }
    return approvers
  }

  func entitlement(
    _ text: String, _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> EntitlementReference {
    guard let name = EntitlementName(text) else {
      throw document.error(
        .badValue, at: table.path(key), "“\(text)” is no entitlement.",
        advice: "Write SERVER:TYPE:NAME, such as idp:group:engineers, or SERVER:account.")
    }
    if name.type != .manual { try know(name.server, key, table) }
    return name.reference
  }

  private func know(
    _ server: String, _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) {
    guard !servers.contains(server) else { return }
    let advice =
      Spelling.nearest(to: server, among: servers).map { "Did you mean “\($0)”?" }
      ?? (servers.isEmpty
        ? "Add it: countersign server add \(server) URL."
        : "There are: \(servers.joined(separator: ", ")).")
    throw document.error(
      .badValue, at: table.path(key), "No server is called “\(server)”.", advice: advice)
  }

  func refuseApprovers(
    _ table: SettingsReader, because reason: String
  ) throws(ConfigurationError) {
    for key in ["approvers", "fallback", "quorum"] where table.members[key] != nil {
      throw document.error(
        .contradiction, at: table.path(key), "“\(key)” says who approves. \(reason)",
        advice: "Remove it, or write another “then”.")
    }
  }
}
