import Governance
import Terminal

/// The last look before something that cannot be taken back: the merged plan, and No in focus.
struct Confirmation: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case decision(DecisionOutcome)
    case withdrawal
  }

  enum Focus: Hashable, Sendable, CaseIterable { case no, yes, reason }

  var subject: Subject
  /// Order: as tagged.
  var ids: [RequestID]
  /// How many of them the limit hides.
  var hiddenCount: Int
  /// nil while they are being read.
  var details: [RequestDetail]?
  var generation: Int
  var reason = LineEditor()
  var focus: Focus
  /// What changed since the operator last looked; nil when nothing did.
  var notice: String?
  var document = DocumentCursor()
}
