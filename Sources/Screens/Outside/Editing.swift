import Governance
import Terminal

/// A text that the operator writes in an editor of their own, and where it goes.
enum EditedField: Hashable, Sendable { case decisionReason, justification, manualNote }

/// Opens the editor on the field that has a long text here.
func openEditor(on field: EditedField, _ state: inout AppState) -> [Effect] {
  let text =
    switch field {
    case .decisionReason: state.confirmation?.reason.value ?? ""
    case .justification: state.form.justification.value
    case .manualNote: state.prompt?.field.value ?? ""
    }
  state.editedField = field
  return [.edit(text)]
}

/// Takes what was written; nothing is decided by it.
func takeEdited(_ text: String, _ state: inout AppState) {
  defer { state.editedField = nil }
  let text = tidied(text)
  switch state.editedField {
  case .decisionReason:
    state.confirmation?.reason = LineEditor(text)
    state.confirmation?.focus = .no
  case .justification:
    state.form.justification = LineEditor(text)
    state.form.mistake = nil
  case .manualNote:
    if case .manual = state.prompt?.kind { state.prompt?.field = LineEditor(text) }
  case nil: break
  }
}

/// Without the blank lines that editors leave, and on one line where it is short.
private func tidied(_ text: String) -> String {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.drop(while: \.isWhitespace).isEmpty ? "" : String($0) }
  let kept = lines.drop { $0.isEmpty }
  guard let last = kept.lastIndex(where: { !$0.isEmpty }) else { return "" }
  return kept[...last].joined(separator: "\n")
}
