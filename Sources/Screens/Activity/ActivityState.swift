import Governance

/// The outbox: calls to be made, made, and their answers.
struct ActivityState: Hashable, Sendable {
  var list = RowList<Action>()
  var limit = ""
}
