import ArgumentParser
import Foundation
import Governance
import Store

extension AuditVerb {
  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "See the keys that sign the log, replace yours, trust another's.",
      subcommands: [List.self, Rotate.self, Trust.self], defaultSubcommand: List.self)

    struct List: ParsableCommand, Verb {
      static let configuration = CommandConfiguration(
        abstract: "List the keys that signed this ledger, with their owners.")

      @OptionGroup var options: GlobalOptions

      func run(in invocation: Invocation) async throws {
        let session = try Session.open(options, in: invocation, acceptsStrangers: true)
        let rows = try KeyRow.all(session)
        if session.isJSON {
          for row in rows { session.console.line(try Records.line(row)) }
          return
        }
        guard !rows.isEmpty else {
          return session.console.line("No key yet: the first record of the audit log makes one.")
        }
        var table = Table([
          .init("key"), .init("owner", isElastic: true), .init("state"),
          .init("records", isRightAligned: true), .init("since record", isRightAligned: true),
        ])
        table.rows = rows.map {
          [
            AuditSignature.short($0.key), $0.owner, $0.words, String($0.records),
            $0.since.map(String.init) ?? "",
          ]
        }
        for line in table.lines(width: session.console.columns) { session.console.line(line) }
      }
    }

    struct Rotate: ParsableCommand, Verb {
      static let configuration = CommandConfiguration(
        abstract: "Replace your key: the old one vouches for the new one, and signs nothing more.")

      @OptionGroup var options: GlobalOptions

      func run(in invocation: Invocation) async throws {
        let session = try Session.open(options, in: invocation)
        try session.allow(.audit)
        let retired = Set(try session.store.auditKeys().filter { $0.retired != nil }.map(\.key))
        let old = try session.keys.key(except: retired)
        let actor = try session.operator().person ?? .program
        let new = try session.keys.make()
        do {
          try session.store.rotateAuditKey(old, to: new, actor: actor, now: session.now)
        } catch {
          try session.keys.discard(new.key.name)
          throw error
        }
        try session.keys.discard(old.key.name)
        let names = (AuditSignature.short(old.key.name), AuditSignature.short(new.key.name))
        session.console.line(
          session.isJSON
            ? try Records.line(["from": old.key.name, "to": new.key.name, "owner": new.owner])
            : "\(names.1) signs from here on for \(new.owner); \(names.0) is removed, and what it"
              + " signed still counts.")
      }
    }

    struct Trust: ParsableCommand, Verb {
      static let configuration = CommandConfiguration(
        abstract: "Let a key's signatures count here, once its owner has read its number to you.")

      @OptionGroup var options: GlobalOptions
      @Argument(help: "The key, or its first 16 digits.") var key: String

      func run(in invocation: Invocation) async throws {
        let session = try Session.open(options, in: invocation, acceptsStrangers: true)
        let keys = try session.store.auditKeys()
        let matches = keys.filter { key.count >= 16 && $0.key.hasPrefix(key.lowercased()) }
        guard let found = matches.first, matches.count == 1 else {
          throw Failure(
            .refused, code: "key.unknown", "No key of this ledger begins with “\(key)”.",
            advice: "`countersign audit keys` lists them; give 16 digits or more.")
        }
        try session.keys.trust(found.key, owner: found.owner)
        session.console.line(
          "\(AuditSignature.short(found.key)) of \(found.owner) is trusted here.")
      }
    }
  }
}

/// One key as `audit keys` lists it.
private struct KeyRow: Encodable {
  var key: String
  var owner: String
  /// `signs`, `replaced`, `trusted` or `stranger`.
  var state: String
  var records: Int
  /// The record that brought it; nil for a key that has signed nothing here.
  var since: Int64?
  var replacedAt: Int64?

  /// For people. Shape: `replaced at 41`.
  var words: String { replacedAt.map { "replaced at \($0)" } ?? state }

  static func all(_ session: Session) throws -> [KeyRow] {
    let own = try session.keys.privateKeys()
    let trusted = try session.keys.book(of: nil).owners
    let ledger = try session.store.auditKeys()
    let rows = ledger.map { key in
      let isOwn = own.contains { $0.name == key.key }
      let state =
        trusted[key.key] == nil
        ? "stranger" : key.retired != nil ? "replaced" : isOwn ? "signs" : "trusted"
      return KeyRow(
        key: key.key, owner: key.owner, state: state, records: key.signatureCount,
        since: key.since, replacedAt: key.retired)
    }
    let known = Set(ledger.map(\.key))
    return rows
      + own.filter { !known.contains($0.name) }.map {
        KeyRow(key: $0.name, owner: $0.owner, state: "signs", records: 0)
      }
  }
}
