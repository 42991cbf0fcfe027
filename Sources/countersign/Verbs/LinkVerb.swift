import ArgumentParser
import Governance
import Store

struct LinkVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Say whose account an account is.",
    discussion: """
      An account is written SERVER:USERNAME or SERVER:ID, such as chat:ada.okafor. Your word counts \
      until another one, whatever the server says, and stands in the audit log. Nobody says it of \
      accounts of their own.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Why.", valueName: "text")) var reason: String
  @Flag(help: "Forget what was said: the account's attributes say whose it is.")
  var byAttributes = false
  @Argument(help: "The account: chat:ada.okafor.") var account: String
  @Argument(help: "Whose it is: a name, a userName, an e-mail address or a key.")
  var person: String?

  func validate() throws {
    try LinkOptions.validate(account, reason)
    if (person == nil) != byAttributes {
      throw ValidationError("Name a person, or give --by-attributes.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.people)
    try session.allow(.decide)
    let actor = try session.knownOperator()
    let account = try session.account(account)
    let target = try person.map { try session.person($0) }
    try session.link(
      account, to: target.map { .person($0.key) } ?? .attributes, reason: reason, actor: actor)
    try LinkOptions.report(account, session, said: target == nil ? "is" : "is linked: it is")
  }
}

struct UnlinkVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "unlink", abstract: "Say that an account is not whose its attributes say.",
    discussion: """
      It stands alone then, until `countersign link` says whose it is. What was asked for its person \
      stays theirs. Nobody says it of accounts of their own.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Why.", valueName: "text")) var reason: String
  @Argument(help: "The account: chat:ada.okafor.") var account: String

  func validate() throws { try LinkOptions.validate(account, reason) }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.people)
    try session.allow(.decide)
    let actor = try session.knownOperator()
    let account = try session.account(account)
    try session.link(account, to: .nobodyElse, reason: reason, actor: actor)
    try LinkOptions.report(account, session, said: "is kept apart: it is")
  }
}

/// What both verbs check and say.
private enum LinkOptions {
  static func validate(_ account: String, _ reason: String) throws {
    if !account.contains(":") {
      throw ValidationError("“\(account)” is not SERVER:USERNAME, such as chat:ada.okafor.")
    }
    if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty: say why.") }
  }

  private struct Record: Encodable {
    var account: AccountReference
    var person: PersonReference?
  }

  static func report(_ account: AccountReference, _ session: Session, said: String) throws {
    let owner = try session.store.identity(server: account.server, userID: account.id)
    session.console.line(
      session.isJSON
        ? try Records.line(Record(account: account, person: owner))
        : "\(account.name) \(said) the account of \(owner?.name ?? "nobody").")
  }
}
