import Foundation
import GRDB
import Governance

extension Store {
  /// Where servers show something else of one person's access than was decided.
  public func drifts(of key: IdentityKey, now: Date) throws(StoreError) -> [Drift] {
    try read { database in
      guard let profile = try ProfileReader(database, settings: settings, now: now).profile(key)
      else { return [] }
      return profile.findings.compactMap(\.drift)
    }
  }

  /// Records what an operator says about a drift, with its audit record, in one transaction.
  ///
  /// Returns: nil when it was recorded, else why not.
  public func say(
    _ word: DriftWord, about drift: Drift, actor: PersonReference, now: Date
  ) throws(StoreError) -> DriftRefusal? {
    try writeDurably { database in
      // It may be gone since it was shown, or be another one by now.
      let profile = try ProfileReader(database, settings: settings, now: now)
        .profile(drift.person.key)
      let found = profile?.findings.compactMap(\.drift).first {
        $0.kind == drift.kind && $0.entitlement == drift.entitlement
      }
      guard let found else {
        return .gone(what: "\(drift.display) of \(drift.person.name)")
      }
      return try DriftWriter(
        database: database, settings: settings, drift: found, actor: actor, now: now
      ).write(word)
    }
  }
}

/// Writes one word about one drift.
private struct DriftWriter {
  let database: Database
  let settings: StoreSettings
  let drift: Drift
  let actor: PersonReference
  let now: Date

  func write(_ word: DriftWord) throws -> DriftRefusal? {
    switch word {
    case .accept(let reason):
      if reason.allSatisfy(\.isWhitespace) { return .textMissing }
      let kin = try Kinship(database).expanded([drift.person.key])
      if kin.contains(actor.key) { return .operatorConcerned(who: drift.person.name) }
      if let pending = drift.pending { return .beingReverted(by: pending) }
      try DriftRows.accept(database, drift, reason: reason, by: actor, now: now)
      try audit("drift.accepted", ["reason": .string(reason)])
    case .ask(let named, let text):
      if text.allSatisfy(\.isWhitespace) { return .textMissing }
      let known = try DriftReader(database, settings: settings).contact(for: drift)
      guard let of = named ?? known else { return .nobodyToAsk }
      try DriftRows.ask(
        database, drift, DriftQuestion(by: actor, of: of, text: text, asked: now))
      try audit(
        "drift.asked",
        ["of": .string(of.key.rawValue), "ofName": .string(of.name), "question": .string(text)])
    case .answer(let text):
      if text.allSatisfy(\.isWhitespace) { return .textMissing }
      guard let question = drift.question, question.answer == nil else { return .noQuestion }
      let own = try Kinship(database).expanded([question.of.key])
      guard own.contains(actor.key) else { return .notAsked(of: question.of.name) }
      try DriftRows.answer(database, drift, .init(by: actor, text: text, answered: now))
      try audit("drift.answered", ["answer": .string(text)])
    }
    return nil
  }

  private func audit(_ event: String, _ said: [String: CanonicalJSON]) throws {
    let reference = drift.entitlement
    var detail = said
    detail["kind"] = .string(drift.kind.rawValue)
    detail["person"] = .string(drift.person.key.rawValue)
    detail["personName"] = .string(drift.person.name)
    detail["server"] = .string(reference.server)
    detail["type"] = .string(reference.type.rawValue)
    detail["value"] = .string(reference.value)
    detail["display"] = .string(drift.display)
    try AuditWriter.append(
      database, event, subject: drift.person.key.rawValue,
      detail: .object(detail.map { CanonicalJSON.Member($0.key, $0.value) }), actor: actor,
      now: now)
  }
}
