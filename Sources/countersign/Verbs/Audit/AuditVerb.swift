import ArgumentParser
import Foundation
import Governance
import Store

struct AuditVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check, anchor or export the audit log, and see to its keys.",
    subcommands: [Verify.self, Anchor.self, Export.self, Keys.self])

  struct Verify: ParsableCommand, Verb {
    static let configuration = CommandConfiguration(
      abstract: "Check that no record was changed, added, removed or reordered, and who signed it.",
      discussion: "Keep the head that it prints elsewhere (`audit anchor`): --anchor then shows a"
        + " cut tail as well.")

    @OptionGroup var options: GlobalOptions
    @Option(
      help: .init("A head that was noted before, or a file of them.", valueName: "head|file"),
      completion: .file())
    var anchor: String?

    func validate() throws {
      if let anchor, AuditAnchor(text: anchor) == nil,
        !FileManager.default.fileExists(atPath: anchor)
      {
        throw ValidationError(
          "“\(anchor)” is neither SEQUENCE:DIGEST, as `audit anchor` prints it, nor a file of them."
        )
      }
    }

    func run(in invocation: Invocation) async throws {
      let session = try Session.open(options, in: invocation, acceptsStrangers: true)
      try session.allow(.audit)
      let anchors = try anchor.map(AnchorFile.anchors) ?? []
      let report = try AuditCheck.run(on: session.store, keys: session.keys, anchors: anchors)
      try tell(report, anchors: anchors.count, session)
    }

    private func tell(_ report: AuditReport, anchors: Int, _ session: Session) throws {
      switch report.verdict {
      case .intact(let count, let head):
        if session.isJSON {
          let intact = Intact(intact: true, count: count, head: head, signing: report.signing)
          return session.console.line(try Records.line(intact))
        }
        let signing = report.signing.summary
        session.console.prose(
          AuditCheck.intact(count) + (signing.isEmpty ? "" : " \(signing).")
            + (anchors > 0 ? " \(counted(anchors, "anchored head")) found." : "")
            + " Head: \(count):\(head)")
      case .broken(let broken):
        if session.isJSON {
          session.console.line(try Records.line(Broken(intact: false, break: broken)))
        }
        throw Failure(broken)
      }
    }

    private struct Intact: Encodable {
      var intact: Bool
      var count: Int64
      var head: String
      var signing: AuditSigning
    }

    private struct Broken: Encodable {
      var intact: Bool
      var `break`: AuditBreak
    }
  }
}
