import Foundation
import Governance
import Logging
import Store
import Sync

/// One run of a verb on an opened database.
struct Session: Sendable {
  private(set) var invocation: Invocation
  let places: Places
  let configuration: Configuration
  /// What requests that are submitted from here on must pass.
  let policy: Policy
  let store: Store
  /// What signs the audit log.
  let keys: KeyFolder
  let log: Logger
  /// Whether to print JSON.
  let isJSON: Bool

  var console: any Console { invocation.console }
  var now: Date { invocation.now() }

  /// Reads the configuration and opens the database.
  ///
  /// - Parameter acceptsStrangers: for what only looks at a ledger, whoever signed it.
  ///
  /// Throws: ``ConfigurationError``, ``Failure`` or `StoreError`.
  static func open(
    _ options: GlobalOptions, in invocation: Invocation, acceptsStrangers: Bool = false
  ) throws -> Session {
    let places = Places(
      environment: invocation.environment, configuration: options.config, state: options.state)
    return try open(
      places, isJSON: options.json, in: invocation, acceptsStrangers: acceptsStrangers)
  }

  /// The same files, read again.
  func reread() throws -> Session {
    try Self.open(places, isJSON: isJSON, in: invocation, acceptsStrangers: false)
  }

  /// The same session, whose calls are kept.
  func logging(to log: CallLog) -> Session {
    var session = self
    session.invocation.transport = LoggedTransport(
      transport: invocation.transport, log: log, now: invocation.now)
    return session
  }

  /// No server is configured, and nobody has begun a configuration.
  var isUnconfigured: Bool {
    configuration.servers.isEmpty && !FileManager.default.fileExists(atPath: places.configuration)
  }

  private static func open(
    _ places: Places, isJSON: Bool, in invocation: Invocation, acceptsStrangers: Bool
  ) throws -> Session {
    let configuration = try ConfigurationFile(path: places.configuration).read()
    let policy = try PolicyFile.read(
      path: places.policy, servers: configuration.servers.map(\.name))
    try places.makeStateDirectory()
    let keys = KeyFolder(places, configuration, invocation)
    let store = try Store(
      path: places.database, settings: configuration.people, signer: keys,
      now: invocation.now())
    if !acceptsStrangers { try LedgerTrust.require(store, keys) }
    return Session(
      invocation: invocation, places: places, configuration: configuration, policy: policy,
      store: store, keys: keys,
      log: LogFile.logger(path: places.log), isJSON: isJSON)
  }

  /// Who sits at the keyboard, as the servers know them.
  func `operator`() throws(StoreError) -> Operator {
    guard let name = configuration.operatorName else { return Operator(name: "", person: nil) }
    let matches = try store.people(named: name)
    // An address of their own is certain. A user name is, where one person alone has it; what people
    // are called is not: anybody may be called so on some server.
    if let owner = matches.first(where: { $0.hasKey(name) }) {
      return try Operator(
        name: name, person: owner.person, kin: store.kin(of: owner.person.key))
    }
    let named = matches.filter { $0.hasUserName(name) }
    let only = named.count == 1 ? named[0].person : nil
    return try Operator(
      name: name, person: only,
      kin: only.map { person throws(StoreError) in
        try store.kin(of: person.key)
      } ?? [])
  }

  /// The operator, for what nobody may do without a name.
  ///
  /// Throws: ``Failure`` with what to write into the configuration, or `StoreError`.
  func knownOperator() throws -> PersonReference {
    let current = try `operator`()
    if let person = current.person { return person }
    let refusal = DecisionRefusal.operatorUnknown(name: current.name)
    throw Failure(
      .refused, code: refusal.code, refusal.sentence,
      advice: "\(refusal.advice) The file is \(places.configuration).")
  }

  /// The one person that a text names: a name, a userName, a mail address or a key.
  ///
  /// Throws: ``Failure`` for nobody and for several, or `StoreError`.
  func person(_ text: String) throws -> PersonReference {
    let matches = try store.people(named: text)
    if let only = matches.first, matches.count == 1 { return only.person }
    let visibility = try visibility()
    guard matches.isEmpty else {
      let names = matches.prefix(5).map { match in
        visibility.sight(of: "userName") == .shown
          ? "\(match.person.name) <\(match.userName)>" : match.person.name
      }
      throw Failure(
        .refused, code: "person.ambiguous",
        "“\(text)” is the name of \(matches.count) people: \(names.joined(separator: ", ")).",
        advice: "Give a userName or an e-mail address.")
    }
    let near =
      visibility.refusal(of: .people) == nil
      ? try store.people(search: text, offset: 0, count: 3, seenBy: visibility, now: now).rows
        .map(\.person.name) : []
    throw Failure(
      .refused, code: "person.unknown", "No server knows “\(text)”.",
      advice: near.isEmpty
        ? "Check the spelling, or run `countersign sync`."
        : "Did you mean \(near.joined(separator: ", "))?")
  }
}

extension Session {
  /// The one account that a text names. Shape: `chat:ada.okafor`, `chat:2819c223-…`.
  ///
  /// Throws: ``Failure`` for none and for several, or `StoreError`.
  func account(_ text: String) throws -> AccountReference {
    let matches = try store.accounts(named: text)
    if let only = matches.first, matches.count == 1 { return only }
    guard matches.isEmpty else {
      throw Failure(
        .refused, code: "account.ambiguous", "“\(text)” is the name of \(matches.count) accounts.",
        advice: "Give the id of one: "
          + matches.map { "\($0.server):\($0.id)" }.joined(separator: ", ") + ".")
    }
    let refusal = LinkRefusal.accountUnknown(name: text)
    throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }

  /// Records the operator's word on an account.
  ///
  /// Returns: whether it counts; it waits for another operator's word otherwise. Throws: ``Failure``
  /// with the refusal, or `StoreError`.
  func link(
    _ account: AccountReference, to owner: AccountLink.Owner, reason: String,
    actor: PersonReference
  ) throws -> Bool {
    switch try store.link(account, to: owner, actor: actor, reason: reason, now: now) {
    case .linked: return true
    case .proposed: return false
    case .refused(let refusal):
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
  }
}

extension PersonRow {
  /// Whether the text is the key, or the address in it.
  fileprivate func hasKey(_ text: String) -> Bool {
    let key = person.key.rawValue.lowercased()
    return key == text.lowercased() || key == "mail:" + text.lowercased()
  }

  /// With or without the domain.
  fileprivate func hasUserName(_ text: String) -> Bool {
    let names = [userName, String(userName.prefix { $0 != "@" })]
    return names.contains { $0.lowercased() == text.lowercased() }
  }
}

extension Configuration {
  /// The servers that arguments name; all of them without arguments.
  ///
  /// Throws: ``Failure`` with the nearest name, or for a configuration without servers.
  func servers(named names: [String]) throws(Failure) -> [ServerConfiguration] {
    guard !servers.isEmpty else {
      throw Failure(
        .configuration, code: "server.none", "No server is configured.",
        advice: "Add one: countersign server add NAME URL --token-env VARIABLE")
    }
    guard !names.isEmpty else { return servers }
    var chosen: [ServerConfiguration] = []
    for name in names { chosen.append(try requiredServer(named: name)) }
    return chosen
  }

  /// Throws: ``Failure`` with the nearest name.
  func requiredServer(named name: String) throws(Failure) -> ServerConfiguration {
    if let server = server(named: name) { return server }
    let known = servers.map(\.name)
    let advice =
      Spelling.nearest(to: name, among: known).map { "Did you mean “\($0)”?" }
      ?? (known.isEmpty
        ? "Add it: countersign server add \(name) URL."
        : "There are: \(known.joined(separator: ", ")).")
    throw Failure(
      .configuration, code: "server.unknown", "No server is called “\(name)”.", advice: advice)
  }
}
