import ArgumentParser
import Governance
import Store

struct LinkVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Say whose account an account is.",
    discussion: """
      An account is written SERVER:USERNAME or SERVER:ID, such as chat:ada.okafor. Whose it is decides \
      who may approve as whom, so it counts once a second operator has said the same: until then it \
      is a finding. It counts until two say otherwise, whatever the server says, and stands in the \
      audit log. Nobody says it of accounts of their own.
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
    let counts = try session.link(
      account, to: target.map { .person($0.key) } ?? .attributes, reason: reason, actor: actor)
    try LinkOptions.report(
      account, session, said: counts ? target == nil ? "is" : "is linked: it is" : nil)
  }
}

struct UnlinkVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "unlink", abstract: "Say that an account is not whose its attributes say.",
    discussion: """
      It stands alone, once a second operator has said the same, until `countersign link` says whose \
      it is. What was asked for its person stays theirs. Nobody says it of accounts of their own.
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
    let counts = try session.link(account, to: .nobodyElse, reason: reason, actor: actor)
    try LinkOptions.report(account, session, said: counts ? "is kept apart: it is" : nil)
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
    /// Whether it waits for another operator's word.
    var isProposed: Bool
  }

  /// - Parameter said: nil while another operator has to say it, too.
  static func report(_ account: AccountReference, _ session: Session, said: String?) throws {
    let owner = try session.store.identity(server: account.server, userID: account.id)
    guard let said else {
      return session.console.line(
        session.isJSON
          ? try Records.line(Record(account: account, person: owner, isProposed: true))
          : Proposals.sentence(account))
    }
    session.console.line(
      session.isJSON
        ? try Records.line(Record(account: account, person: owner, isProposed: false))
        : "\(account.name) \(said) the account of \(owner?.name ?? "nobody").")
  }
}

/// How a first word is told.
enum Proposals {
  static func sentence(_ account: AccountReference) -> String {
    "Proposed for \(account.name): it counts once another operator says the same."
  }
}
