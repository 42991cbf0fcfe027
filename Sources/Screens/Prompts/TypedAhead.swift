import Foundation
import Terminal

/// Keys that were typed for a question that was refused: they were meant for its answer, and are no
/// commands.
struct TypedAhead: Hashable, Sendable {
  /// When the refusal, or the last key after it, came.
  var latest: Date

  /// Whoever has read the refusal pauses before going on. Units: seconds.
  static let pauseSeconds = 0.7

  /// The commands that ask for text, or for an answer. Approving is none: what follows it is a yes,
  /// which is no command after a refusal either.
  static let asking: Set<String> = [
    "deny", "withdraw", "counter-offer", "ask-back", "take-offer", "delegate", "done-by-hand",
    "undo", "link", "unlink", "tag-matching", "untag-matching", "save-folder", "play", "pipe",
    "new-request", "accept", "revert", "ask", "as-of",
  ]
}

/// Swallows the rest of what was typed for a question that was refused, and leaves the refusal to be
/// read. Enter and Escape end it, as they would have ended the answer; so does a pause.
///
/// Returns: whether the key was swallowed.
func swallowTypedAhead(_ key: Key, _ state: inout AppState) -> Bool {
  guard let ahead = state.typedAhead else { return false }
  state.typedAhead = nil
  guard state.now.timeIntervalSince(ahead.latest) < TypedAhead.pauseSeconds else { return false }
  switch key {
  case .enter, .escape: return true
  case .character, .paste, .backspace, .delete:
    state.typedAhead = TypedAhead(latest: state.now)
    return true
  default: return false
  }
}
