import Terminal

/// Opens the form; what was written before it was left is still there.
func openServerForm(_ state: inout AppState) -> [Effect] {
  let asksOperator = state.operator.name.isEmpty
  var form = state.leftServerForm ?? ServerForm(asksOperator: asksOperator)
  if form.asksOperator != asksOperator { form = ServerForm(asksOperator: asksOperator) }
  state.serverForm = form
  return testDraft(&state, asksServer: false)
}

/// The keys of the form that adds a server.
func pressInServerForm(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let form = state.serverForm else { return [] }
  switch key {
  case .escape, .control("c"):
    state.leftServerForm = form
    state.serverForm = nil
    state.message = .done("Nothing was added. + opens the form again, as you left it.")
    return []
  case .tab, .down: return step(&state, by: 1)
  case .backTab, .up: return step(&state, by: -1)
  case .control("t"): return testDraft(&state, asksServer: true, isAskedAgain: true)
  case .control("s"): return add(&state)
  case .enter: return form.focus == .add ? add(&state) : step(&state, by: 1)
  default: return edit(key, &state)
  }
}

/// Leaving a field is the moment to ask the server: half an address would be another's.
private func step(_ state: inout AppState, by distance: Int) -> [Effect] {
  guard let form = state.serverForm, let index = form.fields.firstIndex(of: form.focus) else {
    return []
  }
  let count = form.fields.count
  state.serverForm?.focus = form.fields[(index + distance + count) % count]
  return testDraft(&state, asksServer: true)
}

private func edit(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let form = state.serverForm else { return [] }
  if form.focus == .secretPlace {
    let all = ServerDraft.SecretPlace.allCases
    let index = all.firstIndex(of: form.secretPlace) ?? 0
    switch key {
    case .right, .character(" "), .character("l"):
      state.serverForm?.secretPlace = all[(index + 1) % all.count]
    case .left, .character("h"):
      state.serverForm?.secretPlace = all[(index + all.count - 1) % all.count]
    default: return []
    }
    return testDraft(&state, asksServer: false)
  }
  // An address that is pasted brings its own scheme.
  if case .paste(let text) = key, form.focus == .url, text.contains("://") {
    state.serverForm?.url = LineEditor("")
  }
  let before = form[form.focus]?.value
  guard state.serverForm?[form.focus]?.handle(key) == true,
    state.serverForm?[form.focus]?.value != before
  else { return [] }
  return testDraft(&state, asksServer: false)
}

/// Answers to older drafts are ignored.
private func testDraft(
  _ state: inout AppState, asksServer: Bool, isAskedAgain: Bool = false
) -> [Effect] {
  guard let form = state.serverForm, !form.isAdding else { return [] }
  let asks = asksServer && (isAskedAgain || form.asked != form.draft)
  // What stands there of this very draft is as good as another answer.
  if asksServer, !asks { return [] }
  state.serverForm?.generation += 1
  state.serverForm?.isForced = false
  state.serverForm?.isAsking = asks && form.test?.isComplete == true
  state.serverForm?.asked = asks ? form.draft : nil
  return [.testServer(form.draft, asksServer: asks, generation: form.generation + 1)]
}

private func add(_ state: inout AppState) -> [Effect] {
  guard let form = state.serverForm, !form.isAdding else { return [] }
  guard let test = form.test else { return [] }
  if let obstacle = test.firstObstacle {
    state.message = .refusal(obstacle)
    return []
  }
  if test.hasAnswered || form.isForced {
    state.serverForm?.isAdding = true
    state.message = .done("Adding \(form.draft.name) …")
    return [.addServer(form.draft)]
  }
  guard form.asked == form.draft, !form.isAsking else {
    state.message = .done("It is asked first. ^S again once it has answered.")
    return form.isAsking ? [] : testDraft(&state, asksServer: true, isAskedAgain: true)
  }
  state.serverForm?.isForced = true
  state.message = .refusal("It did not answer as a server. ^S once more adds it all the same.")
  return []
}

/// Takes what is known of the draft.
func takeServerTest(_ test: ServerTest, _ generation: Int, _ state: inout AppState) {
  guard generation == state.serverForm?.generation else { return }
  state.serverForm?.test = test
  state.serverForm?.isAsking = false
}

/// The configuration has it: the program reads that again.
func finishServerForm(_ name: String, _ state: inout AppState) -> [Effect] {
  state.serverForm = nil
  state.leftServerForm = nil
  return [.reopen(added: name)]
}
