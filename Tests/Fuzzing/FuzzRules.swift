import Governance
import Terminal

@testable import Screens

/// What must hold whatever is pressed. Each gives what is wrong, in words; nil when nothing is.
public enum FuzzRules {
  /// Only a Yes to a plan that was on the screen decides, and with its digests.
  public static func violation(_ effect: Effect, key: Key, before: AppState) -> String? {
    switch effect {
    case .decide(let batch): return violation(batch, key: key, before: before)
    case .recordManual(_, let note):
      guard case .manual = before.prompt?.kind else { return "recorded without a prompt" }
      return note.contains { !$0.isWhitespace } ? nil : "recorded without a note"
    case .link(let wish):
      guard case .link = before.prompt?.kind else { return "linked without a prompt" }
      return wish.reason.contains { !$0.isWhitespace } ? nil : "linked without a reason"
    case .withdraw:
      return before.confirmation?.subject == .withdrawal ? nil : "withdrawn without a confirmation"
    case .say(let word, _):
      return isPrompted(word, before.prompt?.kind) ? nil : "spoke of a drift without its prompt"
    case .submit(let draft):
      if case .undo = before.prompt?.kind {
        let hasReason = draft.justification.contains { !$0.isWhitespace }
        return hasReason ? nil : "asked to take back without a reason"
      }
      return before.place == .form ? nil : "submitted outside the form"
    default: return nil
    }
  }

  private static func isPrompted(_ word: DriftWord, _ prompt: Prompt.Kind?) -> Bool {
    switch (word, prompt) {
    case (.accept(let text), .acceptDrift?), (.ask(_, let text), .askAboutDrift?),
      (.answer(let text), .answerAboutDrift?):
      text.contains { !$0.isWhitespace }
    default: false
    }
  }

  private static func violation(
    _ batch: DecisionBatch, key: Key, before: AppState
  ) -> String? {
    guard let confirmation = before.confirmation, before.prompt == nil else {
      return "decided without a confirmation"
    }
    guard key == .character("y") || key == .character("Y") || key == .enter else {
      return "decided by \(key)"
    }
    if key == .enter, confirmation.focus != .yes { return "decided by Enter on No" }
    if confirmation.focus == .reason || confirmation.isUnread { return "decided unread" }
    if confirmation.subject != .decision(batch.outcome) { return "decided something else" }
    let shown = Dictionary(
      (confirmation.details ?? []).map { ($0.request.id, $0.planDigest) },
      uniquingKeysWith: { first, _ in first })
    if batch.items.isEmpty { return "decided nothing" }
    if batch.items.contains(where: { shown[$0.request] != $0.planDigest }) {
      return "decided on a plan that was not shown"
    }
    let hasReason = batch.comment.contains { !$0.isWhitespace }
    return batch.outcome == .approved || hasReason ? nil : "denied without a reason"
  }

  /// No line is longer than the screen, and nothing hostile reaches it.
  public static func violation(of frame: Frame, size: Size) -> String? {
    if frame.size != size { return "a frame of \(frame.size) on \(size)" }
    let lines = frame.text
    if lines.count != size.rows { return "\(lines.count) lines on \(size)" }
    for (row, line) in lines.enumerated() {
      if DisplayText.columns(of: line) > size.columns { return "line \(row) overflows: \(line)" }
      if line.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 0x202E }) {
        return "line \(row) is hostile: \(line)"
      }
    }
    guard let cursor = frame.cursor else { return nil }
    let isInside =
      (0..<size.rows).contains(cursor.row) && (0..<size.columns).contains(cursor.column)
    return isInside ? nil : "the cursor stands at \(cursor) on \(size)"
  }

  /// Whether something else is shown than before, so that it is worth drawing.
  public static func isNewSight(_ state: AppState, _ before: AppState) -> Bool {
    state.place != before.place || state.size != before.size
      || (state.prompt == nil) != (before.prompt == nil)
      || (state.confirmation == nil) != (before.confirmation == nil)
  }

  /// Ends macros soon: one that plays itself is as good after twenty keys as after thousands.
  public static func shortenMacros(_ state: inout AppState) { state.macros.mostKeys = 20 }
}
