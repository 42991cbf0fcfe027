import Governance
import Terminal

/// The people list and its search.
struct PeopleState: Hashable, Sendable {
  var list = RowList<PersonRow>()
  /// Follows every key while the search field has the keys.
  var search = LineEditor()
  var isSearching = false
  /// What is wrong with the search, where it is a filter.
  var mistake: LimitMistake?
  /// Enter came before the answer to what was typed: the first of the answer is opened.
  var opensFirst = false
}
