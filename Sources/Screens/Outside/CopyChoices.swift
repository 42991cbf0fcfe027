import Governance
import Terminal

/// One thing about the selection that can be copied.
struct CopyChoice: Hashable {
  /// As the palette takes it. Shape: one lowercase word.
  var name: String
  var text: String
}

/// What `copy` offers for what is selected, the likeliest first; empty where nothing is.
func copyChoices(_ state: AppState) -> [CopyChoice] {
  var choices: [CopyChoice] = []
  func add(_ name: String, _ text: String?) {
    if let text, !text.isEmpty { choices.append(CopyChoice(name: name, text: text)) }
  }
  switch state.place {
  case .queue, .request: addRequest(state, add)
  case .people:
    add("user", state.people.list.selected?.userName)
    add("name", state.people.list.selected?.person.name)
    add("id", state.people.list.selected?.person.key.rawValue)
  case .profile(let key):
    add("id", state.profiles[key]?.profile?.person.key.rawValue)
    add("name", state.profiles[key]?.profile?.person.name)
  case .activity:
    add("id", state.activity.selected?.request.rawValue)
    add("path", state.activity.selected?.operation.call?.path)
    add("answer", state.activity.selected?.answer?.text)
    add("curl", state.activity.selected.flatMap { CurlLine.text($0, state.servers) })
  case .audit:
    add("digest", state.audit.list.selected?.digest)
    add("subject", state.audit.list.selected?.subject)
    add("detail", state.audit.list.selected?.detail)
  case .servers:
    add("url", state.selectedServer?.baseURL)
    add("name", state.selectedServer?.name)
  case .findings:
    add("sentence", state.findings.selected?.sentence)
    add("account", state.findings.selected?.account?.id)
  case .calls:
    add("curl", state.calls.selected.map { CurlLine.text($0) })
    add("url", state.calls.selected?.url)
    add("answer", state.calls.selected?.answer)
  case .form, .help, .themes: return []
  }
  if !choices.isEmpty { add("page", shownText(state)) }
  return choices
}

private func addRequest(_ state: AppState, _ add: (String, String?) -> Void) {
  let request =
    state.place == .queue
    ? state.queue.list.selected?.request : RequestCommands.detail(state)?.request
  if case .requests(let ids) = state.selection {
    add("id", ids.map(\.rawValue).joined(separator: "\n"))
  }
  add("name", request?.beneficiary.name)
  add("access", request?.items.map(\.display).joined(separator: "\n"))
  add("why", request?.justification)
}

/// The details as they are on the screen, without a width that would break their lines.
private func shownText(_ state: AppState) -> String {
  let lines = state.place.isTab ? paneLines(state, Layout(state.size)) : pageLines(state)
  return lines.map { $0.text.runs.map(\.text).joined() }.joined(separator: "\n")
}
