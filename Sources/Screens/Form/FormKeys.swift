import Governance
import Terminal

/// The keys of the form: its commands first, then what the field in focus makes of them.
func pressInForm(_ key: Key, _ state: inout AppState) -> [Effect] {
  if let command = state.keys.table(.form)[key] {
    return run(command, Invocation(), &state)
  }
  switch key {
  case .down: return moveChoice(&state, by: 1)
  case .up: return moveChoice(&state, by: -1)
  default: return edit(key, &state)
  }
}

/// In a field with suggestions up and down choose one; elsewhere they go to another field.
private func moveChoice(_ state: inout AppState, by distance: Int) -> [Effect] {
  let number =
    switch state.form.focus {
    case .beneficiary: state.form.beneficiaries.count
    case .entitlement: state.form.entitlements.count
    default: 0
    }
  let next = state.form.choice + distance
  guard number > 0, next >= 0, next < number else {
    return FormCommands.step(&state, by: distance)
  }
  state.form.choice = next
  return []
}

private func edit(_ key: Key, _ state: inout AppState) -> [Effect] {
  state.form.mistake = nil
  switch state.form.focus {
  case .beneficiary:
    guard changed(&state.form.beneficiarySearch, key) else { return [] }
    state.form.beneficiary = nil
  case .entitlement:
    guard changed(&state.form.entitlementSearch, key) else { return [] }
    state.form.entitlement = nil
  case .operation:
    if [.character(" "), .left, .right, .character("h"), .character("l")].contains(key) {
      state.form.operation = state.form.operation == .grant ? .revoke : .grant
    }
    return []
  case .duration:
    _ = state.form.duration.handle(key)
    return []
  case .justification:
    _ = state.form.justification.handle(key)
    return []
  case .submit: return []
  }
  state.form.choice = 0
  return FormCommands.search(&state)
}

private func changed(_ field: inout LineEditor, _ key: Key) -> Bool {
  let before = field.value
  return field.handle(key) && field.value != before
}
