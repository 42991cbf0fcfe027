import Governance
import Terminal

/// The lines of the page that is open: a request, a profile or the help.
func pageLines(_ state: AppState) -> [Line] {
  let width = Layout(state.size).pageColumns
  switch state.place {
  case .request(let id): return requestPage(id, state, width: width)
  case .profile(let key): return profilePage(key, state, width: width)
  case .themes: return themeLines(state, width: width)
  case .help: return helpLines(state, width: width)
  case .queue, .people, .activity, .audit, .servers, .findings, .calls, .form: return []
  }
}

private func requestPage(_ id: RequestID, _ state: AppState, width: Int) -> [Line] {
  guard let entry = state.details[id] else { return [Line("reading …", .placeholder)] }
  guard let detail = entry.detail else {
    return [
      Line(
        "There is no such request any more. \(state.keys.label("back", state.place)) goes back.",
        .warning)
    ]
  }
  return requestLines(detail, state, width: width)
}

private func profilePage(_ key: IdentityKey, _ state: AppState, width: Int) -> [Line] {
  if let past = state.past(key) { return pastLines(past, state, width: width) }
  guard let entry = state.profiles[key] else { return [Line("reading …", .placeholder)] }
  guard let profile = entry.profile else {
    return [
      Line(
        "No server knows this person. \(state.keys.label("back", state.place)) goes back.", .warning
      )
    ]
  }
  return profileLines(profile, state, width: width)
}

/// The name of what the page shows, for the second header line.
func pageTitle(_ state: AppState) -> String {
  switch state.place {
  case .request(let id):
    guard let detail = state.details[id]?.detail else { return "Request" }
    return "\(detail.request.beneficiary.name) · request"
  case .profile(let key):
    let name = state.profiles[key]?.profile?.person.name ?? "Profile"
    return state.past(key).map { "\(name) · as of \(state.moments.long($0.at))" } ?? name
  default: return state.place.title
  }
}
