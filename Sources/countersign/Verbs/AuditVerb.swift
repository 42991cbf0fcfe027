import ArgumentParser
import Foundation
import Governance
import Store

struct AuditVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check or export the audit log.",
    subcommands: [Verify.self, Export.self])

  struct Verify: ParsableCommand, Verb {
    static let configuration = CommandConfiguration(
      abstract: "Check that no record was changed, removed or reordered.",
      discussion: "Keep the head that it prints elsewhere: --anchor then shows a cut tail as well.")

    @OptionGroup var options: GlobalOptions
    @Option(help: .init("A head that was noted before.", valueName: "sequence:digest"))
    var anchor: String?

    func validate() throws {
      if let anchor, AuditAnchor(text: anchor) == nil {
        throw ValidationError("“\(anchor)” is not SEQUENCE:DIGEST, as `audit verify` prints it.")
      }
    }

    func run(in invocation: Invocation) async throws {
      let session = try Session.open(options, in: invocation)
      let verdict = try AuditCheck.run(
        on: session.store, anchor: anchor.flatMap(AuditAnchor.init(text:)))
      try report(verdict, session)
    }

    private func report(_ verdict: AuditVerdict, _ session: Session) throws {
      switch verdict {
      case .intact(let count, let head):
        session.console.line(
          session.isJSON
            ? try Records.line(Intact(intact: true, count: count, head: head))
            : "\(AuditCheck.intact(count)) Head: \(count):\(head)")
      case .broken(let broken):
        if session.isJSON {
          session.console.line(try Records.line(Broken(intact: false, break: broken)))
        }
        throw Failure(
          .integrity, code: "audit.\(broken.kind.rawValue)", broken.sentence,
          advice: "Keep the file as it is, and compare it with a backup or an export.")
      }
    }

    private struct Intact: Encodable {
      var intact: Bool
      var count: Int64
      var head: String
    }

    private struct Broken: Encodable {
      var intact: Bool
      var `break`: AuditBreak
    }
  }

  struct Export: ParsableCommand, Verb {
    static let configuration = CommandConfiguration(
      abstract: "Print every record, one JSON object a line, in order.")

    @OptionGroup var options: GlobalOptions
    @Option(help: .init("Only records after this one.", valueName: "sequence"))
    var after: Int64 = 0

    func run(in invocation: Invocation) async throws {
      let session = try Session.open(options, in: invocation)
      var last = after
      while true {
        let records = try session.store.auditRecords(after: last, count: 500)
        for record in records { session.console.line(try Records.line(record)) }
        guard let next = records.last?.sequence, next > last else { return }
        last = next
      }
    }
  }
}

extension AuditAnchor {
  /// Shape: `17:9f2c…` with 64 hexadecimal digits.
  init?(text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0, parts[1].count == 64
    else { return nil }
    self.init(sequence: sequence, digest: String(parts[1]))
  }
}
