import Governance
import Terminal

/// Keys that were recorded, to be pressed again.
struct MacroState: Hashable, Sendable {
  /// Kept over the end of the program, by name.
  var kept: [String: [Key]] = [:]
  /// What is being recorded; nil while nothing is.
  private(set) var recording: [Key]?
  /// The keys that are still to be pressed.
  private(set) var playing: [Key] = []
  /// The macro that is played, or was last.
  private(set) var name = ""
  private var pressedCount = 0

  /// More is a macro that plays itself.
  var mostKeys = 10_000

  var isPlaying: Bool { !playing.isEmpty }

  /// A key of the operator's begins a new count.
  mutating func beginByHand() { pressedCount = 0 }

  /// It has gone on for longer than anybody means.
  var isExhausted: Bool { isPlaying && pressedCount >= mostKeys }

  mutating func startRecording() { recording = [] }

  mutating func record(_ keys: [Key]) {
    guard let before = recording, before.count + keys.count <= mostKeys else { return }
    recording = before + keys
  }

  mutating func stopRecording() -> [Key] {
    defer { recording = nil }
    return recording ?? []
  }

  /// Puts a macro's keys before those that are still to be pressed. Returns: false when there is no
  /// such macro.
  mutating func play(_ name: String, times: Int) -> Bool {
    guard let keys = kept[name] else { return false }
    let rounds = max(1, min(times, mostKeys / max(1, keys.count)))
    let all = Array((0..<rounds).map { _ in keys }.joined()) + playing
    // More would never be pressed, and a macro that plays itself would pile them up.
    playing = Array(all.prefix(max(1, mostKeys - pressedCount + 1)))
    self.name = name
    return true
  }

  /// The next key to press; nil at the end, and when it has gone on for too long.
  mutating func next() -> Key? {
    guard isPlaying, pressedCount < mostKeys else {
      playing = []
      return nil
    }
    pressedCount += 1
    return playing.removeFirst()
  }

  mutating func stop() { playing = [] }
}

/// Takes a key of the operator's: it is recorded if they record, and stops a macro that is played.
func pressByHand(_ key: Key, _ state: inout AppState) -> [Effect] {
  if state.macros.isPlaying {
    state.macros.stop()
    state.message = .refusal("\(state.macros.name) was stopped.")
    return []
  }
  state.macros.beginByHand()
  let wasRecording = state.macros.recording != nil && !mustAnswer(state)
  let keys = recordable(key, state)
  let effects = press(key, &state)
  if wasRecording { state.macros.record(keys) }
  return effects
}

/// What only the operator may answer: a macro neither records nor plays it.
private func mustAnswer(_ state: AppState) -> Bool {
  switch state.prompt?.kind {
  case .manual, .link, .offer, .accept, .delegate, .lend: return true
  default: break
  }
  return state.confirmation != nil || state.serverForm != nil
}

/// Pasted text is recorded as the letters that it is, and only where it was text.
private func recordable(_ key: Key, _ state: AppState) -> [Key] {
  guard case .paste(let text) = key else { return key.name == nil ? [] : [key] }
  let isTyping =
    state.prompt != nil || state.place == .form
    || (state.place == .people && state.people.isSearching)
    || (state.place == .help && state.help.isSearching)
  return isTyping ? text.map { .character($0.isWhitespace ? " " : $0) } : []
}

/// Presses a macro's next keys, as far as the answers that they build upon are there.
func playOn(_ state: inout AppState) -> [Effect] {
  var effects: [Effect] = []
  defer {
    if state.macros.isExhausted {
      state.macros.stop()
      state.message = .refusal("\(state.macros.name) was stopped: it does not come to an end.")
    }
  }
  while !state.macros.isExhausted, state.macros.isPlaying, isSettled(state),
    let key = state.macros.next()
  {
    effects += press(key, &state)
    settle(&state)
    effects += missingReads(&state)
    if mustAnswer(state) {
      state.macros.stop()
      state.message = .refusal("\(state.macros.name) ends here: answer this yourself.")
    } else if let message = state.message, message.kind != .done {
      state.macros.stop()
      state.message = .refusal("\(state.macros.name) stopped at \(key.label): \(message.text)")
    }
  }
  return effects
}

/// What is on the screen is what was asked for last.
private func isSettled(_ state: AppState) -> Bool {
  switch state.place {
  case .queue: isSettled(state.queue.list) && state.queue.matching == nil
  case .people: isSettled(state.people.list)
  case .activity: isSettled(state.activity)
  case .audit: isSettled(state.audit.list)
  case .findings: isSettled(state.findings)
  case .calls: isSettled(state.calls)
  case .request(let id): state.details[id] != nil
  case .profile(let key): state.profiles[key] != nil
  case .form: state.form.isAnswered && !state.form.isSubmitting
  case .servers: state.areServersRead
  case .help, .themes: true
  }
}

private func isSettled<Row: ListedRow>(_ list: RowList<Row>) -> Bool {
  list.isRead && !list.isOutdated && (list.total == 0 || list.selectedID != nil)
}
