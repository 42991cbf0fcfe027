import ArgumentParser
import Foundation
import Governance
import SCIM
import Store

extension AuditVerb {
  struct Export: ParsableCommand, Verb {
    static let configuration = CommandConfiguration(
      abstract: "Print every record with its proof, in order.",
      discussion: """
        A record's digest is SHA-256 over the canonical JSON (RFC 8785) of its other members, with \
        the time in milliseconds since 1970; its signature is Ed25519 over the line “countersign \
        audit record” and the digest. Tests/AuditVerifier/verify.py checks an export in plain \
        Python. ocsf maps records to the Open Cybersecurity Schema Framework, 1.3.
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, csv, ocsf }

    @OptionGroup var options: GlobalOptions
    @Option(help: "One JSON object a line, a table with a header, or OCSF events.")
    var format = Format.ndjson
    @Option(help: .init("Only records after this one.", valueName: "sequence"))
    var after: Int64 = 0

    func run(in invocation: Invocation) async throws {
      let session = try Session.open(options, in: invocation, acceptsStrangers: true)
      try session.allow(.audit)
      if format == .csv { session.console.line(AuditCSV.header) }
      var last = after
      while true {
        let records = try session.store.signedAuditRecords(after: last, count: 500)
        for record in records { session.console.line(try line(record)) }
        guard let next = records.last?.record.sequence, next > last else { return }
        last = next
      }
    }

    private func line(_ signed: SignedAuditRecord) throws -> String {
      switch format {
      case .ndjson: try Records.line(signed)
      case .csv: AuditCSV.line(signed)
      case .ocsf: OCSFEvent(signed, product: Program.version).json.text
      }
    }
  }
}

/// The audit log as comma-separated values (RFC 4180), one record a row.
enum AuditCSV {
  static let header =
    "sequence,time,actorKey,actorName,event,subject,detail,previousDigest,digest,key,signature"

  static func line(_ signed: SignedAuditRecord) -> String {
    let record = signed.record
    return [
      String(record.sequence), SCIMDate.print(record.time), record.actor.key.rawValue,
      record.actor.name, record.event, record.subject, record.detail, record.previousDigest,
      record.digest, signed.signature?.key ?? "", signed.signature?.signature ?? "",
    ].map(field).joined(separator: ",")
  }

  private static func field(_ text: String) -> String {
    // > RFC 4180 §2.6: a field with a comma, a quote or a line break stands in quotes.
    guard text.utf8.contains(where: { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }) else { return text }
    // By scalars: to Swift a quote with an accent is another character, to CSV it is a quote.
    let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
  }
}
