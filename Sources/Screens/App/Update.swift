import Foundation
import Governance
import Terminal

/// Takes one event into the state and says what the world has to do about it. Pure: it reads no
/// clock, no file, no network, and is done before the next key.
public func update(_ state: inout AppState, _ event: Event) -> [Effect] {
  var effects: [Effect]
  switch event {
  case .started:
    effects = [.readServers] + (state.serverForm == nil ? [] : openServerForm(&state))
  case .key(let key):
    effects = pressByHand(key, &state)
  case .mouse(let action):
    effects = take(action, &state)
  case .resized(let size):
    state.size = size
    effects = []
  case .timePassed(let now):
    state.now = now
    return []
  case .rested:
    state.typedAhead = nil
    return []
  case .dataChanged:
    effects = expire(&state)
  case .operatorRecognised(let person):
    state.operator = person
    effects = expire(&state)
  case .failed:
    // What failed is asked for again by the next event, or a broken database would be asked forever.
    effects = accept(event, &state)
    settle(&state)
    return effects
  default:
    effects = accept(event, &state)
  }
  settle(&state)
  effects += missingReads(&state) + completionReads(&state) + themeEffects(&state)
  return effects + playOn(&state)
}

/// What was read may have changed: it is read again where it is shown.
private func expire(_ state: inout AppState) -> [Effect] {
  state.queue.list.expire()
  state.queue.areCountsStale = true
  state.queue.areHiddenTagsStale = !state.queue.tags.isEmpty
  state.people.list.expire()
  state.activity.expire()
  state.audit.list.expire()
  state.findings.expire()
  state.details.expire()
  state.profiles.expire()
  return [.readServers] + reread(&state)
}

/// Keeps every cursor on its row and on the screen.
func settle(_ state: inout AppState) {
  let layout = Layout(state.size)
  switch state.place {
  case .queue: state.queue.list.reveal(height: layout.masterRows)
  case .people: state.people.list.reveal(height: layout.listRows)
  case .activity: state.activity.reveal(height: layout.masterRows)
  case .audit: state.audit.list.reveal(height: layout.masterRows)
  case .findings: state.findings.reveal(height: layout.masterRows)
  case .calls: state.calls.reveal(height: layout.masterRows)
  case .servers:
    state.serverCursor = max(0, min(state.serverCursor, state.servers.count - 1))
  case .request, .profile, .help, .themes:
    state.document.settle(in: pageLines(state), height: layout.bodyRows)
  case .form: break
  }
  state.confirmation?.settle(width: layout.pageColumns, height: layout.confirmationRows)
}

/// What the place shows and has not in memory.
func missingReads(_ state: inout AppState) -> [Effect] {
  let layout = Layout(state.size)
  switch state.place {
  case .queue: return missingQueueReads(&state, height: layout.masterRows)
  case .people:
    guard let rows = state.people.list.rowsToRead(height: layout.listRows) else { return [] }
    let (search, generation) = (state.people.search.value, state.people.list.generation)
    return [
      .readPeople(
        search: search, order: state.views.orders.people, rows: rows, generation: generation)
    ]
  case .activity:
    guard let rows = state.activity.rowsToRead(height: layout.masterRows) else { return [] }
    let generation = state.activity.generation
    return [
      .readActivity(order: state.views.orders.activity, rows: rows, generation: generation)
    ]
  case .audit:
    guard let rows = state.audit.list.rowsToRead(height: layout.masterRows) else { return [] }
    let generation = state.audit.list.generation
    return [.readAudit(order: state.views.orders.audit, rows: rows, generation: generation)]
  case .calls:
    guard let rows = state.calls.rowsToRead(height: layout.masterRows) else { return [] }
    return [.readCalls(rows: rows, generation: state.calls.generation)]
  case .findings:
    guard let rows = state.findings.rowsToRead(height: layout.masterRows) else { return [] }
    let generation = state.findings.generation
    return [.readFindings(order: state.views.orders.findings, rows: rows, generation: generation)]
  case .request(let id): return state.details.needs(id) ? [.readDetail(id)] : []
  case .profile(let key):
    let past = state.profiles.pastToRead(key).map { Effect.readPast($0.person, at: $0.at) }
    return (state.profiles.needs(key) ? [.readProfile(key)] : []) + [past].compactMap { $0 }
  case .servers, .form, .help, .themes: return []
  }
}

private func missingQueueReads(_ state: inout AppState, height: Int) -> [Effect] {
  var effects: [Effect] = []
  if let rows = state.queue.list.rowsToRead(height: height) {
    effects.append(
      .readQueue(
        state.queue.query, rows: rows, following: state.queue.list.selectedID,
        generation: state.queue.list.generation))
  }
  if state.queue.areCountsStale {
    state.queue.areCountsStale = false
    effects.append(.readFolderCounts(state.savedFolders))
  }
  if state.queue.areHiddenTagsStale {
    state.queue.areHiddenTagsStale = false
    state.queue.hiddenGeneration += 1
    effects.append(.readQueueIDs(state.queue.query, generation: state.queue.hiddenGeneration))
  }
  if let id = detailToRead(&state) { effects.append(.readDetail(id)) }
  return effects
}

/// The selected row's, then those that the next keys lead to: they show theirs at once.
private func detailToRead(_ state: inout AppState) -> RequestID? {
  let list = state.queue.list
  guard let selected = list.selectedID else { return nil }
  if state.details.needs(selected) { return selected }
  guard !state.details.isReading else { return nil }
  let neighbours = [1, -1, 2].compactMap { list.row(at: list.cursor + $0)?.rowID }
  guard let next = neighbours.first(where: { !state.details.isFresh($0) }),
    state.details.needs(next)
  else { return nil }
  return next
}
