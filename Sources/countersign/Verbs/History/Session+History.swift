import Foundation
import Governance
import Store

extension Session {
  /// Somebody who is or was known: a name, a userName, a mail address or a key; whoever left is
  /// found by a key, or by the value in it.
  ///
  /// Throws: ``Failure`` for nobody, for several, and where a role does not show them.
  func knownPerson(_ text: String) throws -> PersonReference {
    do {
      let reference = try person(text)
      try allow(seeing: reference)
      return reference
    } catch let failure as Failure where failure.code == "person.unknown" {
      guard let former = try store.formerPerson(named: text) else { throw failure }
      try allow(seeing: former)
      return former
    }
  }

  /// What the operator may see of a person, now or at a moment.
  ///
  /// Throws: ``Failure`` where there is nothing to see.
  func profile(of text: String, at moment: PastDate?) throws -> Profile {
    let reference = try knownPerson(text)
    guard let moment, moment.kind != .now else {
      guard let profile = try store.profile(reference.key, now: now) else {
        throw Failure(
          .refused, code: "person.unknown", "No server knows “\(text)” any more.",
          advice: "Give a date with --at, or run `countersign sync`.")
      }
      return profile.seen(by: try visibility())
    }
    switch try store.profile(reference, at: moment.date(now: now), now: now) {
    case .success(let profile): return profile.seen(by: try visibility())
    case .failure(let refusal): throw Failure(refusal)
    }
  }
}

extension Failure {
  init(_ refusal: HistoryRefusal) {
    self.init(
      .refused, code: refusal.code, refusal.sentence { Moment.text($0, in: .current) },
      advice: refusal.advice)
  }
}
