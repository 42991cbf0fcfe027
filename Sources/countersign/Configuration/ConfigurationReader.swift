import Governance
import Store
import Sync

/// Turns the text of `config.toml` into values, or says what is wrong with it and where.
enum ConfigurationReader {
  static let keys = ConfigurationTables.top.keys
  static let correlations = CorrelationAttribute.allCases.map(\.rawValue)

  static func read(_ text: String, file: String) throws(ConfigurationError) -> Configuration {
    let document = try TOMLDocument(text: text, file: file)
    let top = SettingsReader(document: document, prefix: "", members: document.members)
    try top.refuseUnknown(known: keys)
    var configuration = Configuration()
    configuration.operatorName = try top.text("operator")
    if let theme = try top.text("theme") { configuration.theme = theme }
    if let mouse = try top.truth("mouse") { configuration.hasMouse = mouse }
    if let word = try top.choice("notify", among: Notification.allCases.map(\.rawValue)),
      let notification = Notification(rawValue: word)
    {
      configuration.notification = notification
    }
    if let interval = try interval(top) { configuration.syncIntervalSeconds = interval }
    if let correlation = try correlation(top) { configuration.people.correlation = correlation }
    if let privileged = try top.texts("privileged") {
      configuration.people.privileged = privileged
    }
    configuration.keys = try KeySettings.read(top)
    configuration.folders = try FolderSettings.read(top)
    configuration.servers = try servers(document)
    let names = configuration.servers.map(\.name)
    for server in configuration.servers where !server.neverFetch.isEmpty {
      configuration.people.withheld[server.name] = server.neverFetch
    }
    configuration.people.priority = try priority(top, servers: names)
    configuration.people.fieldPriority = try fieldPriority(top, servers: names)
    return configuration
  }

  /// `.some(nil)` for `off`; nil when the file does not say.
  private static func interval(_ top: SettingsReader) throws(ConfigurationError) -> Int?? {
    guard let text = try top.text("sync_interval") else { return nil }
    if text == "off" { return .some(nil) }
    guard let seconds = ISODuration(human: text)?.fixedSeconds, seconds >= 30 else {
      throw top.document.error(
        .badValue, at: "sync_interval", "“sync_interval” is “\(text)”.",
        advice: "Write a span of 30 seconds or more, such as \"15m\" or \"1h\", or \"off\".")
    }
    return .some(seconds)
  }

  private static func correlation(
    _ top: SettingsReader
  ) throws(ConfigurationError) -> [CorrelationAttribute]? {
    guard let names = try top.texts("correlation") else { return nil }
    var attributes: [CorrelationAttribute] = []
    for name in names {
      guard let attribute = CorrelationAttribute(rawValue: name) else {
        throw top.notAChoice("correlation", name, correlations)
      }
      attributes.append(attribute)
    }
    return attributes
  }

  private static func priority(
    _ top: SettingsReader, servers: [String]
  ) throws(ConfigurationError) -> [String] {
    guard let names = try top.texts("priority") else { return servers }
    for name in names where !servers.contains(name) {
      throw top.notAChoice("priority", name, servers)
    }
    return names + servers.filter { !names.contains($0) }
  }

  /// Shape: `[field_priority]` with a list of servers for each field.
  private static func fieldPriority(
    _ top: SettingsReader, servers: [String]
  ) throws(ConfigurationError) -> [PersonField: [String]] {
    guard let node = top.members["field_priority"] else { return [:] }
    guard case .table(let members) = node else {
      throw top.wrongKind("field_priority", node, wanted: "a table, such as [field_priority]")
    }
    let reader = SettingsReader(
      document: top.document, prefix: "field_priority", members: members)
    try reader.refuseUnknown(known: ConfigurationTables.fieldPriority.keys)
    var orders: [PersonField: [String]] = [:]
    for field in PersonField.allCases {
      guard let names = try reader.texts(field.rawValue) else { continue }
      for name in names where !servers.contains(name) {
        throw reader.notAChoice(field.rawValue, name, servers)
      }
      orders[field] = names
    }
    return orders
  }

  private static func servers(
    _ document: TOMLDocument
  ) throws(ConfigurationError) -> [ServerConfiguration] {
    guard let node = document.members["server"] else { return [] }
    guard case .list(let tables) = node else {
      throw document.error(
        .badValue, at: "server", "“server” is \(node.kind).",
        advice: "Start each server with a line [[server]], in two pairs of brackets.")
    }
    var servers: [ServerConfiguration] = []
    for (index, table) in tables.enumerated() {
      guard case .table(let members) = table else {
        throw document.error(
          .badValue, at: "server", "“server” holds \(table.kind).",
          advice: "Start each server with a line [[server]].")
      }
      let reader = SettingsReader(
        document: document, prefix: "server[\(index)]", members: members)
      let server = try ServerSettings.read(reader)
      guard !servers.contains(where: { $0.name == server.name }) else {
        throw document.error(
          .contradiction, at: reader.path("name"), "A second server is named “\(server.name)”.",
          advice: "Give each server a name of its own.")
      }
      servers.append(server)
    }
    let withheld = servers.reduce(into: Set()) { $0.formUnion($1.secretVariables) }
    for index in servers.indices { servers[index].withheldVariables = withheld }
    return servers
  }
}
