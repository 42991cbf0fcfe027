import GRDB
import Governance

/// Words on accounts that count once another operator says the same.
struct ProposedLinks: FindingSource {
  let kind = Finding.Kind.linkProposed

  func findings(in context: FindingContext, limit: Int) throws -> [Finding] {
    let finder = PersonFinder(context.database)
    return try LinkProposalRows.all(context.database).filter { $0.isOpen(at: context.now) }
      .prefix(limit).map { proposal in
        let account = proposal.account
        var target: PersonReference?
        if case .person(let key) = proposal.owner {
          target = try Row.fetchOne(
            context.database, sql: "SELECT key, name FROM mirror_person WHERE pid = ?",
            arguments: [try finder.pid(key)]
          ).map(PersonReference.init)
        }
        let (said, key) = Self.words(proposal.owner, target)
        return Finding(
          kind: kind,
          sentence: "\(proposal.by.name) says that \(account.name) \(said): \(proposal.reason)",
          advice: "Another operator says the same by \(key), and it counts; or says otherwise.",
          person: try finder.find(server: account.server, userID: account.id), account: account,
          candidates: target.map { [$0] } ?? [], since: proposal.since
        ).revealing(
          ["userName"],
          discreet: "\(proposal.by.name) says that an account on \(account.server) \(said).")
      }
  }

  private static func words(
    _ owner: AccountLink.Owner, _ target: PersonReference?
  ) -> (said: String, key: String) {
    switch owner {
    case .person: ("is \(target?.name ?? "somebody who is gone")'s", "L")
    case .nobodyElse: ("is nobody's whom another account is of", "A")
    case .attributes:
      ("is whose its attributes say", "countersign link ACCOUNT --by-attributes")
    }
  }
}
