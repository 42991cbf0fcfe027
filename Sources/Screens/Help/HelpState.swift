import Terminal

/// The help's search, and where it was opened.
struct HelpState: Hashable, Sendable {
  var search = LineEditor()
  var isSearching = false
  var origin = Place.queue
}
