import Foundation
import Store

extension Capabilities {
  /// What an earlier sync found; nil before the first, or when a newer version wrote it.
  public init?(remembered state: SyncState) {
    guard let text = state.capabilitiesJSON else { return nil }
    do {
      self = try JSONDecoder().decode(Capabilities.self, from: Data(text.utf8))
      habits = WriteHabits(proofs, state.habits)
    } catch {
      // Discovery finds it again: nothing is lost by forgetting what cannot be read.
      return nil
    }
  }

  /// The text to remember in ``SyncState/capabilitiesJSON``.
  public var remembered: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      // Only a number without a finite value could fail, and there is none.
      return ""
    }
  }

  /// Takes over what only a sync, or only writing, finds out.
  mutating func keep(from known: Capabilities) {
    readWholeAt = known.readWholeAt
    ways = known.ways
    memberSource = known.memberSource
    habits = known.habits
    for proof in known.proofs where proof.subject.needsWriting && self.proof(proof.subject) == nil {
      note(proof)
    }
    describe()
  }
}
