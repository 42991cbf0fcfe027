import Foundation
import Governance

extension Store {
  /// People whose name, userName, mail, title, department or numbers start with every word.
  ///
  /// Order: by name, except for a search that matches very many, which comes as it was found.
  public func people(
    search: String, offset: Int, count: Int
  ) throws(StoreError) -> Window<PersonRow> { unfinished() }

  /// People named exactly so: by key, name, userName or mail, compared without case.
  public func people(named text: String) throws(StoreError) -> [PersonRow] { unfinished() }

  /// Everything about one person; nil when no server knows the key.
  ///
  /// Order of the timeline: newest first, at most 200 entries.
  public func profile(_ key: IdentityKey, now: Date) throws(StoreError) -> Profile? {
    unfinished()
  }
}
