import Governance
import Terminal

/// The form's commands: the keys that are not text, so that they are listed in the help.
enum FormCommands {
  static let table: [Command] = [
    Command("next-field", [.tab], label: "next", help: "Go to the next field.") { state, _ in
      step(&state, by: 1)
    },
    Command("previous-field", [.backTab], label: "before", help: "Go to the field before.") {
      state, _ in step(&state, by: -1)
    },
    Command("choose", [.enter], label: "choose", help: "Take the suggestion, or go on.") {
      state, _ in choose(&state)
    },
    Command(
      "submit", [.control("s")], label: "submit", help: "Submit the request.",
      unless: isSubmitting
    ) { state, _ in submit(&state) },
    Command("empty", [.control("r")], label: "empty", help: "Empty the form.") { state, _ in
      state.form = RequestForm(generation: state.form.generation)
      return search(&state)
    },
    Command("edit", [.alt("e")], help: "Write the justification in your editor.") { state, _ in
      openEditor(on: .justification, &state)
    },
    Command("leave", [.escape], label: "leave", help: "Go back; what is written stays.") {
      state, _ in
      if state.form.isUntouched { state.form = RequestForm(generation: state.form.generation) }
      let visit = state.trail.popLast()
      state.place = visit?.place ?? .queue
      state.document = visit?.cursor ?? DocumentCursor()
      return []
    },
  ]

  private static let isSubmitting: @Sendable (AppState) -> String? = { state in
    state.form.isSubmitting ? "It is being submitted." : nil
  }

  /// Whom the operator is looking at, to ask for them.
  static func personInView(_ state: AppState) -> PersonReference? {
    switch state.place {
    case .profile(let key): state.profiles[key]?.profile?.person
    case .people: state.people.list.selected?.person
    default: nil
    }
  }

  // MARK: Fields

  static func step(_ state: inout AppState, by distance: Int) -> [Effect] {
    let all = RequestForm.Field.allCases
    let next = (state.form.focus.rawValue + distance + all.count) % all.count
    return focus(all[next], &state)
  }

  private static func focus(_ field: RequestForm.Field, _ state: inout AppState) -> [Effect] {
    state.form.focus = field
    state.form.choice = 0
    return search(&state)
  }

  /// Asks for the suggestions of the field in focus; answers to older searches are ignored.
  static func search(_ state: inout AppState) -> [Effect] {
    state.form.generation += 1
    let generation = state.form.generation
    state.form.isAnswered = ![.beneficiary, .entitlement].contains(state.form.focus)
    switch state.form.focus {
    case .beneficiary:
      return [
        .findBeneficiaries(search: state.form.beneficiarySearch.value, generation: generation)
      ]
    case .entitlement:
      return [
        .findEntitlements(search: state.form.entitlementSearch.value, generation: generation)
      ]
    case .operation, .duration, .justification, .submit: return []
    }
  }

  private static func choose(_ state: inout AppState) -> [Effect] {
    let choice = state.form.choice
    switch state.form.focus {
    case .beneficiary:
      guard state.form.beneficiaries.indices.contains(choice) else { break }
      let person = state.form.beneficiaries[choice].person
      state.form.beneficiary = person
      state.form.beneficiarySearch = LineEditor(person.name)
    case .entitlement:
      guard state.form.entitlements.indices.contains(choice) else { break }
      let entitlement = state.form.entitlements[choice]
      state.form.entitlement = entitlement
      state.form.entitlementSearch = LineEditor(entitlement.display)
    case .submit: return submit(&state)
    case .operation, .duration, .justification: break
    }
    return step(&state, by: 1)
  }

  // MARK: Submitting

  private static func submit(_ state: inout AppState) -> [Effect] {
    guard !state.form.isSubmitting else { return [] }
    if let mistake = state.form.firstMistake {
      state.form.mistake = mistake
      state.message = .refusal(mistake.sentence)
      return focus(mistake.field, &state)
    }
    guard let draft = state.form.draft(requester: state.operator.person) else { return [] }
    state.form.mistake = nil
    state.form.isSubmitting = true
    state.message = .done("Submitting …")
    return [.submit(draft)]
  }
}

/// Takes the answer to a submission: the form is empty again, and the request is shown.
func finishForm(_ id: RequestID, _ state: inout AppState) -> [Effect] {
  let wasOpen = state.place == .form && state.form.isSubmitting
  if state.form.isSubmitting { state.form = RequestForm(generation: state.form.generation) }
  state.message = .done("Submitted. It waits for an approver.")
  state.queue.list.expire()
  state.queue.areCountsStale = true
  guard wasOpen else { return [] }
  state.place = .request(id)
  state.document = DocumentCursor()
  return []
}
