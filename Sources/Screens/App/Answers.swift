import Governance

/// Takes an answer of the world into the state; one that was superseded changes nothing.
func accept(_ event: Event, _ state: inout AppState) -> [Effect] {
  switch event {
  case .queueRead(let window, let generation):
    if state.queue.list.accept(window, generation: generation) { state.queue.acceptLimit() }
  case .limitRefused(let mistake, let generation): refuseLimit(mistake, generation, &state)
  case .folderCountsRead(let counts, let saved):
    state.queue.counts = counts
    state.queue.savedCounts = saved
  case .queueIDsRead(let ids, let generation):
    if generation == state.queue.hiddenGeneration {
      state.queue.hiddenTags = Set(state.queue.tags).subtracting(ids)
    }
  case .matchesRead(let ids, let generation): tagMatches(ids, generation, &state)
  case .limitValuesRead(let values, let attribute, let ofPeople, let text):
    let question = ValueQuestion(attribute: attribute, ofPeople: ofPeople, text: text)
    takeLimitValues(values, question, &state)
  case .detailRead(let id, let detail): state.details.accept(id, detail, now: state.now)
  case .plansRead(let details, let generation): takePlans(details, generation, &state)
  case .peopleRead(let window, let generation):
    if state.people.list.accept(window, generation: generation) {
      state.people.mistake = nil
      openFirstPerson(&state)
    }
  case .searchRefused(let mistake, let generation):
    if generation == state.people.list.generation {
      state.people.list.refuse()
      state.people.mistake = mistake
    }
  case .profileRead(let key, let profile): state.profiles.accept(key, profile)
  case .pastRead(let key, let moment, let answer):
    state.profiles.accept(key, at: moment, answer)
  case .activityRead(let window, let generation):
    _ = state.activity.accept(window, generation: generation)
  case .auditRead(let window, let names, let generation):
    if state.audit.list.accept(window, generation: generation) { state.audit.names = names }
  case .findingsRead(let window, let generation):
    _ = state.findings.accept(window, generation: generation)
  case .auditVerified(let check): state.audit.verification = .finished(check)
  case .serversRead(let servers):
    let selected = state.selectedServer?.name
    state.servers = servers
    state.areServersRead = true
    state.keepServerCursor(on: selected)
  case .syncStopped(let server):
    let key = state.keys.label("sync-this", .servers)
    state.message = .done(
      "The reading of \(server) was stopped. What was read stays; \(key) on Servers goes on there.")
  case .beneficiariesFound(let rows, let generation):
    if generation == state.form.generation {
      state.form.beneficiaries = rows
      state.form.isAnswered = true
    }
  case .entitlementsFound(let entitlements, let generation):
    if generation == state.form.generation {
      state.form.entitlements = entitlements
      state.form.isAnswered = true
    }
  case .decided(let reports): return takeReports(reports, &state)
  case .conversed(let sentence): state.message = .done(sentence)
  case .submitted(let id): return finishForm(id, &state)
  case .withdrawn(let id):
    state.queue.untag(id)
    state.message = .done("Withdrawn: nobody will be asked to decide it.")
  case .manualRecorded:
    state.message = .done("Recorded as done by hand; the audit log names you.")
  case .callsRead(let window, let generation):
    _ = state.calls.accept(window, generation: generation)
  case .themesRead(let names, let configured):
    takeThemes(names, configured: configured, &state)
  case .callMade: if state.place == .calls { state.calls.expire() }
  case .serverTested(let test, let generation): takeServerTest(test, generation, &state)
  case .serverAdded(let name): return finishServerForm(name, &state)
  case .edited(let text): takeEdited(text, &state)
  case .linked(let sentence): state.message = .done(sentence)
  case .failed(let problem): fail(problem, &state)
  case .started, .key, .mouse, .resized, .timePassed, .rested, .dataChanged, .operatorRecognised:
    break
  }
  return []
}

/// Opens whom Enter meant before the answer was there.
private func openFirstPerson(_ state: inout AppState) {
  guard state.people.opensFirst else { return }
  state.people.opensFirst = false
  guard state.place == .people, let key = state.people.list.selectedID else { return }
  open(.profile(key), &state)
}

private func fail(_ problem: Problem, _ state: inout AppState) {
  state.message = .problem(problem)
  state.form.isSubmitting = false
  state.serverForm?.isAdding = false
  state.macros.stop()
  state.queue.matching = nil
  state.queue.list.abandon()
  state.people.list.abandon()
  state.activity.abandon()
  state.audit.list.abandon()
  state.findings.abandon()
  state.calls.abandon()
  state.details.abandon()
  state.profiles.abandon()
  if state.audit.verification == .running { state.audit.verification = .notRun }
}
